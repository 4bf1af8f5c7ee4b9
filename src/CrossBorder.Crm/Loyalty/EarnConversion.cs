using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>From an amount in the order's currency to points: the rate that applies and the exchange rate to it. Nothing is rounded on the way.</summary>
internal readonly struct EarnConversion
{
    private readonly Int128 factorDigits;
    private readonly Int128 unitDigits;

    private EarnConversion(EarnRate rate, decimal factor)
    {
        (Rate, Factor) = (rate, factor);
        (factorDigits, unitDigits) = (ExactProduct.Digits(factor), ExactProduct.Digits(rate.Unit.Amount));
    }

    public EarnRate Rate { get; }

    /// <summary>Units of the rate's currency for one unit of the order's.</summary>
    public decimal Factor { get; }

    public static EarnConversion Of(LoyaltyProgram program, CurrencyCode currency, decimal? rate)
    {
        foreach (var own in program.Rates)
        {
            if (own.Unit.Currency == currency)
            {
                return new(own, 1m);
            }
        }

        if (rate is not { } factor)
        {
            throw new MissingExchangeRateException(
                $"The programme has no rate for {currency}, and no exchange rate from {currency} to {program.Currency} was given.");
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor, nameof(rate));
        foreach (var own in program.Rates)
        {
            if (own.Unit.Currency == program.Currency)
            {
                return new(own, factor);
            }
        }

        throw new ArgumentException($"The programme has no rate for its own currency {program.Currency}.", nameof(program));
    }

    public static OverflowException TooMany(Money basis) => new($"{basis} would earn more points than {long.MaxValue}, the most that can be counted.");

    /// <summary>⌊digits ÷ 10^scale · factor ÷ unit · points · multiplier⌋; per full unit the units are rounded down before.</summary>
    public long Points(Int128 digits, int scale, EarnMode mode, Int128 numerator, Int128 denominator, Money basis)
    {
        try
        {
            return mode == EarnMode.PerFullUnit
                ? ExactProduct.Floor([Units(digits, scale), Rate.Points.Value, numerator], [denominator])
                : ExactProduct.Floor(
                    [digits, factorDigits, ExactProduct.Power(Rate.Unit.Amount.Scale), Rate.Points.Value, numerator],
                    [ExactProduct.Power(scale), ExactProduct.Power(Factor.Scale), unitDigits, denominator]);
        }
        catch (OverflowException)
        {
            throw TooMany(basis);
        }
    }

    /// <summary>The same without the last rounding down, for sums.</summary>
    public Rational Share(Int128 digits, int scale, EarnMode mode) => mode == EarnMode.PerFullUnit
        ? new(ExactProduct.MultiplyBig([Units(digits, scale), Rate.Points.Value]), 1)
        : new(
            ExactProduct.MultiplyBig([digits, factorDigits, ExactProduct.Power(Rate.Unit.Amount.Scale), Rate.Points.Value]),
            ExactProduct.MultiplyBig([ExactProduct.Power(scale), ExactProduct.Power(Factor.Scale), unitDigits]));

    /// <summary>The same over groups of lines, rounded down once, where 128 bits hold every step; else nothing.</summary>
    public bool TrySum(ReadOnlySpan<EarnBasis.Group> groups, int scale, EarnMode mode, out Int128 points)
    {
        points = 0;
        var shared = Int128.One;
        foreach (var group in groups)
        {
            var denominator = group.Factor.Product.Denominator;
            if (shared % denominator != 0 && !ExactProduct.TryMultiply([shared, denominator], out shared))
            {
                return false;
            }
        }

        foreach (var group in groups)
        {
            var (numerator, denominator) = group.Factor.Product;
            var digits = mode == EarnMode.PerFullUnit ? Units(group.Digits, scale) : group.Digits;
            if (!ExactProduct.TryMultiply([digits, Rate.Points.Value, numerator, shared / denominator], out var share) || share > Int128.MaxValue - points)
            {
                return false;
            }

            points += share;
        }

        if (mode == EarnMode.PerFullUnit)
        {
            points /= shared;
            return true;
        }

        if (!ExactProduct.TryMultiply([points, factorDigits, ExactProduct.Power(Rate.Unit.Amount.Scale)], out points)
            || !ExactProduct.TryMultiply([ExactProduct.Power(scale), ExactProduct.Power(Factor.Scale), unitDigits, shared], out shared))
        {
            return false;
        }

        points = ExactProduct.Divide(points, shared);
        return true;
    }

    /// <summary>The minimum that an order stays below; null where it does not.</summary>
    public Money? Missed(EarnTerms terms, EarnBasis goods)
    {
        foreach (var minimum in terms.MinimumOrders)
        {
            if (minimum.Currency == Rate.Unit.Currency)
            {
                var amount = (terms.MinimumCounts == MinimumMeasure.AllGoods ? goods.Total : goods.Earning).Amount;
                return ExactProduct.Compare(
                    [ExactProduct.Digits(amount), factorDigits, ExactProduct.Power(minimum.Amount.Scale)],
                    [ExactProduct.Digits(minimum.Amount), ExactProduct.Power(amount.Scale), ExactProduct.Power(Factor.Scale)]) < 0 ? minimum : null;
            }
        }

        return null;
    }

    private long Units(Int128 digits, int scale) => ExactProduct.Floor(
        [digits, factorDigits, ExactProduct.Power(Rate.Unit.Amount.Scale)], [ExactProduct.Power(scale), ExactProduct.Power(Factor.Scale), unitDigits]);
}
