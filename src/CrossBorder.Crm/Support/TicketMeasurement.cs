using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What a ticket's history comes to before an instant: its clocks, each with the time that it ran, and when it was solved and reopened.</summary>
/// <remarks>What happened at <see cref="Until"/> itself is not in it, so that periods that follow each other share no event.</remarks>
public sealed record TicketMeasurement
{
    /// <summary>The instant that it is measured until.</summary>
    public required Instant Until { get; init; }

    /// <summary>When the ticket was created.</summary>
    public required Instant OpenedAt { get; init; }

    /// <summary>Its status at the end.</summary>
    public required TicketStatus Status { get; init; }

    /// <summary>What it counted under at the end.</summary>
    public required TicketLabels Labels { get; init; }

    /// <summary>Its clocks, those that ended included, in the order in which they ended; what has not ended comes last.</summary>
    public ImmutableArray<MeasuredClock> Clocks { get; init; } = [];

    /// <summary>When it was solved, or closed without, each time.</summary>
    public ImmutableArray<Instant> SolvedAt { get; init; } = [];

    /// <summary>When it was opened again, each time.</summary>
    public ImmutableArray<Instant> ReopenedAt { get; init; } = [];
}

/// <summary>One clock of a ticket with what it counts under.</summary>
public sealed record MeasuredClock
{
    /// <summary>The clock.</summary>
    public required SlaClock Clock { get; init; }

    /// <summary>The time that it ran, nights and holidays counted, pauses left out.</summary>
    public required Duration CalendarTime { get; init; }

    /// <summary>What the ticket was when the clock ended, or at the end of the measurement where it has not ended.</summary>
    public required TicketLabels Labels { get; init; }
}

/// <summary>What a ticket is counted under.</summary>
/// <param name="Priority">Its priority.</param>
/// <param name="Policy">The policy that applies, by name; null where none does.</param>
/// <param name="Attributes">What policies choose by.</param>
public sealed record TicketLabels(TicketPriority Priority, string? Policy, ImmutableSortedDictionary<string, string> Attributes);
