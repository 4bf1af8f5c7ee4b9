using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>How the figures of one metric change. Differences are after minus before: negative is sooner, or fewer breaches.</summary>
/// <remarks>
/// Each interval holds what chance in <i>which tickets came in</i> leaves open, and nothing else: that customers and agents would have behaved as
/// they did is assumed by whoever compares.
/// </remarks>
public sealed record WhatIfReport
{
    /// <summary>The metric.</summary>
    public required SlaMetric Metric { get; init; }

    /// <summary>How many tickets were compared with themselves.</summary>
    public required long Tickets { get; init; }

    /// <summary>How many clocks were neither ended nor late yet at the end, as it was: they are in no rate.</summary>
    public long UndecidedBefore { get; init; }

    /// <summary>The same, as it would have been.</summary>
    public long UndecidedAfter { get; init; }

    /// <summary>The rate of breached clocks among those with a target that ended or are late already.</summary>
    public required RateChange Breach { get; init; }

    /// <summary>The mean open time of fulfilled clocks, each in the calendar of its own target.</summary>
    public required TimeChange BusinessMean { get; init; }

    /// <summary>The asked percentile of that open time.</summary>
    public required TimeChange BusinessPercentile { get; init; }

    /// <summary>The mean time of fulfilled clocks, nights and holidays counted.</summary>
    public required TimeChange CalendarMean { get; init; }

    /// <summary>The asked percentile of that time.</summary>
    public required TimeChange CalendarPercentile { get; init; }
}

/// <summary>How a rate changes.</summary>
public sealed record RateChange
{
    /// <summary>The rate as it was.</summary>
    public required KpiRate Before { get; init; }

    /// <summary>The rate as it would have been.</summary>
    public required KpiRate After { get; init; }

    /// <summary>After minus before, from -1 to 1; null where one of them has no denominator.</summary>
    public decimal? Change => After.Value - Before.Value;

    /// <summary>The lower end of the interval of the change; null where there is no change.</summary>
    public decimal? Low { get; init; }

    /// <summary>The upper end of the interval of the change; null where there is no change.</summary>
    public decimal? High { get; init; }
}

/// <summary>How a time changes.</summary>
public sealed record TimeChange
{
    /// <summary>How many times there were.</summary>
    public required long CountBefore { get; init; }

    /// <summary>How many times there would have been.</summary>
    public required long CountAfter { get; init; }

    /// <summary>The time as it was; null where there is none.</summary>
    public Duration? Before { get; init; }

    /// <summary>The time as it would have been; null where there is none.</summary>
    public Duration? After { get; init; }

    /// <summary>After minus before.</summary>
    public Duration? Change => After - Before;

    /// <summary>The lower end of the interval of the change; null where there is no change.</summary>
    public Duration? Low { get; init; }

    /// <summary>The upper end of the interval of the change; null where there is no change.</summary>
    public Duration? High { get; init; }
}
