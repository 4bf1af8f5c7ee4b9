using System.Collections.Immutable;
using System.Numerics;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Which of a programme's multipliers apply, as bits in the programme's order, and what they come to. Pure.</summary>
internal static class EarnFactors
{
    /// <summary>Those that hold for the order: for every line of it, and for some that each line must be asked for.</summary>
    public static (ulong EveryLine, ulong SomeLines) Holding(EarnPlan plan, EarnOrder order)
    {
        var (every, some) = (0ul, 0ul);
        for (var i = 0; i < plan.Multipliers.Length; i++)
        {
            if (!plan.Multipliers[i].Holds(order))
            {
                continue;
            }

            if (plan.Multipliers[i].ForEveryLine)
            {
                every |= 1ul << i;
            }
            else
            {
                some |= 1ul << i;
            }
        }

        return (every, some);
    }

    /// <summary>Those that count: all that are multiplied, or the largest alone, the first of equals.</summary>
    public static ulong Counting(EarnPlan plan, ulong held)
    {
        if (plan.Combination == MultiplierCombination.Multiply || held == 0)
        {
            return held;
        }

        var best = BitOperations.TrailingZeroCount(held);
        for (var left = held; left != 0; left &= left - 1)
        {
            var i = BitOperations.TrailingZeroCount(left);
            best = plan.Multipliers[i].Multiplier.Factor > plan.Multipliers[best].Multiplier.Factor ? i : best;
        }

        return 1ul << best;
    }
}

/// <summary>What a set of multipliers comes to: their product, and their names in the programme's order.</summary>
internal sealed class EarnFactor
{
    private readonly (Int128 Numerator, Int128 Denominator)? product;

    public EarnFactor(EarnPlan plan, ulong multipliers)
    {
        Multipliers = multipliers;
        var named = ImmutableArray.CreateBuilder<AppliedMultiplier>(BitOperations.PopCount(multipliers));
        for (var left = multipliers; left != 0; left &= left - 1)
        {
            var multiplier = plan.Multipliers[BitOperations.TrailingZeroCount(left)].Multiplier;
            named.Add(new(multiplier.Code, multiplier.Factor));
        }

        Named = named.MoveToImmutable();
        product = ProductOf(Named);
        Text = product is { } p ? new Rational((BigInteger)p.Numerator, (BigInteger)p.Denominator).ToString() : "";
    }

    /// <summary>The multipliers, as bits in the programme's order.</summary>
    public ulong Multipliers { get; }

    /// <summary>Their names and factors.</summary>
    public ImmutableArray<AppliedMultiplier> Named { get; }

    /// <summary>Their product in lowest terms, such as <c>3/2</c>.</summary>
    public string Text { get; }

    /// <summary>Their product, not in lowest terms.</summary>
    /// <exception cref="OverflowException">More large factors came together than 128 bits hold.</exception>
    public (Int128 Numerator, Int128 Denominator) Product =>
        product ?? throw new OverflowException($"{Named.Length} multipliers come to a fraction of more than 127 bits.");

    private static (Int128 Numerator, Int128 Denominator)? ProductOf(ImmutableArray<AppliedMultiplier> multipliers)
    {
        try
        {
            return multipliers.Aggregate((Int128.One, Int128.One), (product, multiplier) => (product.Item1 * multiplier.Factor.Numerator, product.Item2 * multiplier.Factor.Denominator));
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
