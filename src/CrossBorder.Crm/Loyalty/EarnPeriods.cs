using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The stretches of the local calendar that caps count over. Pure.</summary>
internal static class EarnPeriods
{
    /// <summary>The first day of the period that a day lies in.</summary>
    public static LocalDate StartOf(EarnPeriod period, LocalDate day) => period switch
    {
        EarnPeriod.Day => day,
        EarnPeriod.Week => day.PlusDays(1 - (int)day.DayOfWeek),
        EarnPeriod.Month => new LocalDate(day.Year, day.Month, 1),
        EarnPeriod.Year => new LocalDate(day.Year, 1, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(period), period, "A period is a day, a week, a month or a year."),
    };

    /// <summary>The sums with what an order adds to them, by period and start. Of each period the latest few are kept.</summary>
    /// <remarks>An order dated before all that are kept, where so many are, earns nothing: <see cref="Forgotten"/>.</remarks>
    public static ImmutableArray<PeriodSum> Add(ImmutableArray<PeriodSum> sums, ImmutableArray<PeriodSum> added)
    {
        foreach (var share in added)
        {
            var at = 0;
            while (at < sums.Length && (sums[at].Period, sums[at].Start).CompareTo((share.Period, share.Start)) < 0)
            {
                at++;
            }

            sums = at < sums.Length && (sums[at].Period, sums[at].Start) == (share.Period, share.Start)
                ? sums.SetItem(at, share with { Points = sums[at].Points + share.Points })
                : Latest(sums.Insert(at, share), share.Period);
        }

        return sums;
    }

    /// <summary>The first capped period of a day whose sum is kept no longer, so that nobody can say how much its cap leaves; null where all are known.</summary>
    /// <param name="caps">The caps.</param>
    /// <param name="sums">What is kept, by period and start.</param>
    /// <param name="day">The local day.</param>
    public static PeriodSum? Forgotten(ImmutableArray<PeriodCap> caps, ImmutableArray<PeriodSum> sums, LocalDate day)
    {
        foreach (var cap in caps)
        {
            var (start, kept, first) = (StartOf(cap.Period, day), 0, LocalDate.MaxIsoValue);
            foreach (var sum in sums)
            {
                if (sum.Period == cap.Period)
                {
                    kept++;
                    first = LocalDate.Min(first, sum.Start);
                }
            }

            // Only where as many are kept as there can be has an earlier one been let go.
            if (kept >= Kept(cap.Period) && start < first)
            {
                return new(cap.Period, start, Points.Zero);
            }
        }

        return null;
    }

    /// <summary>How many periods of a kind are kept.</summary>
    public static int Kept(EarnPeriod period) => period switch { EarnPeriod.Day => 31, EarnPeriod.Week => 10, EarnPeriod.Month => 13, _ => 3 };

    private static ImmutableArray<PeriodSum> Latest(ImmutableArray<PeriodSum> sums, EarnPeriod period)
    {
        return sums.Count(sum => sum.Period == period) > Kept(period) ? sums.RemoveAt(sums.IndexOf(sums.First(sum => sum.Period == period))) : sums;
    }
}
