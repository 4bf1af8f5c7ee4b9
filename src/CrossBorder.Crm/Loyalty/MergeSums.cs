using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What counts in two accounts together, and what is left when one leaves again. Pure.</summary>
internal static class MergeSums
{
    public static AccountSums Of(LoyaltyAccountState state) =>
        new() { Years = state.Years, Windows = state.Windows, EarnedIn = state.EarnedIn, Triggered = state.Triggered };

    public static LoyaltyAccountState Into(LoyaltyAccountState state, AccountSums sums) =>
        state with { Years = sums.Years, Windows = sums.Windows, EarnedIn = sums.EarnedIn, Triggered = sums.Triggered };

    public static AccountSums Add(AccountSums x, AccountSums y) => new()
    {
        Years =
        [
            .. x.Years.Concat(y.Years).GroupBy(year => year.Year).OrderBy(group => group.Key).Select(group => group.Aggregate((a, b) =>
                new() { Year = a.Year, Sum = a.Sum + b.Sum, Peak = a.Peak + b.Peak, AtEnd = a.AtEnd + b.AtEnd })),
        ],
        Windows = y.Windows.Aggregate(x.Windows, TierRules.Add),
        EarnedIn = EarnPeriods.Add(x.EarnedIn, y.EarnedIn),
        Triggered = y.Triggered.Aggregate(x.Triggered, TriggerRules.Add),
    };

    /// <summary>What is left; nothing falls below zero, where refunds meanwhile have lowered a sum.</summary>
    public static AccountSums Subtract(AccountSums x, AccountSums y) => new()
    {
        Years =
        [
            .. x.Years.Select(year => y.Years.FirstOrDefault(other => other.Year == year.Year) is { Year: not 0 } gone
                ? new() { Year = year.Year, Sum = Less(year.Sum, gone.Sum), Peak = Less(year.Peak, gone.Peak), AtEnd = Less(year.AtEnd, gone.AtEnd) }
                : year),
        ],
        Windows = [.. x.Windows.Select(sum => sum with { Amount = Math.Max(0, sum.Amount - y.Windows.Where(other => other.Start == sum.Start).Sum(other => other.Amount)) })],
        EarnedIn =
        [
            .. x.EarnedIn.Select(sum => sum with
            {
                Points = Less(sum.Points, new(y.EarnedIn.Where(other => (other.Period, other.Start) == (sum.Period, sum.Start)).Sum(other => other.Points.Value))),
            }),
        ],
        Triggered =
        [
            .. x.Triggered.Select(count => count with
            {
                Times = Math.Max(0, count.Times - y.Triggered.Where(other => other with { Times = 0 } == count with { Times = 0 }).Sum(other => other.Times)),
            }),
        ],
    };

    private static Points Less(Points x, Points y) => Points.Max(Points.Zero, x - y);
}
