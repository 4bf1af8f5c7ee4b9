using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The most that an order and a period earn: applied last, to whole points. Pure.</summary>
internal static class EarnCaps
{
    /// <summary>What is left of an order's points, which caps cut, and in which periods the rest counts.</summary>
    public static (long Points, ImmutableArray<EarnCut> Cuts, ImmutableArray<PeriodSum> CountsIn) Apply(
        EarnTerms terms, long points, EarnOrder order, DateTimeZone zone)
    {
        ImmutableArray<EarnCut> cuts = [];
        if (terms.CapPerOrder is { } cap && points > cap.Value)
        {
            cuts = [new() { Cap = cap, Lost = new(points - cap.Value) }];
            points = cap.Value;
        }

        if (terms.PeriodCaps.IsEmpty)
        {
            return (points, cuts, []);
        }

        var day = order.PlacedAt.InZone(zone).Date;
        foreach (var limit in terms.PeriodCaps)
        {
            var before = Before(order.EarnedIn, limit.Period, EarnPeriods.StartOf(limit.Period, day));
            var room = Math.Max(0, limit.Points.Value - before.Value);
            if (points > room)
            {
                cuts = cuts.Add(new() { Period = limit.Period, Cap = limit.Points, EarnedBefore = before, Lost = new(points - room) });
                points = room;
            }
        }

        return (points, cuts, points == 0 ? [] : CountsIn(terms, new(points), day));
    }

    private static Points Before(ImmutableArray<PeriodSum> earned, EarnPeriod period, LocalDate start)
    {
        foreach (var sum in earned)
        {
            if (sum.Period == period && sum.Start == start)
            {
                return sum.Points.Value >= 0
                    ? sum.Points
                    : throw new ArgumentOutOfRangeException(nameof(earned), sum.Points, $"What the {period} from {start} has earned is not negative.");
            }
        }

        return Points.Zero;
    }

    private static ImmutableArray<PeriodSum> CountsIn(EarnTerms terms, Points points, LocalDate day)
    {
        var sums = ImmutableArray.CreateBuilder<PeriodSum>(terms.PeriodCaps.Length);
        foreach (var limit in terms.PeriodCaps)
        {
            sums.Add(new(limit.Period, EarnPeriods.StartOf(limit.Period, day), points));
        }

        return sums.MoveToImmutable();
    }
}
