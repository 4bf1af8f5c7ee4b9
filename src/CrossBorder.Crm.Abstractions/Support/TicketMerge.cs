using System.Collections.Immutable;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Support;

/// <summary>The ticket goes on in another one of the same customer. It is closed for good, and its clocks are stopped.</summary>
public sealed record TicketMerged : TicketEvent, IEventData
{
    /// <inheritdoc/>
    public static string Kind => "ticket_merged.v1";

    /// <summary>The ticket in which it goes on.</summary>
    public required TicketId Into { get; init; }

    /// <summary>The agent who merged them, where one did.</summary>
    public AgentId? Agent { get; init; }
}

/// <summary>Another ticket of the same customer goes on in this one: its messages belong to the conversation. Changes no clock.</summary>
public sealed record TicketJoined : TicketEvent
{
    /// <summary>The ticket that was merged into this one, and those that had been merged into it.</summary>
    public required ImmutableArray<TicketId> From { get; init; }

    /// <summary>The agent who merged them, where one did.</summary>
    public AgentId? Agent { get; init; }
}

/// <summary>Merges a ticket into another one of the same customer. The ticket of the request is the one that is closed.</summary>
public sealed record MergeTicket : TicketRequest
{
    /// <summary>The ticket in which it goes on; where that was merged itself, the one in which that goes on.</summary>
    public required TicketId Into { get; init; }

    /// <summary>The agent who merges them, where one does.</summary>
    public AgentId? Agent { get; init; }
}
