using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

// Covering a stretch by intervals at least cost: of those sorted by their end, the best cover that ends with one of them is it and
// the best cover that reaches its start. Exact, and quadratic in the shifts that touch the gap.
public static partial class ShiftCover
{
    /// <summary>The longest gap that is closed at once.</summary>
    public static Duration LongestGap { get; } = Duration.FromDays(31);

    /// <summary>Finds the cheapest shifts that together close a gap: one, where one does it for less than any several.</summary>
    /// <remarks>
    /// Optimal: no set of the candidates' shifts closes the gap for less. Of equal costs fewer shifts win, then those that end earlier, start
    /// earlier, and have the smaller name. The order of the candidates does not matter. A shift is paid as a whole, also what lies outside of the gap.
    /// </remarks>
    /// <param name="gap">The gap, with start and end, at most <see cref="LongestGap"/>.</param>
    /// <param name="candidates">The shifts that could be staffed.</param>
    /// <param name="zones">The zones.</param>
    /// <exception cref="ArgumentException">The gap is empty, open-ended or too long, or a candidate is not valid; the message names it.</exception>
    /// <exception cref="CurrencyMismatchException">The candidates are paid in several currencies.</exception>
    public static CoverPlan Cheapest(Interval gap, IEnumerable<CandidateShift> candidates, IDateTimeZoneProvider zones)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(zones);
        if (!gap.HasStart || !gap.HasEnd || gap.Duration <= Duration.Zero || gap.Duration > LongestGap)
        {
            throw new ArgumentException($"The gap {gap} must have a start and an end, and last up to {LongestGap.Days} days.", nameof(gap));
        }

        var all = candidates.OrderBy(candidate => candidate?.Name, StringComparer.Ordinal).ToArray();
        var options = Options(gap, all, zones);
        var chosen = Best(gap, options);
        ImmutableArray<PlannedShift> shifts = [.. chosen.Select(option => option.Planned)];
        return new()
        {
            Gap = gap,
            Shifts = shifts,
            Cost = shifts.IsEmpty ? null : shifts.Select(shift => shift.Cost).Aggregate((sum, cost) => sum + cost),
            Uncoverable = shifts.IsEmpty ? Uncoverable(gap, options) : [],
            Verdicts = [.. all.Select(candidate => Judge(gap, candidate, options.Where(option => option.Candidate == candidate), chosen))],
        };
    }

    private static List<Option> Options(Interval gap, CandidateShift[] candidates, IDateTimeZoneProvider zones)
    {
        var options = new List<Option>();
        for (var i = 0; i < candidates.Length; i++)
        {
            var candidate = candidates[i];
            var zone = Require(candidates, i, zones);
            var (first, last) = (gap.Start.InZone(zone).Date.PlusDays(-2), gap.End.InZone(zone).Date.PlusDays(1));
            for (var date = first; date <= last; date = date.PlusDays(1))
            {
                var (start, end) = (LocalTimeRule.ToInstant(candidate.Hours.StartOn(date), zone), LocalTimeRule.ToInstant(candidate.Hours.EndOn(date), zone));
                if ((candidate.Days.IsEmpty || candidate.Days.Contains(date.DayOfWeek))
                    && LocalTimeRule.Exists(date, zone) && start < end && start < gap.End && end > gap.Start)
                {
                    options.Add(new(candidate, new Interval(start, end), date));
                }
            }
        }

        // A total order, so that the answer does not depend on how the candidates were listed.
        return [.. options.OrderBy(o => o.Span.End).ThenBy(o => o.Span.Start).ThenBy(o => o.Candidate.Name, StringComparer.Ordinal)];
    }

    private static List<Option> Best(Interval gap, List<Option> options)
    {
        var covers = new Cover?[options.Count];
        Cover? best = null;
        for (var i = 0; i < options.Count; i++)
        {
            var option = options[i];
            Cover? before = option.Span.Start <= gap.Start ? new(null, null, 0m, 0) : null;
            for (var j = 0; j < i && option.Span.Start > gap.Start; j++)
            {
                if (options[j].Span.End >= option.Span.Start && covers[j] is { } earlier && (before is null || earlier.IsBetterThan(before)))
                {
                    before = earlier;
                }
            }

            if (before is null)
            {
                continue;
            }

            var cover = new Cover(before.Last is null ? null : before, option, before.Weight + option.Weight, before.Count + 1);
            covers[i] = cover;
            if (option.Span.End >= gap.End && (best is null || cover.IsBetterThan(best)))
            {
                best = cover;
            }
        }

        var chosen = new List<Option>();
        for (var cover = best; cover is not null; cover = cover.Before)
        {
            chosen.Insert(0, cover.Last!);
        }

        return chosen;
    }

    private static ImmutableArray<Interval> Uncoverable(Interval gap, List<Option> options)
    {
        var holes = ImmutableArray.CreateBuilder<Interval>();
        var reached = gap.Start;
        foreach (var span in options.Select(option => option.Span).OrderBy(span => span.Start))
        {
            if (span.Start > reached)
            {
                holes.Add(new(reached, span.Start));
            }

            reached = Instant.Max(reached, span.End);
        }

        if (reached < gap.End)
        {
            holes.Add(new(reached, gap.End));
        }

        return holes.DrainToImmutable();
    }

    private static CandidateVerdict Judge(Interval gap, CandidateShift candidate, IEnumerable<Option> own, List<Option> chosen)
    {
        var best = own.OrderByDescending(option => option.Closes(gap)).ThenBy(option => option.Weight).ThenBy(option => option.Span.Start).FirstOrDefault();
        var left = gap.Duration - (best?.Closes(gap) ?? Duration.Zero);
        var isChosen = chosen.Exists(option => option.Candidate == candidate);
        var does = best is null ? "does not touch the gap"
            : left == Duration.Zero ? $"closes the gap alone for {best.Planned.Cost}"
            : $"leaves {TimeText.Of(left)} of the gap open";
        return new()
        {
            Candidate = candidate.Name,
            IsChosen = isChosen,
            Best = best?.Planned,
            LeftOpen = left,
            Text = $"{candidate.Name} ({candidate.Hours} {candidate.Zone}) {does}{(isChosen ? "; chosen" : "")}",
        };
    }

    private static DateTimeZone Require(CandidateShift[] candidates, int index, IDateTimeZoneProvider zones)
    {
        var candidate = candidates[index] ?? throw new ArgumentException("A candidate is missing.", nameof(candidates));
        if (candidate.Hours.Start == candidate.Hours.End || candidate.CostPerHour.Currency == default || candidate.CostPerHour.Amount < 0)
        {
            throw Fault("needs hours of some length, and a cost that is not negative");
        }

        if (index > 0 && candidates[index - 1].Name == candidate.Name)
        {
            throw Fault("is given twice");
        }

        return candidates[0].CostPerHour.Currency == candidate.CostPerHour.Currency
            ? TimeZoneIds.Find(candidate.Zone, zones)?.Zone ?? throw Fault($"'{candidate.Zone}' is not a zone of {zones.VersionId}")
            : throw new CurrencyMismatchException(candidates[0].CostPerHour.Currency, candidate.CostPerHour.Currency);

        ArgumentException Fault(string fault) => new($"Candidate '{candidate.Name}': {fault}.", nameof(candidates));
    }

    /// <summary>A candidate on one date. Its weight is its cost times the ticks of an hour: exact where the cost itself is a third.</summary>
    private sealed record Option(CandidateShift Candidate, Interval Span, LocalDate Date)
    {
        public decimal Weight { get; } = Candidate.CostPerHour.Amount * Span.Duration.BclCompatibleTicks;

        public PlannedShift Planned => new()
        {
            Candidate = Candidate.Name,
            Date = Date,
            Span = Span,
            Cost = new(Weight / NodaConstants.TicksPerHour, Candidate.CostPerHour.Currency),
        };

        public Duration Closes(Interval gap) => Instant.Min(Span.End, gap.End) - Instant.Max(Span.Start, gap.Start);
    }

    /// <summary>The best way found to cover the gap up to the end of its last shift.</summary>
    private sealed record Cover(Cover? Before, Option? Last, decimal Weight, int Count)
    {
        public bool IsBetterThan(Cover other) => Weight < other.Weight || (Weight == other.Weight && Count < other.Count);
    }
}
