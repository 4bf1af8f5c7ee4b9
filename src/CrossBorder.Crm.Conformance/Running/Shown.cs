using System.Collections;
using System.Globalization;
using System.Text;

namespace CrossBorder.Crm.Conformance.Running;

/// <summary>How values stand in a message. What a reader could not tell apart on a screen is shown as its code.</summary>
internal static class Shown
{
    private const int LongestList = 12;

    public static string Of(object? value) => value switch
    {
        null => "nothing",
        string text => Text(text),
        Exception exception => $"{exception.GetType().Name}: {exception.Message}",
        IEnumerable items => List([.. items.Cast<object?>()]),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The part of a list where it differs from another one.</summary>
    public static string Around<T>(IReadOnlyList<T> items, int at)
    {
        if (items.Count <= LongestList)
        {
            return List([.. items.Cast<object?>()]);
        }

        var from = Math.Max(0, at - 2);
        return $"{items.Count} items, from position {from}: {List([.. items.Skip(from).Take(6).Cast<object?>()])}";
    }

    private static string List(List<object?> items) => items.Count <= LongestList
        ? $"[{string.Join(", ", items.Select(Of))}]"
        : $"{items.Count} items: [{string.Join(", ", items.Take(LongestList).Select(Of))}, …]";

    // é and e followed by an accent look the same, and a trailing space cannot be seen.
    private static string Text(string text)
    {
        var shown = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value is >= 0x20 and < 0x7F
                ? shown.Append((char)rune.Value)
                : shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
        }

        return shown.Append('"').ToString();
    }
}
