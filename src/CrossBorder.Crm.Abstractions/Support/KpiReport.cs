using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>How service was in a period: what came in, what was settled, how fast, what was late, and what is left.</summary>
public sealed record KpiReport
{
    /// <summary>The period's start.</summary>
    public required Instant From { get; init; }

    /// <summary>The period's end, or the instant of reading where that came first. What happened at it is not in here.</summary>
    public required Instant To { get; init; }

    /// <summary>What the figures are broken down by.</summary>
    public ImmutableArray<KpiDimension> By { get; init; } = [];

    /// <summary>All tickets together.</summary>
    public required KpiGroup Total { get; init; }

    /// <summary>One group a combination of values that occurs, ordered by them, ordinally; "none" comes first. Empty where nothing was asked to be broken down.</summary>
    public ImmutableArray<KpiGroup> Groups { get; init; } = [];
}

/// <summary>The figures of the tickets that have some values in common.</summary>
/// <remarks>Counts of tickets go by what the ticket was at the period's end, clocks by what it was when they ended. So one ticket may stand in two groups.</remarks>
public sealed record KpiGroup
{
    /// <summary>The values, in the order of <see cref="KpiReport.By"/>; null where a ticket has none. Empty for the total.</summary>
    public ImmutableArray<string?> Key { get; init; } = [];

    /// <summary>How many tickets were created in the period.</summary>
    public long Opened { get; init; }

    /// <summary>How often a ticket was solved (or closed without) in the period; twice, if it was reopened and solved again.</summary>
    public long Solved { get; init; }

    /// <summary>How often a solved ticket was opened again in the period.</summary>
    public long Reopened { get; init; }

    /// <summary>What was not solved at the period's end.</summary>
    public required KpiBacklog Backlog { get; init; }

    /// <summary>The figures by metric, in the order of <see cref="SlaMetric"/>; only metrics that had a clock.</summary>
    public ImmutableArray<KpiMetric> Metrics { get; init; } = [];

    /// <summary>The figures of one metric, or null where it had no clock.</summary>
    /// <param name="metric">The metric.</param>
    public KpiMetric? Of(SlaMetric metric) => Metrics.FirstOrDefault(figures => figures.Metric == metric);
}

/// <summary>The figures of one metric. Times are those of fulfilled clocks alone: what still runs, or was stopped, has no time to the end.</summary>
public sealed record KpiMetric
{
    /// <summary>What is measured.</summary>
    public required SlaMetric Metric { get; init; }

    /// <summary>How many clocks were fulfilled in the period.</summary>
    public long Fulfilled { get; init; }

    /// <summary>How many were stopped in the period: the ticket was solved before what they waited for happened.</summary>
    public long Stopped { get; init; }

    /// <summary>How many of the clocks that ended in the period, fulfilled or stopped, were breached; of those that had a target.</summary>
    public KpiRate Breach { get; init; }

    /// <summary>The open time that fulfilled clocks ran in the calendar of their target, pauses left out; of those that had a target.</summary>
    public required KpiTimes BusinessTime { get; init; }

    /// <summary>The time that fulfilled clocks ran, nights and holidays counted, pauses left out.</summary>
    public required KpiTimes CalendarTime { get; init; }

    /// <summary>How many clocks were running at the period's end.</summary>
    public long Running { get; init; }

    /// <summary>How many were paused at the period's end.</summary>
    public long Paused { get; init; }

    /// <summary>How many of the running and paused clocks were breached already; of those that had a target.</summary>
    public KpiRate RunningBreach { get; init; }
}

/// <summary>A part of a whole that is named: the denominator goes with the number.</summary>
/// <param name="Count">The part.</param>
/// <param name="Of">The whole.</param>
public readonly record struct KpiRate(long Count, long Of)
{
    /// <summary>The part of the whole, from 0 to 1, to 28 digits; null where the whole is zero.</summary>
    public decimal? Value => Of == 0 ? null : (decimal)Count / Of;
}

/// <summary>How a set of times is spread.</summary>
public sealed record KpiTimes
{
    /// <summary>How many times there are. Where there is none, the rest is null or empty.</summary>
    public long Count { get; init; }

    /// <summary>The arithmetic mean, rounded down to a tick of 100 ns.</summary>
    public Duration? Mean { get; init; }

    /// <summary>The longest time.</summary>
    public Duration? Longest { get; init; }

    /// <summary>The asked percentiles, ascending.</summary>
    public ImmutableArray<KpiPercentile> Percentiles { get; init; } = [];

    /// <summary>One of the asked percentiles; null where there are no times or it was not asked for.</summary>
    /// <param name="percent">Which.</param>
    public Duration? Percentile(int percent) =>
        Percentiles.FirstOrDefault(percentile => percentile.Percent == percent) is { Percent: > 0 } found ? found.Time : null;
}

/// <summary>A percentile by nearest rank: the smallest time such that at least so many percent of the times are not longer. Always one that was measured.</summary>
/// <param name="Percent">How many percent, 1 to 100.</param>
/// <param name="Time">The time.</param>
public readonly record struct KpiPercentile(int Percent, Duration Time);

/// <summary>What is not solved.</summary>
public sealed record KpiBacklog
{
    /// <summary>On how many tickets an agent is to act.</summary>
    public long Open { get; init; }

    /// <summary>How many wait for the customer or a third party.</summary>
    public long Waiting { get; init; }

    /// <summary>When the oldest of them was created; null where there is none.</summary>
    public Instant? OldestOpenedAt { get; init; }

    /// <summary>Both by age since creation, in calendar time, the youngest first; every band, empty ones too.</summary>
    public ImmutableArray<KpiAgeBand> Ages { get; init; } = [];

    /// <summary>All of them.</summary>
    public long Count => Open + Waiting;
}

/// <summary>Tickets of one range of age: [AtLeast, next band's AtLeast).</summary>
/// <param name="AtLeast">The least age.</param>
/// <param name="Count">How many tickets.</param>
public readonly record struct KpiAgeBand(Duration AtLeast, long Count);
