using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>The ticket was escalated, by a rule of its policy or by hand.</summary>
public sealed record TicketEscalated : TicketEvent, IEventData
{
    /// <inheritdoc/>
    public static string Kind => "ticket_escalated.v1";

    /// <summary>The level, from 1 to 9.</summary>
    public required int Level { get; init; }

    /// <summary>To whom.</summary>
    public required EscalationTarget To { get; init; }

    /// <summary>The code of the rule; null where it was done by hand.</summary>
    public string? Rule { get; init; }

    /// <summary>What the clock measures that the rule looked at; null where it looked at none.</summary>
    public SlaMetric? Metric { get; init; }

    /// <summary>When that clock started.</summary>
    public Instant? StartedAt { get; init; }

    /// <summary>When the conditions of the rule held; null where it was done by hand.</summary>
    public Instant? ReachedAt { get; init; }

    /// <summary>How often the rule has fired for that clock, this time included; 1 where it was done by hand.</summary>
    public required int Times { get; init; }

    /// <summary>The agent who did it by hand, where one did.</summary>
    public AgentId? Agent { get; init; }
}

/// <summary>Escalates a ticket by hand.</summary>
public sealed record EscalateTicket : TicketRequest
{
    /// <summary>The level, from 1 to 9.</summary>
    public required int Level { get; init; }

    /// <summary>To whom.</summary>
    public required EscalationTarget To { get; init; }

    /// <summary>The agent who does it, where one does.</summary>
    public AgentId? Agent { get; init; }
}
