using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>Asks whether a ticket is handed over.</summary>
public sealed record HandoverRequest
{
    /// <summary>What the ticket needs; its instant is now.</summary>
    public required RouteRequest Needs { get; init; }

    /// <summary>The agent who has it, or answered last.</summary>
    public required AgentId Agent { get; init; }

    /// <summary>When the earliest of its running clocks is due; null where none is.</summary>
    public Instant? DueAt { get; init; }

    /// <summary>Its clocks that have not ended, for whoever takes over.</summary>
    public ImmutableArray<OpenClock> OpenClocks { get; init; } = [];

    /// <summary>When a ticket is handed over.</summary>
    public HandoverRule Rule { get; init; }
}

/// <summary>A clock of a ticket that has not ended.</summary>
public sealed record OpenClock
{
    /// <summary>What it measures.</summary>
    public required SlaMetric Metric { get; init; }

    /// <summary>When it started.</summary>
    public required Instant StartedAt { get; init; }

    /// <summary>When it is due if it keeps its state; null where it is not.</summary>
    public Instant? DueAt { get; init; }

    /// <summary>Whether it runs; else it is paused.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Whether it counts as breached.</summary>
    public bool IsBreached { get; init; }
}

/// <summary>What comes of a question of handing over.</summary>
public enum HandoverOutcome
{
    /// <summary>She keeps it: nothing is due.</summary>
    NothingDue,

    /// <summary>She keeps it: it is due within her shift.</summary>
    DueWithinShift,

    /// <summary>She keeps it: she is back in time to handle it before it is due (<see cref="HandoverRule.NotBackInTime"/>).</summary>
    BackInTime,

    /// <summary>She keeps it: nobody else could act before she is back.</summary>
    NobodySooner,

    /// <summary>It stays with her, though she is not back within a year: nobody else can take it either.</summary>
    Nobody,

    /// <summary>Another agent takes it over, in time to handle it before it is due.</summary>
    HandOver,

    /// <summary>Another agent takes it over as soon as one can, which is too late to handle it before it is due.</summary>
    HandOverLate,
}

/// <summary>Whether a ticket is handed over, to whom and when, with what the next agent must know.</summary>
public sealed record HandoverPlan
{
    /// <summary>What comes of it, and why.</summary>
    public required HandoverOutcome Outcome { get; init; }

    /// <summary>Whether another agent takes it over.</summary>
    public bool IsHandedOver => Outcome is HandoverOutcome.HandOver or HandoverOutcome.HandOverLate;

    /// <summary>The agent who has it, or answered last.</summary>
    public required AgentId From { get; init; }

    /// <summary>The agent who takes it over; null where it stays.</summary>
    public AgentId? To { get; init; }

    /// <summary>When she takes it over; null where it stays.</summary>
    public Instant? At { get; init; }

    /// <summary>When the earliest of its running clocks is due; null where none is.</summary>
    public Instant? DueAt { get; init; }

    /// <summary>Its clocks that have not ended.</summary>
    public ImmutableArray<OpenClock> OpenClocks { get; init; } = [];

    /// <summary>When the present shift of the agent who has it ends; null where she is off shift, or it never ends.</summary>
    public Instant? ShiftEndsAt { get; init; }

    /// <summary>When the next shift begins in which the agent who has it could handle it; null where none comes within a year.</summary>
    public Instant? BackAt { get; init; }

    /// <summary>Who could take it over, with reasons; null where that was not asked because she keeps it anyway.</summary>
    public RouteDecision? Decision { get; init; }
}
