using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>Which period figures are asked for, and how they are broken down.</summary>
/// <remarks>
/// The period is half-open, [From, To): what happens at <see cref="To"/> belongs to the next one. Clocks count where they ended in it;
/// what still runs or waits is read as of its end, and stands apart.
/// </remarks>
public sealed record KpiRequest
{
    /// <summary>The period's start.</summary>
    public required Instant From { get; init; }

    /// <summary>The period's end; after its start.</summary>
    public required Instant To { get; init; }

    /// <summary>What to break the figures down by, all at once: a group is one combination of values. None gives the total alone.</summary>
    public ImmutableArray<KpiDimension> By { get; init; } = [];

    /// <summary>Which percentiles of the times are asked for, 1 to 100, ascending.</summary>
    /// <value>The default is 50, 90 and 95.</value>
    public ImmutableArray<int> Percentiles { get; init; } = [50, 90, 95];

    /// <summary>The ages at which one band of the backlog ends and the next begins, ascending, more than zero.</summary>
    /// <value>The default is 1, 3, 7 and 30 days of 24 hours.</value>
    public ImmutableArray<Duration> AgeBounds { get; init; } =
        [Duration.FromDays(1), Duration.FromDays(3), Duration.FromDays(7), Duration.FromDays(30)];
}
