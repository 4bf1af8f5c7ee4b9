using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>Tickets measured twice, collected, and the intervals over them.</summary>
internal sealed class WhatIfComparison(WhatIfRequest request)
{
    private readonly WhatIfArm before = new(request.Metric);
    private readonly WhatIfArm after = new(request.Metric);

    public void Add(TicketMeasurement was, TicketMeasurement wouldBe)
    {
        before.Add(was);
        after.Add(wouldBe);
    }

    public WhatIfReport ToReport()
    {
        before.Seal();
        after.Seal();
        var asItIs = new Figures(before, after, weights: null, request.Percentile);
        var changes = Enumerable.Range(0, 5).Select(_ => new List<decimal>(request.Resamples)).ToArray();
        foreach (var weights in PairedBootstrap.Resamples(before.Count, request.Seed, request.Resamples))
        {
            new Figures(before, after, weights, request.Percentile).AddTo(changes);
        }

        return new WhatIfReport
        {
            Metric = request.Metric,
            Tickets = before.Count,
            UndecidedBefore = before.Undecided,
            UndecidedAfter = after.Undecided,
            Breach = Rate(asItIs, changes[0]),
            BusinessMean = Time(asItIs.BusinessMean, before.Business.Count, after.Business.Count, changes[1]),
            BusinessPercentile = Time(asItIs.BusinessPercentile, before.Business.Count, after.Business.Count, changes[2]),
            CalendarMean = Time(asItIs.CalendarMean, before.Calendar.Count, after.Calendar.Count, changes[3]),
            CalendarPercentile = Time(asItIs.CalendarPercentile, before.Calendar.Count, after.Calendar.Count, changes[4]),
        };
    }

    private RateChange Rate(Figures figures, List<decimal> changes)
    {
        var interval = figures.BreachBefore.Of > 0 && figures.BreachAfter.Of > 0 ? PairedBootstrap.Interval(changes, request.ConfidencePercent) : null;
        return new() { Before = figures.BreachBefore, After = figures.BreachAfter, Low = interval?.Low, High = interval?.High };
    }

    private TimeChange Time((long? Before, long? After) ticks, long countBefore, long countAfter, List<decimal> changes)
    {
        var interval = ticks is { Before: not null, After: not null } ? PairedBootstrap.Interval(changes, request.ConfidencePercent) : null;
        return new()
        {
            CountBefore = countBefore,
            CountAfter = countAfter,
            Before = Of(ticks.Before),
            After = Of(ticks.After),
            Low = Of((long?)interval?.Low),
            High = Of((long?)interval?.High),
        };
    }

    private static Duration? Of(long? ticks) => ticks is { } value ? Duration.FromTicks(value) : null;

    /// <summary>The figures of both arms, each ticket counted as often as it was drawn.</summary>
    private readonly struct Figures(WhatIfArm before, WhatIfArm after, int[]? weights, int percent)
    {
        public KpiRate BreachBefore { get; } = before.Breach(weights);

        public KpiRate BreachAfter { get; } = after.Breach(weights);

        public (long? Before, long? After) BusinessMean { get; } = (before.Business.Mean(weights), after.Business.Mean(weights));

        public (long? Before, long? After) BusinessPercentile { get; } =
            (before.Business.Percentile(weights, percent), after.Business.Percentile(weights, percent));

        public (long? Before, long? After) CalendarMean { get; } = (before.Calendar.Mean(weights), after.Calendar.Mean(weights));

        public (long? Before, long? After) CalendarPercentile { get; } =
            (before.Calendar.Percentile(weights, percent), after.Calendar.Percentile(weights, percent));

        // A resample in which a figure has no denominator says nothing about it, and is left out of its interval.
        public void AddTo(List<decimal>[] changes)
        {
            Add(changes[0], BreachAfter.Value - BreachBefore.Value);
            Add(changes[1], BusinessMean.After - BusinessMean.Before);
            Add(changes[2], BusinessPercentile.After - BusinessPercentile.Before);
            Add(changes[3], CalendarMean.After - CalendarMean.Before);
            Add(changes[4], CalendarPercentile.After - CalendarPercentile.Before);
        }

        private static void Add(List<decimal> changes, decimal? change)
        {
            if (change is { } value)
            {
                changes.Add(value);
            }
        }
    }
}
