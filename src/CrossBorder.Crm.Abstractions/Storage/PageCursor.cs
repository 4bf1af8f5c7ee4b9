using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace CrossBorder.Crm.Storage;

/// <summary>The text of a page's end, for adapters: the last item's sort value and id, or the last entry's version.</summary>
/// <param name="Value">The value of the field that the list is ordered by; none for a list by id.</param>
/// <param name="Id">The last item's id.</param>
public readonly record struct PageCursor(IndexValue Value, Guid Id)
{
    /// <summary>The opaque text of this cursor.</summary>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Id:N}{Value}"));

    /// <summary>Reads a list's cursor.</summary>
    /// <param name="text">The text of <see cref="PageRequest.After"/>.</param>
    /// <param name="type">The type of the field that the list is ordered by, or null for a list by id.</param>
    /// <exception cref="ArgumentException">The text is no cursor of such a list.</exception>
    public static PageCursor Parse(string text, IndexType? type)
    {
        try
        {
            var plain = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
            var value = plain.Length > 32 == type is not null
                ? type is { } t ? IndexValue.Parse(t, plain[32..]) : default
                : throw new FormatException();
            return new(value, Guid.ParseExact(plain[..32], "N"));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
        {
            throw new ArgumentException($"'{text}' is not the end of a page of this list.", nameof(text), exception);
        }
    }

    /// <summary>The cursor of a stream's entries: the last version read.</summary>
    /// <param name="version">The version.</param>
    public static string OfVersion(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads the cursor of a stream's entries.</summary>
    /// <param name="text">The text of <see cref="PageRequest.After"/>.</param>
    /// <exception cref="ArgumentException">The text is no such cursor.</exception>
    public static long ParseVersion(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new ArgumentException($"'{text}' is not the end of a page of entries.", nameof(text));
}
