using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>Something that happened to a ticket: an entry of its stream. Holds no personal data; what was written is a <see cref="TicketMessage"/>.</summary>
/// <remarks>Nothing is implied: a status that a message changes is an event of its own, right after the message.</remarks>
public abstract record TicketEvent
{
    private protected TicketEvent()
    {
    }

    /// <summary>When it happened; never before the event in front of it.</summary>
    public required Instant At { get; init; }
}

/// <summary>The ticket was created; the first event of every ticket.</summary>
public sealed record TicketOpened : TicketEvent, IEventData
{
    /// <inheritdoc/>
    public static string Kind => "ticket_opened.v1";

    /// <summary>Whose concern it is.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>Who created it.</summary>
    public required TicketParty By { get; init; }

    /// <summary>The agent who created it, where one did.</summary>
    public AgentId? Agent { get; init; }

    /// <summary>Its priority.</summary>
    public required TicketPriority Priority { get; init; }

    /// <summary>What policies choose by.</summary>
    public required ImmutableSortedDictionary<string, string> Attributes { get; init; }

    /// <summary>What the customer wrote, where she did.</summary>
    public TicketMessageId? Message { get; init; }

    /// <summary>The host's key of the ticket, where it has one.</summary>
    public ExternalRef? Source { get; init; }

    /// <summary>What gave the first message away as one of a machine; null for a message of a person.</summary>
    public MachineSign? FromMachine { get; init; }
}

/// <summary>A message joined the conversation.</summary>
public sealed record TicketMessageAdded : TicketEvent
{
    /// <summary>The message.</summary>
    public required TicketMessageId Message { get; init; }

    /// <summary>What sort of message it is. Only a reply of an agent answers the customer.</summary>
    public required TicketMessageKind Sort { get; init; }

    /// <summary>The agent who wrote it, where one did.</summary>
    public AgentId? Agent { get; init; }

    /// <summary>The channel that it came or went by; null in tickets of before this was told.</summary>
    public Channel? Channel { get; init; }

    /// <summary>Whether it is the final answer to a complaint, which keeps the promise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsFinal { get; init; }

    /// <summary>What gave it away as a message of a machine; null for one of a person.</summary>
    public MachineSign? FromMachine { get; init; }
}

/// <summary>The status changed.</summary>
public sealed record TicketStatusChanged : TicketEvent, IEventData
{
    /// <inheritdoc/>
    public static string Kind => "ticket_status_changed.v1";

    /// <summary>The status before.</summary>
    public required TicketStatus From { get; init; }

    /// <summary>The status now.</summary>
    public required TicketStatus To { get; init; }

    /// <summary>The move that led here.</summary>
    public required TicketMove Move { get; init; }

    /// <summary>The agent who made it, where one did.</summary>
    public AgentId? Agent { get; init; }

    /// <summary>When a waiting ticket comes back to the queue by itself; null where only an event brings it back.</summary>
    public Instant? FollowUpAt { get; init; }
}

/// <summary>The priority changed.</summary>
public sealed record TicketPriorityChanged : TicketEvent
{
    /// <summary>The priority now.</summary>
    public required TicketPriority Priority { get; init; }
}

/// <summary>An attribute changed.</summary>
public sealed record TicketAttributeChanged : TicketEvent
{
    /// <summary>The attribute.</summary>
    public required string Attribute { get; init; }

    /// <summary>Its value now; null where it was taken away.</summary>
    public string? Value { get; init; }
}

/// <summary>The ticket was given to an agent, or taken from one.</summary>
public sealed record TicketAssigned : TicketEvent, IEventData
{
    /// <inheritdoc/>
    public static string Kind => "ticket_assigned.v1";

    /// <summary>The agent who has it now; null for nobody.</summary>
    public AgentId? Agent { get; init; }

    /// <summary>The agent who had it before.</summary>
    public AgentId? Before { get; init; }
}

/// <summary>A target passed while its clock was running. Written once a breach, by the event or sweep that first sees it.</summary>
public sealed record SlaBreached : TicketEvent, IEventData
{
    /// <inheritdoc/>
    public static string Kind => "sla_breached.v1";

    /// <summary>What the clock measures.</summary>
    public required SlaMetric Metric { get; init; }

    /// <summary>When the clock started.</summary>
    public required Instant StartedAt { get; init; }

    /// <summary>When the target was due, or the instant of the change whose new target had already passed.</summary>
    public required Instant BreachedAt { get; init; }
}

/// <summary>Policies, calendars or the tz database changed, and the ticket's clocks were measured anew under them though nothing else happened.</summary>
public sealed record TicketMeasuredAnew : TicketEvent;
