using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>Who answers first, and how long a first reply keeps one of them: what <see cref="RosterReplay"/> needs of a team.</summary>
public sealed record Roster
{
    /// <summary>The agents with their shifts. Those who are not active or have no shift answer nothing; what they have in hand does not matter.</summary>
    public required ImmutableArray<AgentOnDuty> Agents { get; init; }

    /// <summary>How much of an agent's shift one first reply takes, reading included; more than zero.</summary>
    public required Duration Work { get; init; }
}

/// <summary>When a ticket would have had its first reply.</summary>
/// <param name="At">When; null where nobody on the roster can answer it.</param>
/// <param name="Agent">By whom.</param>
public readonly record struct RosterReply(Instant? At, AgentId? Agent);
