using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The sums per local calendar year that tiers are judged by. Pure.</summary>
internal static class QualifyingYears
{
    /// <summary>The sums with one more posting.</summary>
    /// <remarks>
    /// A posting after the year's end changes its sum, but neither the highest that it reached nor what it was when it ended: a late earn never
    /// raises a tier, and a late refund never lowers one that was judged.
    /// </remarks>
    public static ImmutableArray<QualifyingYear> Add(ImmutableArray<QualifyingYear> years, QualifyingPoints points)
    {
        var at = 0;
        while (at < years.Length && years[at].Year < points.Year)
        {
            at++;
        }

        var isThere = at < years.Length && years[at].Year == points.Year;
        var last = isThere ? years[at] : new() { Year = points.Year, Sum = Points.Zero, Peak = Points.Zero, AtEnd = Points.Zero };
        var sum = last.Sum + points.Points;
        var next = points.PostedYear <= points.Year
            ? last with { Sum = sum, Peak = Points.Max(last.Peak, last.AtEnd + points.Points), AtEnd = last.AtEnd + points.Points }
            : last with { Sum = sum };
        return isThere ? years.SetItem(at, next) : years.Insert(at, next);
    }
}
