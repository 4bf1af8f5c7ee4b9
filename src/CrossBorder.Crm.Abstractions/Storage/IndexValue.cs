using System.Globalization;
using System.Text;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Storage;

/// <summary>The value of an index field: text, integer, decimal, instant or id; or none.</summary>
/// <remarks>
/// The default value is none: it equals no other in a condition and is in no list that is ordered by its field.
/// Two values compare if their types are the same.
/// </remarks>
public readonly record struct IndexValue : IComparable<IndexValue>
{
    // One 16-byte cell holds every type but text: a long, an instant in microseconds, a decimal's four words, or a big-endian id.
    private readonly UInt128 bits;
    private readonly string? text;
    private readonly byte kind;

    private IndexValue(IndexType type, UInt128 bits, string? text = null) => (kind, this.bits, this.text) = ((byte)(1 + (int)type), bits, text);

    /// <summary>Whether there is no value.</summary>
    public bool IsNone => kind == 0;

    /// <summary>The type.</summary>
    /// <exception cref="InvalidOperationException">There is no value.</exception>
    public IndexType Type => kind > 0 ? (IndexType)(kind - 1) : throw new InvalidOperationException("There is no value.");

    /// <summary>A text, or none.</summary>
    /// <param name="value">At most 240 UTF-16 units, without NUL and lone surrogates.</param>
    public static IndexValue Of(string? value) => value is null ? default : new(IndexType.Text, 0, StoredText.Require(value, maxLength: 240));

    /// <summary>An integer, or none.</summary>
    /// <param name="value">The integer.</param>
    public static IndexValue Of(long? value) => value is { } v ? new(IndexType.Integer, unchecked((UInt128)(Int128)v)) : default;

    /// <summary>A decimal, or none.</summary>
    /// <param name="value">The decimal; its trailing zeros are not kept.</param>
    public static IndexValue Of(decimal? value)
    {
        if (value is not { } v)
        {
            return default;
        }

        // Equal numbers must be equal values: 1.0 and 1.00 become one, and minus zero becomes zero.
        v = v == 0m ? 0m : v / 1.0000000000000000000000000000m;
        Span<int> words = stackalloc int[4];
        decimal.GetBits(v, words);
        return new(IndexType.Decimal, new UInt128(Join(words[3], words[2]), Join(words[1], words[0])));
    }

    /// <summary>An instant, or none.</summary>
    /// <param name="value">The instant; truncated to the microsecond.</param>
    public static IndexValue Of(Instant? value) =>
        value is { } v ? new(IndexType.Instant, unchecked((UInt128)(Int128)Microseconds(v))) : default;

    /// <summary>An id, or none.</summary>
    /// <param name="value">The id.</param>
    public static IndexValue Of(Guid? value)
    {
        if (value is not { } v)
        {
            return default;
        }

        Span<byte> bytes = stackalloc byte[16];
        v.TryWriteBytes(bytes, bigEndian: true, out _);
        return new(IndexType.Id, System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>The text.</summary>
    /// <exception cref="InvalidOperationException">The value is none or of another type.</exception>
    public string AsText() => Is(IndexType.Text) ? text! : throw Other(IndexType.Text);

    /// <summary>The integer.</summary>
    /// <exception cref="InvalidOperationException">The value is none or of another type.</exception>
    public long AsInteger() => Is(IndexType.Integer) ? (long)Signed() : throw Other(IndexType.Integer);

    /// <summary>The decimal.</summary>
    /// <exception cref="InvalidOperationException">The value is none or of another type.</exception>
    public decimal AsDecimal()
    {
        if (!Is(IndexType.Decimal))
        {
            throw Other(IndexType.Decimal);
        }

        var (high, low) = unchecked(((ulong)(bits >> 64), (ulong)bits));
        return new decimal([unchecked((int)low), unchecked((int)(low >> 32)), unchecked((int)high), unchecked((int)(high >> 32))]);
    }

    /// <summary>The instant.</summary>
    /// <exception cref="InvalidOperationException">The value is none or of another type.</exception>
    public Instant AsInstant() => Is(IndexType.Instant)
        ? Instant.FromUnixTimeTicks((long)Signed() * 10)
        : throw Other(IndexType.Instant);

    /// <summary>The id.</summary>
    /// <exception cref="InvalidOperationException">The value is none or of another type.</exception>
    public Guid AsId()
    {
        if (!Is(IndexType.Id))
        {
            throw Other(IndexType.Id);
        }

        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, bits);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Orders values of one type; none sorts before all.</summary>
    /// <param name="other">The other value.</param>
    /// <exception cref="InvalidOperationException">The types differ.</exception>
    public int CompareTo(IndexValue other)
    {
        if (IsNone || other.IsNone)
        {
            return kind.CompareTo(other.kind);
        }

        if (kind != other.kind)
        {
            throw new InvalidOperationException($"{Type} and {other.Type} have no common order.");
        }

        return Type switch
        {
            IndexType.Text => CompareUtf8(text!, other.text!),
            IndexType.Decimal => AsDecimal().CompareTo(other.AsDecimal()),
            IndexType.Id => bits.CompareTo(other.bits),
            _ => Signed().CompareTo(other.Signed()),
        };
    }

    /// <summary>Whether the left sorts first.</summary>
    public static bool operator <(IndexValue left, IndexValue right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left sorts last.</summary>
    public static bool operator >(IndexValue left, IndexValue right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left sorts first or equal.</summary>
    public static bool operator <=(IndexValue left, IndexValue right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left sorts last or equal.</summary>
    public static bool operator >=(IndexValue left, IndexValue right) => left.CompareTo(right) >= 0;

    /// <summary>The value in invariant text; empty for none. <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => IsNone ? "" : Type switch
    {
        IndexType.Text => text!,
        IndexType.Decimal => AsDecimal().ToString(CultureInfo.InvariantCulture),
        IndexType.Id => AsId().ToString(),
        _ => Signed().ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Reads the text that <see cref="ToString"/> wrote for a value of a type; instants as microseconds since the Unix epoch.</summary>
    /// <param name="type">The type.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is none of that type.</exception>
    public static IndexValue Parse(IndexType type, string text) => type switch
    {
        IndexType.Text => Of(text),
        IndexType.Integer => Of(long.Parse(text, CultureInfo.InvariantCulture)),
        IndexType.Decimal => Of(decimal.Parse(text, CultureInfo.InvariantCulture)),
        IndexType.Instant => new(type, unchecked((UInt128)(Int128)long.Parse(text, CultureInfo.InvariantCulture))),
        _ => Of(Guid.Parse(text)),
    };

    private static ulong Join(int high, int low) => unchecked(((ulong)(uint)high << 32) | (uint)low);

    private static long Microseconds(Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks();
        return ticks >= 0 ? ticks / 10 : -((9 - ticks) / 10);
    }

    // Databases compare UTF-8 bytes, string.CompareOrdinal compares UTF-16 units; they differ where surrogates meet U+E000 and above.
    private static int CompareUtf8(string left, string right)
    {
        using var l = left.EnumerateRunes().GetEnumerator();
        using var r = right.EnumerateRunes().GetEnumerator();
        while (true)
        {
            var (more, other) = (l.MoveNext(), r.MoveNext());
            if (!more || !other)
            {
                return more.CompareTo(other);
            }

            if (l.Current != r.Current)
            {
                return l.Current.CompareTo(r.Current);
            }
        }
    }

    private Int128 Signed() => unchecked((Int128)bits);

    private bool Is(IndexType type) => kind == 1 + (int)type;

    private InvalidOperationException Other(IndexType asked) =>
        new(IsNone ? $"There is no value; {asked} was asked for." : $"The value is {Type}; {asked} was asked for.");
}
