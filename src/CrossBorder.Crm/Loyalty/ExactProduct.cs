using System.Numerics;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Products and quotients of whole numbers without loss: in 128 bits where they fit, else in as many as they need. Pure.</summary>
internal static class ExactProduct
{
    /// <summary>The largest power of ten that a decimal's scale can ask for.</summary>
    private static readonly Int128[] Powers = [.. Enumerable.Range(0, 29).Select(scale => Enumerable.Repeat((Int128)10, scale).Aggregate(Int128.One, (x, y) => x * y))];

    /// <summary>Ten to the scale of a decimal.</summary>
    public static Int128 Power(int scale) => Powers[scale];

    /// <summary>A decimal's digits, without the point.</summary>
    public static Int128 Digits(decimal value)
    {
        Span<int> words = stackalloc int[4];
        decimal.GetBits(value, words);
        var digits = new Int128(unchecked((uint)words[2]), ((ulong)unchecked((uint)words[1]) << 32) | unchecked((uint)words[0]));
        return words[3] < 0 ? -digits : digits;
    }

    /// <summary>The decimal of digits and a scale.</summary>
    /// <exception cref="OverflowException">It has more than 96 bits of digits.</exception>
    public static decimal ToDecimal(Int128 digits, int scale)
    {
        var size = Int128.Abs(digits);
        return size >> 96 == 0
            ? unchecked(new decimal((int)(uint)(size & uint.MaxValue), (int)(uint)((size >> 32) & uint.MaxValue), (int)(uint)(size >> 64), digits < 0, (byte)scale))
            : throw new OverflowException("The amount has more digits than a decimal can hold.");
    }

    /// <summary>⌊Π numerator ÷ Π denominator⌋ of factors that are not negative.</summary>
    /// <exception cref="OverflowException">The quotient is beyond <see cref="long"/>.</exception>
    public static long Floor(ReadOnlySpan<Int128> numerator, ReadOnlySpan<Int128> denominator) =>
        Fits(numerator) && Fits(denominator)
            ? (long)Divide(Multiply(numerator), Multiply(denominator))
            : (long)(MultiplyBig(numerator) / MultiplyBig(denominator));

    /// <summary>Compares Π left with Π right.</summary>
    public static int Compare(ReadOnlySpan<Int128> left, ReadOnlySpan<Int128> right) =>
        Fits(left) && Fits(right) ? Multiply(left).CompareTo(Multiply(right)) : MultiplyBig(left).CompareTo(MultiplyBig(right));

    /// <summary>The product, of any size.</summary>
    public static BigInteger MultiplyBig(ReadOnlySpan<Int128> factors)
    {
        var product = BigInteger.One;
        foreach (var factor in factors)
        {
            product *= (BigInteger)factor;
        }

        return product;
    }

    /// <summary>The product, where 128 bits hold it.</summary>
    public static bool TryMultiply(ReadOnlySpan<Int128> factors, out Int128 product)
    {
        var fits = Fits(factors);
        product = fits ? Multiply(factors) : 0;
        return fits;
    }

    /// <summary>The quotient of numbers that are not negative, rounded down.</summary>
    // Division of 64 bits is one instruction; of 128 it is a loop.
    public static Int128 Divide(Int128 x, Int128 y) => x <= ulong.MaxValue && y <= ulong.MaxValue ? (ulong)x / (ulong)y : x / y;

    private static bool Fits(ReadOnlySpan<Int128> factors)
    {
        var bits = 0;
        foreach (var factor in factors)
        {
            bits += 128 - (int)Int128.LeadingZeroCount(factor);
        }

        return bits <= 127;
    }

    private static Int128 Multiply(ReadOnlySpan<Int128> factors)
    {
        var product = Int128.One;
        foreach (var factor in factors)
        {
            // Whoever calls this has asked whether it fits.
            unchecked
            {
                product *= factor;
            }
        }

        return product;
    }
}
