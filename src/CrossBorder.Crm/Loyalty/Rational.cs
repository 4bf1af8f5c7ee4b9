using System.Globalization;
using System.Numerics;

namespace CrossBorder.Crm.Loyalty;

/// <summary>An exact fraction. For sums that must not be rounded before their end; the denominator is above zero.</summary>
internal readonly struct Rational(BigInteger numerator, BigInteger denominator)
{
    public BigInteger Numerator { get; } = numerator;

    public BigInteger Denominator { get; } = denominator;

    public static Rational Zero => new(0, 1);

    public static Rational operator +(Rational x, Rational y) =>
        new(x.Numerator * y.Denominator + y.Numerator * x.Denominator, x.Denominator * y.Denominator);

    public static Rational operator -(Rational x, Rational y) =>
        new(x.Numerator * y.Denominator - y.Numerator * x.Denominator, x.Denominator * y.Denominator);

    public static Rational operator *(Rational x, Rational y) => new(x.Numerator * y.Numerator, x.Denominator * y.Denominator);

    /// <summary>The quotient by a fraction above zero.</summary>
    public static Rational operator /(Rational x, Rational y) => new(x.Numerator * y.Denominator, x.Denominator * y.Numerator);

    public static Rational Of(decimal value) => new((BigInteger)ExactProduct.Digits(value), (BigInteger)ExactProduct.Power(value.Scale));

    /// <summary>The largest whole number that is not above it.</summary>
    public BigInteger Floor()
    {
        var quotient = BigInteger.DivRem(Numerator, Denominator, out var rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>In lowest terms, such as <c>3/2</c> or <c>2</c>.</summary>
    public override string ToString()
    {
        var shared = BigInteger.GreatestCommonDivisor(Numerator, Denominator);
        return Denominator == shared
            ? (Numerator / shared).ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{Numerator / shared}/{Denominator / shared}");
    }

    /// <summary>Rounded to a number of decimals, halves away from zero.</summary>
    public decimal RoundHalfUp(int decimals)
    {
        var unit = (BigInteger)ExactProduct.Power(decimals);
        var twice = new Rational((BigInteger.Abs(Numerator) * unit * 2) + Denominator, Denominator * 2).Floor();
        return (decimal)(Numerator.Sign < 0 ? -twice : twice) / (decimal)unit;
    }
}
