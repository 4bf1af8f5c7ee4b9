using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>A ticket's clocks folded over its history: all that is needed to fold one more event, however long the history is.</summary>
public sealed record SlaState
{
    /// <summary>When the ticket was created.</summary>
    public required Instant OpenedAt { get; init; }

    /// <summary>When the last event happened.</summary>
    public required Instant LastEventAt { get; init; }

    /// <summary>The ticket's status.</summary>
    public required TicketStatus Status { get; init; }

    /// <summary>The ticket's priority.</summary>
    public required TicketPriority Priority { get; init; }

    /// <summary>What policies choose by.</summary>
    public required ImmutableSortedDictionary<string, string> Attributes { get; init; }

    /// <summary>The policy that applies, by name; null where none does.</summary>
    public string? Policy { get; init; }

    /// <summary>Whether the customer has written, creation included.</summary>
    public bool CustomerWrote { get; init; }

    /// <summary>Whether an agent has answered the customer.</summary>
    public bool FirstReplyGiven { get; init; }

    /// <summary>The clocks that run, are paused, or would run again if the ticket were reopened: at most one a metric.</summary>
    public ImmutableArray<SlaRunningClock> Clocks { get; init; } = [];

    /// <summary>Names the policies, calendars and tz release that it was folded under; folded anew under others.</summary>
    public string Basis { get; init; } = "";
}

/// <summary>A clock between events.</summary>
public sealed record SlaRunningClock
{
    /// <summary>What it measures.</summary>
    public required SlaMetric Metric { get; init; }

    /// <summary>When it started.</summary>
    public required Instant StartedAt { get; init; }

    /// <summary>Since when it runs without a pause; null while it is paused or fulfilled.</summary>
    public Instant? RunningSince { get; init; }

    /// <summary>When it was fulfilled; null while it runs or is paused.</summary>
    public Instant? FulfilledAt { get; init; }

    /// <summary>The target that applies; null where none does.</summary>
    public SlaTarget? Target { get; init; }

    /// <summary>The policy's choice for a target that is used up exactly at a closing time.</summary>
    public ExactFill Fill { get; init; }

    /// <summary>When the target is due if the clock keeps its state.</summary>
    public Instant? DueAt { get; init; }

    /// <summary>Whether it counts as breached.</summary>
    public bool Breached { get; init; }

    /// <summary>When it was breached, each time, in order. Reading it copies what is kept as a chain.</summary>
    public ImmutableArray<Instant> BreachEvents
    {
        get => BreachChain.ToArray(Breaches);
        init => Breaches = BreachChain.Of(value);
    }

    /// <summary>What <see cref="BreachEvents"/> reads.</summary>
    internal BreachChain? Breaches { get; init; }

    /// <summary>What it ran before <see cref="RunningSince"/>, in every calendar that a change of priority or policy could ask for.</summary>
    public ImmutableArray<SlaTally> Tallies { get; init; } = [];

    /// <summary>When the next warning comes if the clock keeps its state; null where none is to come.</summary>
    public Instant? WarnAt { get; init; }

    /// <summary>The warnings that time has brought, each once, in their order.</summary>
    [OmitWhenEmpty]
    public ImmutableArray<SlaWarningGiven> Warnings { get => field.IsDefault ? [] : field; init; }
}

/// <summary>What a clock has run before its last pause, in one calendar, and which targets it passed by then.</summary>
public sealed record SlaTally
{
    /// <summary>The calendar.</summary>
    public required CalendarId Calendar { get; init; }

    /// <summary>The open time.</summary>
    public required Duration Elapsed { get; init; }

    /// <summary>The targets that were reached, and when.</summary>
    public ImmutableArray<SlaPassed> Passed { get; init; } = [];
}

/// <summary>A target that a clock has reached.</summary>
/// <param name="Within">The target's time.</param>
/// <param name="Fill">The policy's choice for a target that is used up exactly at a closing time.</param>
/// <param name="At">When it was reached.</param>
public readonly record struct SlaPassed(Duration Within, ExactFill Fill, Instant At);
