using System.Text.RegularExpressions;

namespace CrossBorder.Crm.Primitives;

/// <summary>A language by its BCP 47 tag, such as <c>zh-Hant-TW</c>, in canonical case. Compares ordinally.</summary>
/// <remarks>The default value is no language and is refused at every boundary.</remarks>
public readonly partial record struct LanguageTag
{
    /// <summary>Creates the tag.</summary>
    /// <param name="tag">Language, optional script, region and variants, in any case: <c>pt-br</c> becomes <c>pt-BR</c>.</param>
    /// <exception cref="ArgumentException">The text is not of that form (RFC 5646, section 2.1, without extensions and private use).</exception>
    public LanguageTag(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        var match = Form().Match(tag);
        if (!match.Success)
        {
            throw new ArgumentException($"'{tag}' is not a language tag of BCP 47, such as 'en', 'pt-BR' or 'zh-Hant-TW'.", nameof(tag));
        }

        Language = match.Groups["language"].Value.ToLowerInvariant();
        var script = match.Groups["script"].Value;
        Script = script.Length == 0 ? null : char.ToUpperInvariant(script[0]) + script[1..].ToLowerInvariant();
        var region = match.Groups["region"].Value;
        Region = region.Length == 0 ? null : region.ToUpperInvariant();
        Value = string.Join('-', new[] { Language, Script, Region }.OfType<string>()) + match.Groups["variants"].Value.ToLowerInvariant();
    }

    /// <summary>The whole tag in canonical case; null only for the default value.</summary>
    public string Value { get; }

    /// <summary>The primary language, such as <c>zh</c>.</summary>
    public string Language { get; }

    /// <summary>The script, such as <c>Hant</c>, or null where the tag names none.</summary>
    public string? Script { get; }

    /// <summary>The region, such as <c>TW</c>, or null where the tag names none.</summary>
    public string? Region { get; }

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";

    [GeneratedRegex(
        @"^(?<language>[a-zA-Z]{2,3})(-(?<script>[a-zA-Z]{4}))?(-(?<region>[a-zA-Z]{2}|[0-9]{3}))?(?<variants>(-([a-zA-Z0-9]{5,8}|[0-9][a-zA-Z0-9]{3}))*)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
