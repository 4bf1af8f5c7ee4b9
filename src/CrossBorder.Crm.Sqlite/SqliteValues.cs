using System.Globalization;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Sqlite;

/// <summary>How index values are stored: in forms that SQLite orders as the contract says.</summary>
internal static class SqliteValues
{
    // Decimals have at most 18 digits before and 10 after the point: as whole ten-billionths they fit 28 digits. Moved above zero and padded
    // they order as text.
    private static readonly Int128 Offset = Int128.Parse("10000000000000000000000000000", CultureInfo.InvariantCulture);

    public static string ColumnType(IndexType type) => type switch
    {
        IndexType.Integer or IndexType.Instant => "integer",
        IndexType.Id => "blob",
        _ => "text",
    };

    public static object ToColumn(IndexValue value) => value.IsNone ? DBNull.Value : value.Type switch
    {
        IndexType.Text => value.AsText(),
        IndexType.Integer => value.AsInteger(),
        IndexType.Instant => value.AsInstant().ToUnixTimeTicks() / 10,
        IndexType.Decimal => SortableText(value.AsDecimal()),
        _ => Id(value.AsId()),
    };

    public static IndexValue FromColumn(IndexType type, object column) => type switch
    {
        IndexType.Text => IndexValue.Of((string)column),
        IndexType.Integer => IndexValue.Of((long)column),
        IndexType.Instant => IndexValue.Of(NodaTime.Instant.FromUnixTimeTicks((long)column * 10)),
        IndexType.Decimal => IndexValue.Of(FromSortableText((string)column)),
        _ => IndexValue.Of(Id((byte[])column)),
    };

    /// <summary>An id as its 16 big-endian bytes: half the size of its text in every index, and in the same order.</summary>
    public static byte[] Id(Guid id) => id.ToByteArray(bigEndian: true);

    public static Guid Id(byte[] column) => new(column, bigEndian: true);

    private static string SortableText(decimal value)
    {
        var scaled = value * 10_000_000_000m;
        return decimal.Truncate(scaled) == scaled && decimal.Abs(scaled) < (decimal)Offset
            ? ((Int128)scaled + Offset).ToString("D29", CultureInfo.InvariantCulture)
            : throw new ArgumentOutOfRangeException(nameof(value), value, "An index decimal has at most 18 digits before and 10 after the point.");
    }

    private static decimal FromSortableText(string text) => (decimal)(Int128.Parse(text, CultureInfo.InvariantCulture) - Offset) / 10_000_000_000m;
}
