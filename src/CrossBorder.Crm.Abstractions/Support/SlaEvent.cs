using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>How a ticket begins, as far as its clocks are concerned.</summary>
public sealed record SlaOpening
{
    /// <summary>When it was created.</summary>
    public required Instant At { get; init; }

    /// <summary>Who created it. The first reply to a ticket of an agent is measured from the customer's first message.</summary>
    public TicketParty By { get; init; } = TicketParty.Customer;

    /// <summary>Its priority.</summary>
    public TicketPriority Priority { get; init; } = TicketPriority.Normal;

    /// <summary>Its status; new, unless it was born in another.</summary>
    public TicketStatus Status { get; init; } = TicketStatus.New;

    /// <summary>What policies choose by: tier, market, channel and so on.</summary>
    public ImmutableSortedDictionary<string, string> Attributes { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}

/// <summary>What can happen to a ticket, as far as its clocks are concerned.</summary>
public enum SlaEventKind
{
    /// <summary>Nothing but time has passed: a note, an automatic answer, an assignment, a sweep.</summary>
    Observed,

    /// <summary>The customer wrote.</summary>
    CustomerMessage,

    /// <summary>An agent answered so that the customer sees it.</summary>
    AgentReply,

    /// <summary>The status changed.</summary>
    StatusChanged,

    /// <summary>The priority changed.</summary>
    PriorityChanged,

    /// <summary>An attribute changed, so that another policy may apply.</summary>
    AttributeChanged,

    /// <summary>The customer was promised an answer by an instant. Replaces a promise that still runs.</summary>
    AnswerPromised,

    /// <summary>The ticket went on in another one: it is closed, and what it had not ended is stopped, solutions included.</summary>
    Merged,
}

/// <summary>Something that happened to a ticket, as far as its clocks are concerned. Nothing is implied: a status that a message changes is an event of its own.</summary>
public readonly record struct SlaEvent
{
    /// <summary>When it happened. Events at one instant apply in the order in which they are given.</summary>
    public required Instant At { get; init; }

    /// <summary>What happened.</summary>
    public required SlaEventKind Kind { get; init; }

    /// <summary>The new status, for <see cref="SlaEventKind.StatusChanged"/>.</summary>
    public TicketStatus Status { get; init; }

    /// <summary>The new priority, for <see cref="SlaEventKind.PriorityChanged"/>.</summary>
    public TicketPriority Priority { get; init; }

    /// <summary>The attribute, for <see cref="SlaEventKind.AttributeChanged"/>.</summary>
    public string? Attribute { get; init; }

    /// <summary>The attribute's new value; null takes it away.</summary>
    public string? Value { get; init; }

    /// <summary>Whether a reply is the final answer, which keeps a promise.</summary>
    public bool IsFinal { get; init; }

    /// <summary>What was promised, for <see cref="SlaEventKind.AnswerPromised"/>.</summary>
    public SlaPromise? Promise { get; init; }
}
