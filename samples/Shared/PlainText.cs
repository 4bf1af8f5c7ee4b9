namespace CrossBorder.Samples;

/// <summary>Text out of a file, as it may be shown in a line of a message: without control characters, and not too long.</summary>
internal static class PlainText
{
    public static string Of(string text, int maxLength = 60)
    {
        var line = string.Concat(text.Take(maxLength).Select(c => char.IsControl(c) ? '?' : c));
        return text.Length > line.Length ? $"{line}…" : line;
    }
}
