using System.Globalization;

namespace CrossBorder.Crm.Loyalty;

/// <summary>An exact factor such as 3/2: above zero, in lowest terms. Equal values are equal, however they were written.</summary>
/// <remarks>The default value is no factor and is refused at every boundary.</remarks>
public readonly record struct Multiplier : IComparable<Multiplier>
{
    /// <summary>The largest numerator and denominator in lowest terms: 1,000,000.</summary>
    public const int MaxPart = 1_000_000;

    /// <summary>Creates the factor.</summary>
    /// <param name="numerator">From 1.</param>
    /// <param name="denominator">From 1; 1 where it is left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A part is below 1, or above <see cref="MaxPart"/> in lowest terms.</exception>
    public Multiplier(long numerator, long denominator = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numerator, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(denominator, 1);
        var (x, y) = (numerator, denominator);
        while (y != 0)
        {
            (x, y) = (y, x % y);
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(numerator / x, MaxPart, nameof(numerator));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(denominator / x, MaxPart, nameof(denominator));
        (Numerator, Denominator) = ((int)(numerator / x), (int)(denominator / x));
    }

    /// <summary>The numerator in lowest terms; 0 only for the default value.</summary>
    public int Numerator { get; }

    /// <summary>The denominator in lowest terms; 0 only for the default value.</summary>
    public int Denominator { get; }

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Multiplier left, Multiplier right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left is more.</summary>
    public static bool operator >(Multiplier left, Multiplier right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Multiplier left, Multiplier right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left is more or equal.</summary>
    public static bool operator >=(Multiplier left, Multiplier right) => left.CompareTo(right) >= 0;

    /// <summary>Reads <c>3/2</c>, <c>2</c> or <c>1.5</c>.</summary>
    /// <param name="text">The text, in invariant digits.</param>
    /// <exception cref="FormatException">The text is none of these.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The factor is out of range.</exception>
    public static Multiplier Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
        {
            return new(Whole(text[..slash], text), Whole(text[(slash + 1)..], text));
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            return new(Whole(text, text));
        }

        // Six decimals are what a part can hold.
        var decimals = text.Length - point - 1;
        if (decimals is < 1 or > 6)
        {
            throw Wrong(text);
        }

        var unit = 1L;
        for (var i = 0; i < decimals; i++)
        {
            unit *= 10;
        }

        return new(Whole(text.Remove(point, 1), text), unit);
    }

    /// <summary>Orders by value.</summary>
    /// <param name="other">Another factor.</param>
    public int CompareTo(Multiplier other) => ((long)Numerator * other.Denominator).CompareTo((long)other.Numerator * Denominator);

    /// <summary>The factor in lowest terms, such as <c>3/2</c> or <c>2</c>.</summary>
    public override string ToString() => Denominator == 1
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    private static long Whole(string digits, string text) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong(text);

    private static FormatException Wrong(string text) => new($"'{text}' is no factor; expected a form such as 3/2, 2 or 1.5.");
}
