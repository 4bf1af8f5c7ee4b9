using System.Collections.Immutable;
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
    /// <remarks>An order dated before all that are kept counts as the first of its period: it may earn up to the cap again.</remarks>
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

    /// <summary>How many periods of a kind are kept.</summary>
    public static int Kept(EarnPeriod period) => period switch { EarnPeriod.Day => 31, EarnPeriod.Week => 10, EarnPeriod.Month => 13, _ => 3 };

    private static ImmutableArray<PeriodSum> Latest(ImmutableArray<PeriodSum> sums, EarnPeriod period)
    {
        return sums.Count(sum => sum.Period == period) > Kept(period) ? sums.RemoveAt(sums.IndexOf(sums.First(sum => sum.Period == period))) : sums;
    }
}
