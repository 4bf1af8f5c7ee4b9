using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>The target of one metric at one priority. Equal if all parts are, in their order.</summary>
public sealed record SlaGoal
{
    /// <summary>The longest target; longer ones are slips of the pen, and their due times could pass the end of business time in year 9998.</summary>
    public static readonly Duration MaxWithin = Duration.FromDays(36_525);

    /// <summary>The most warnings that a target has.</summary>
    public const int MaxWarnings = 8;

    /// <summary>What is measured.</summary>
    public required SlaMetric Metric { get; init; }

    /// <summary>The priority for which it holds.</summary>
    public required TicketPriority Priority { get; init; }

    /// <summary>The allowed open time; more than zero, at most <see cref="MaxWithin"/>.</summary>
    public required Duration Within { get; init; }

    /// <summary>The calendar in which it is counted.</summary>
    public required CalendarId Calendar { get; init; }

    /// <summary>When to warn before the target is due, each once a clock; at most <see cref="MaxWarnings"/>.</summary>
    [OmitWhenEmpty]
    public ImmutableArray<SlaWarning> Warnings { get => field.IsDefault ? [] : field; init; }

    /// <inheritdoc/>
    public bool Equals(SlaGoal? other) =>
        other is not null && Metric == other.Metric && Priority == other.Priority && Within == other.Within && Calendar == other.Calendar
        && Warnings.AsSpan().SequenceEqual(other.Warnings.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Metric, Priority, Within, Calendar);
}
