namespace CrossBorder.Crm.Storage;

/// <summary>The type of an index field; an engine maps each to a typed column.</summary>
public enum IndexType
{
    /// <summary>Unicode text of at most 240 UTF-16 units; equal and ordered ordinally, by UTF-8 bytes.</summary>
    Text,

    /// <summary>A 64-bit signed integer.</summary>
    Integer,

    /// <summary>A decimal number, exact, with at most 18 digits before and 10 after the point.</summary>
    Decimal,

    /// <summary>An instant, to the microsecond.</summary>
    Instant,

    /// <summary>An id; ordered as its big-endian bytes.</summary>
    Id,
}
