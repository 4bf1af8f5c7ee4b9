using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What is compared when the same tickets are measured twice: as they were, and as they would have been.</summary>
public sealed record WhatIfRequest
{
    /// <summary>The fewest resamples that a percentile interval may be read from.</summary>
    public const int MinResamples = 200;

    /// <summary>The most resamples.</summary>
    public const int MaxResamples = 100_000;

    /// <summary>Only tickets created from this instant on.</summary>
    public required Instant From { get; init; }

    /// <summary>Only tickets created before this instant, measured until it; after <see cref="From"/>.</summary>
    public required Instant To { get; init; }

    /// <summary>The metric that is compared.</summary>
    public SlaMetric Metric { get; init; } = SlaMetric.FirstReply;

    /// <summary>Where chance starts: the same seed over the same tickets gives the same intervals, on every machine.</summary>
    public required long Seed { get; init; }

    /// <summary>How often tickets are drawn anew, <see cref="MinResamples"/> to <see cref="MaxResamples"/>.</summary>
    /// <value>The default is 2,000.</value>
    public int Resamples { get; init; } = 2000;

    /// <summary>How sure the intervals are, in percent, 50 to 99.</summary>
    /// <value>The default is 95.</value>
    public int ConfidencePercent { get; init; } = 95;

    /// <summary>Which percentile of the times is compared beside the mean, 1 to 100.</summary>
    /// <value>The default is 50, the median.</value>
    public int Percentile { get; init; } = 50;
}
