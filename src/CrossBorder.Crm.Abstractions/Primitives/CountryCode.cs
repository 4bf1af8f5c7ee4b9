namespace CrossBorder.Crm.Primitives;

/// <summary>A country by its two letters of ISO 3166-1, such as <c>DE</c>. Compares ordinally.</summary>
/// <remarks>
/// Any two upper-case letters are taken, since ISO 3166-1 leaves codes such as <c>XK</c> to the user.
/// The default value names no country and is refused at every boundary.
/// </remarks>
public readonly record struct CountryCode
{
    /// <summary>Creates the code.</summary>
    /// <param name="code">Two letters A to Z.</param>
    /// <exception cref="ArgumentException">The text is not two upper-case letters.</exception>
    public CountryCode(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        Code = code.Length == 2 && char.IsAsciiLetterUpper(code[0]) && char.IsAsciiLetterUpper(code[1])
            ? code
            : throw new ArgumentException($"'{code}' is not a country code of ISO 3166-1 (two upper-case letters).", nameof(code));
    }

    /// <summary>The two letters; null only for the default value.</summary>
    public string Code { get; }

    /// <inheritdoc/>
    public override string ToString() => Code ?? "";
}
