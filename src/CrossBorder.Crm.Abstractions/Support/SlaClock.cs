using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>Whether a clock runs.</summary>
public enum SlaClockState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It stands still in the ticket's present status and goes on later.</summary>
    Paused,

    /// <summary>What it waited for has happened. A resolution clock runs again when the ticket is reopened.</summary>
    Fulfilled,

    /// <summary>The ticket was solved before what it waited for happened.</summary>
    Stopped,
}

/// <summary>One clock of a ticket, read as of an instant.</summary>
public sealed record SlaClock
{
    /// <summary>What it measures.</summary>
    public required SlaMetric Metric { get; init; }

    /// <summary>When it started.</summary>
    public required Instant StartedAt { get; init; }

    /// <summary>Whether it runs.</summary>
    public required SlaClockState State { get; init; }

    /// <summary>The target that applies; null where none does.</summary>
    public SlaTarget? Target { get; init; }

    /// <summary>The open time that it has run, in the target's calendar, up to its end or the instant of reading; null without a target.</summary>
    public Duration? Elapsed { get; init; }

    /// <summary>
    /// The earliest instant at which the elapsed time reaches the target if the clock keeps its state. Null without a target, and while it is
    /// paused short of the target. For an ended clock, as it stood at the end.
    /// </summary>
    public Instant? DueAt { get; init; }

    /// <summary>Whether it was still running after it was due. Equal instants are in time.</summary>
    public bool Breached { get; init; }

    /// <summary>
    /// When it was breached, each time: the due time of then, or the instant of a change whose new target had already passed. A looser target
    /// clears <see cref="Breached"/>, not the history.
    /// </summary>
    public ImmutableArray<Instant> BreachEvents { get; init; } = [];

    /// <summary>When it was fulfilled or stopped; null while it is neither.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>The warnings that time brought, each once, in their order.</summary>
    public ImmutableArray<SlaWarningGiven> Warnings { get; init; } = [];
}
