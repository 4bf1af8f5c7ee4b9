namespace CrossBorder.Crm.Primitives;

/// <summary>A key in a system of the host: order 4711 of the system <c>shop</c>. Compares ordinally; written <c>shop:4711</c>.</summary>
/// <remarks>The default value names nothing and is refused at every boundary.</remarks>
public readonly record struct ExternalRef
{
    /// <summary>The longest <see cref="System"/>, in characters.</summary>
    public const int MaxSystemLength = 32;

    /// <summary>The longest <see cref="Value"/>, in UTF-16 units.</summary>
    public const int MaxValueLength = 128;

    /// <summary>Creates a reference.</summary>
    /// <param name="system">The host's name for the system: a-z, 0-9, <c>_</c>, <c>-</c>, <c>.</c>.</param>
    /// <param name="value">The key in that system; any Unicode text.</param>
    /// <exception cref="ArgumentException">A part is blank, too long, or has characters that are not allowed.</exception>
    public ExternalRef(string system, string value)
    {
        System = StoredText.RequireCode(system, MaxSystemLength);
        Value = StoredText.Require(value, MaxValueLength);
    }

    /// <summary>The host's system, such as <c>shop</c> or <c>zendesk</c>.</summary>
    public string System { get; }

    /// <summary>The key in that system.</summary>
    public string Value { get; }

    /// <summary>Reads the form <c>system:value</c>; the value may hold further colons.</summary>
    /// <param name="text">The text to read.</param>
    /// <exception cref="FormatException">There is no colon.</exception>
    /// <exception cref="ArgumentException">A part is not allowed.</exception>
    public static ExternalRef Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? new ExternalRef(text[..colon], text[(colon + 1)..])
            : throw new FormatException($"'{text}' is not an external reference; expected 'system:value'.");
    }

    /// <inheritdoc/>
    public override string ToString() => System is null ? "" : $"{System}:{Value}";

    internal ExternalRef ThrowIfDefault(string parameter = "source") =>
        System is not null ? this : throw new ArgumentException("The external reference is the default value and names nothing.", parameter);
}
