namespace CrossBorder.Crm.Primitives;

/// <summary>One shop, brand or company whose data is kept apart from all others. Compares ordinally.</summary>
/// <remarks>The default value names nobody and is refused at every boundary.</remarks>
public readonly record struct TenantId
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int MaxLength = 64;

    /// <summary>Creates the id.</summary>
    /// <param name="value">The tenant's name, such as <c>shop</c>; 1 to <see cref="MaxLength"/> units of any Unicode text.</param>
    /// <exception cref="ArgumentException">The text is blank, too long, or has a NUL or half a surrogate pair.</exception>
    public TenantId(string value) => Value = StoredText.Require(value, MaxLength);

    /// <summary>The tenant's name; null only for the default value.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";

    internal TenantId ThrowIfDefault(string parameter = "tenant") =>
        Value is not null ? this : throw new ArgumentException("The tenant id is the default value and names nobody.", parameter);
}
