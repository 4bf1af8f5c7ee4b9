namespace CrossBorder.Crm.Primitives;

/// <summary>The name of a <see cref="Market"/>, such as <c>US</c> or <c>dach</c>. Compares ordinally.</summary>
/// <remarks>The default value names no market and is refused at every boundary.</remarks>
public readonly record struct MarketId
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int MaxLength = 32;

    /// <summary>Creates the id.</summary>
    /// <param name="value">The market's name; 1 to <see cref="MaxLength"/> units.</param>
    /// <exception cref="ArgumentException">The text is blank, too long, or cannot be stored.</exception>
    public MarketId(string value) => Value = StoredText.Require(value, MaxLength);

    /// <summary>The market that stands for the whole world: the last step of every fallback.</summary>
    public static MarketId Global { get; } = new("global");

    /// <summary>The name; null only for the default value.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";
}
