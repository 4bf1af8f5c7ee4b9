namespace CrossBorder.Crm.Support;

/// <summary>Media types by RFC 6838, section 4.2, without parameters and in lower case, and the patterns that a channel names them by.</summary>
internal static class MediaTypes
{
    private const int MaxNameLength = 127;

    /// <summary>Whether it is a media type, such as <c>image/png</c>.</summary>
    public static bool IsType(string? text) =>
        text is not null && text.Split('/') is [var type, var subtype] && IsName(type) && IsName(subtype);

    /// <summary>Whether it is a media type, or all of a kind, such as <c>image/*</c>.</summary>
    public static bool IsPattern(string? text) => IsType(text) || (text is not null && text.Split('/') is [var type, "*"] && IsName(type));

    /// <summary>Whether a media type is one of those that a pattern names.</summary>
    public static bool Fits(string pattern, string type) =>
        pattern == type || (pattern.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(pattern[..^1], StringComparison.Ordinal));

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength && (char.IsAsciiLetterLower(name[0]) || char.IsAsciiDigit(name[0]))
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || "!#$&-^_.+".Contains(c, StringComparison.Ordinal));
}
