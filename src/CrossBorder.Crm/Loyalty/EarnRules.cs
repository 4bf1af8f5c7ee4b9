using System.Numerics;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What an order earns. Pure and exact: one rounding down, at the very end. Usable without storage, on a product page for example.</summary>
public static class EarnRules
{
    /// <summary>What an amount earns under a programme.</summary>
    /// <param name="program">The programme.</param>
    /// <param name="basis">What was paid for goods; not negative.</param>
    /// <param name="rate">Units of the programme's currency for one unit of the basis' currency; needed where that currency has no rate of its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">The basis is negative, or the rate not above zero.</exception>
    /// <exception cref="MissingExchangeRateException">The basis' currency has no rate of its own and none was given.</exception>
    public static EarnQuote Quote(LoyaltyProgram program, Money basis, decimal? rate = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentOutOfRangeException.ThrowIfNegative(basis.Amount, nameof(basis));
        var (applied, factor) = RateFor(program, basis.Currency, rate);
        return new()
        {
            Points = Compute(basis.Amount, factor, applied, program.Mode),
            Basis = basis,
            Unit = applied.Unit,
            PointsPerUnit = applied.Points,
            Rate = factor,
            ProgramVersion = program.Version,
        };
    }

    /// <summary>Refuses a programme that cannot compute, naming the member, the value and the rule.</summary>
    internal static void Require(LoyaltyProgram program)
    {
        if (program.Rates.IsDefaultOrEmpty || program.Rates.All(r => r.Unit.Currency != program.Currency))
        {
            throw new ArgumentException($"The programme has no rate for its own currency {program.Currency}.", nameof(program));
        }

        foreach (var rate in program.Rates)
        {
            if (rate.Unit.Amount <= 0m || !rate.Unit.IsWholeMinorUnits)
            {
                throw new ArgumentException($"The unit {rate.Unit} is not above zero and whole in minor units.", nameof(program));
            }

            ArgumentOutOfRangeException.ThrowIfLessThan(rate.Points.Value, 1, nameof(program));
            if (program.Rates.Count(other => other.Unit.Currency == rate.Unit.Currency) > 1)
            {
                throw new ArgumentException($"{rate.Unit.Currency} has more than one rate.", nameof(program));
            }
        }
    }

    private static (EarnRate Rate, decimal Factor) RateFor(LoyaltyProgram program, CurrencyCode currency, decimal? rate)
    {
        foreach (var own in program.Rates)
        {
            if (own.Unit.Currency == currency)
            {
                return (own, 1m);
            }
        }

        if (rate is not { } factor)
        {
            throw new MissingExchangeRateException(
                $"The programme has no rate for {currency}, and no exchange rate from {currency} to {program.Currency} was given.");
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor, nameof(rate));
        return (program.Rates.First(r => r.Unit.Currency == program.Currency), factor);
    }

    // amount · factor ÷ unit · points, as whole numbers: decimals are integers over powers of ten, so nothing is lost before the floor.
    private static Points Compute(decimal amount, decimal factor, EarnRate rate, EarnMode mode)
    {
        var (amountInteger, amountScale) = Integer(amount);
        var (factorInteger, factorScale) = Integer(factor);
        var (unitInteger, unitScale) = Integer(rate.Unit.Amount);
        var numerator = amountInteger * factorInteger * BigInteger.Pow(10, unitScale);
        var denominator = unitInteger * BigInteger.Pow(10, amountScale + factorScale);
        var points = mode == EarnMode.PerFullUnit
            ? numerator / denominator * rate.Points.Value
            : numerator * rate.Points.Value / denominator;
        return new((long)points);
    }

    private static (BigInteger Integer, int Scale) Integer(decimal value)
    {
        Span<int> words = stackalloc int[4];
        decimal.GetBits(value, words);
        var integer = ((BigInteger)unchecked((uint)words[2]) << 64) | ((BigInteger)unchecked((uint)words[1]) << 32) | unchecked((uint)words[0]);
        return (value < 0 ? -integer : integer, value.Scale);
    }
}
