using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Consent;

/// <summary>A body of law by the name of its rule pack, such as <c>EU-DE</c> or <c>US-CA</c>. Compares ordinally.</summary>
/// <remarks>An open set: a host names what its packs name. The default value names none and is refused at every boundary.</remarks>
public readonly record struct Jurisdiction
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int MaxLength = 32;

    /// <summary>Creates the name.</summary>
    /// <param name="code">1 to <see cref="MaxLength"/> units.</param>
    /// <exception cref="ArgumentException">The text is blank, too long, or cannot be stored.</exception>
    public Jurisdiction(string code) => Code = StoredText.Require(code, MaxLength);

    /// <summary>The name; null only for the default value.</summary>
    public string Code { get; }

    /// <inheritdoc/>
    public override string ToString() => Code ?? "";
}
