using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>A ticket of a batch.</summary>
public sealed record BatchTicket
{
    /// <summary>The ticket.</summary>
    public required TicketId Ticket { get; init; }

    /// <summary>What it needs.</summary>
    public required RouteRequest Needs { get; init; }

    /// <summary>Its rank: the smaller, the more pressing. Null is last.</summary>
    public Instant? RankAt { get; init; }

    /// <summary>When it was created: of two of one rank the older is more pressing.</summary>
    public Instant OpenedAt { get; init; }
}

/// <summary>Who gets which ticket of a batch.</summary>
public sealed record BatchPlan
{
    /// <summary>How many tickets are planned at once, at most.</summary>
    public const int MaxTickets = 10_000;

    /// <summary>The tickets that somebody gets, the most pressing first.</summary>
    public required ImmutableArray<BatchAssignment> Assigned { get; init; }

    /// <summary>The tickets that nobody can take, the most pressing first, with the reasons.</summary>
    public required ImmutableArray<UnassignedTicket> Unassigned { get; init; }

    /// <summary>The sum of the costs.</summary>
    public required long TotalCost { get; init; }
}

/// <summary>That an agent gets a ticket.</summary>
public sealed record BatchAssignment
{
    /// <summary>The ticket.</summary>
    public required TicketId Ticket { get; init; }

    /// <summary>The agent.</summary>
    public required AgentId Agent { get; init; }

    /// <summary>What it costs: the sum of the reasons.</summary>
    public required int Cost { get; init; }

    /// <summary>What it costs, one by one. Her load counts what more pressing tickets of the batch brought her.</summary>
    public ImmutableArray<RouteReason> Reasons { get; init; } = [];
}

/// <summary>A ticket that nobody can take.</summary>
public sealed record UnassignedTicket
{
    /// <summary>The ticket.</summary>
    public required TicketId Ticket { get; init; }

    /// <summary>Why not, agent by agent, with the load that the batch leaves each of them; and when somebody's shift lets her.</summary>
    public required RouteDecision Decision { get; init; }
}
