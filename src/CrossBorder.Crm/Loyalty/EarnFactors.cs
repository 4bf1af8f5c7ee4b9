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

    /// <summary>Those of <paramref name="someLines"/> that hold for a line.</summary>
    public static ulong For(EarnPlan plan, EarnLine line, ulong someLines)
    {
        var held = 0ul;
        for (var left = someLines; left != 0; left &= left - 1)
        {
            var i = BitOperations.TrailingZeroCount(left);
            held |= plan.Multipliers[i].Holds(line) ? 1ul << i : 0;
        }

        return held;
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

    /// <summary>Their product, not in lowest terms.</summary>
    /// <exception cref="OverflowException">More large factors came together than 128 bits hold.</exception>
    public static (Int128 Numerator, Int128 Denominator) Product(EarnPlan plan, ulong counting)
    {
        var (numerator, denominator) = (Int128.One, Int128.One);
        for (; counting != 0; counting &= counting - 1)
        {
            var factor = plan.Multipliers[BitOperations.TrailingZeroCount(counting)].Multiplier.Factor;
            numerator *= factor.Numerator;
            denominator *= factor.Denominator;
        }

        return (numerator, denominator);
    }

    /// <summary>Their names and factors.</summary>
    public static ImmutableArray<AppliedMultiplier> Named(EarnPlan plan, ulong counting)
    {
        var named = ImmutableArray.CreateBuilder<AppliedMultiplier>(BitOperations.PopCount(counting));
        for (; counting != 0; counting &= counting - 1)
        {
            var multiplier = plan.Multipliers[BitOperations.TrailingZeroCount(counting)].Multiplier;
            named.Add(new(multiplier.Code, multiplier.Factor));
        }

        return named.MoveToImmutable();
    }
}
