using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What every request that changes a ticket has.</summary>
public abstract record TicketRequest
{
    private protected TicketRequest()
    {
    }

    /// <summary>The ticket.</summary>
    public required TicketId Ticket { get; init; }

    /// <summary>The name of the request, by which a retry is recognised and gets the first answer again.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>
    /// When it happened, for what is recorded later: not in the future, and not before the ticket's last event. Null for now.
    /// </summary>
    public Instant? OccurredAt { get; init; }
}

/// <summary>Creates a ticket.</summary>
public sealed record OpenTicket : TicketRequest
{
    /// <summary>Whose concern it is.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>The channel on which it came.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The language in which the customer is to be answered.</summary>
    public required LanguageTag Language { get; init; }

    /// <summary>Who creates it: the customer, an agent on her behalf, or software.</summary>
    public TicketParty By { get; init; } = TicketParty.Customer;

    /// <summary>The agent who creates it, where one does.</summary>
    public AgentId? Agent { get; init; }

    /// <summary>
    /// Its priority, given by hand. Null takes it from the desk's matrix where <see cref="Impact"/> and <see cref="Urgency"/> are given, else it is
    /// normal.
    /// </summary>
    public TicketPriority? Priority { get; init; }

    /// <summary>How much depends on it; with <see cref="Urgency"/> or not at all.</summary>
    public TicketImpact? Impact { get; init; }

    /// <summary>How soon it does harm; with <see cref="Impact"/> or not at all.</summary>
    public TicketUrgency? Urgency { get; init; }

    /// <summary>What its rank depends on and the ticket does not know, as of now; kept as attributes of the ticket.</summary>
    public RankFacts? Facts { get; init; }

    /// <summary>The customer's market, where known.</summary>
    public MarketId? Market { get; init; }

    /// <summary>The customer's value tier, where known.</summary>
    public ValueTier? Tier { get; init; }

    /// <summary>What it is about, such as <c>complaint</c>; a code of the host.</summary>
    public string? Type { get; init; }

    /// <summary>More that policies choose by, without personal data. Names: see <see cref="TicketAttributes"/>, and the host's own.</summary>
    public ImmutableSortedDictionary<string, string> Attributes { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The host's key of the ticket, where it has one.</summary>
    public ExternalRef? Source { get; init; }

    /// <summary>The subject of the first message, where it has one.</summary>
    [PersonalData]
    public string? Subject { get; init; }

    /// <summary>The first message, where there is one.</summary>
    [PersonalData]
    public string? Text { get; init; }

    /// <summary>The files that came with the first message; only with a text or subject.</summary>
    public ImmutableArray<MessageAttachment> Attachments { get; init; } = [];

    /// <summary>What is known of how the first message came.</summary>
    public MessageOrigin? Origin { get; init; }
}

/// <summary>Adds a message to the conversation, and makes the move that follows from it.</summary>
public sealed record AddMessage : TicketRequest
{
    /// <summary>What sort of message it is.</summary>
    public required TicketMessageKind Sort { get; init; }

    /// <summary>The channel that it came or goes by.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The text.</summary>
    [PersonalData]
    public required string Text { get; init; }

    /// <summary>The subject, where it has one.</summary>
    [PersonalData]
    public string? Subject { get; init; }

    /// <summary>The language that it is written in, where known.</summary>
    public LanguageTag? Language { get; init; }

    /// <summary>The agent who wrote it; needed for a reply of an agent.</summary>
    public AgentId? Agent { get; init; }

    /// <summary>A move of the agent in the same step, such as <see cref="TicketMove.AskCustomer"/> or <see cref="TicketMove.Solve"/>.</summary>
    public TicketMove? Then { get; init; }

    /// <summary>When a ticket that <see cref="Then"/> makes wait comes back by itself.</summary>
    public Instant? FollowUpAt { get; init; }

    /// <summary>The files that come or go with it.</summary>
    public ImmutableArray<MessageAttachment> Attachments { get; init; } = [];

    /// <summary>What is known of how a customer's message came.</summary>
    public MessageOrigin? Origin { get; init; }

    /// <summary>Whether a reply is the final answer to a complaint, which keeps the promise. A reply that solves the ticket always is.</summary>
    public bool IsFinal { get; init; }
}

/// <summary>Moves a ticket to another status.</summary>
public sealed record MoveTicket : TicketRequest
{
    /// <summary>The move.</summary>
    public required TicketMove Move { get; init; }

    /// <summary>The agent who makes it, where one does.</summary>
    public AgentId? Agent { get; init; }

    /// <summary>When a waiting ticket comes back by itself; only for a move that makes it wait.</summary>
    public Instant? FollowUpAt { get; init; }
}

/// <summary>Gives a ticket another priority: by hand, or by impact and urgency.</summary>
public sealed record SetPriority : TicketRequest
{
    /// <summary>The priority, given by hand. Null takes it from the desk's matrix.</summary>
    public TicketPriority? Priority { get; init; }

    /// <summary>How much depends on it, where the matrix is to decide; kept as an attribute of the ticket.</summary>
    public TicketImpact? Impact { get; init; }

    /// <summary>How soon it does harm, where the matrix is to decide; kept as an attribute of the ticket.</summary>
    public TicketUrgency? Urgency { get; init; }
}

/// <summary>Sets or takes away an attribute, so that another policy may apply.</summary>
public sealed record SetAttributeValue : TicketRequest
{
    /// <summary>The attribute, 1 to 64 UTF-16 units.</summary>
    public required string Attribute { get; init; }

    /// <summary>The value, 1 to 200 UTF-16 units; null takes it away.</summary>
    public string? Value { get; init; }
}

/// <summary>Gives a ticket to an agent, or takes it from one.</summary>
public sealed record AssignTicket : TicketRequest
{
    /// <summary>The agent; null for nobody.</summary>
    public AgentId? Agent { get; init; }
}

/// <summary>Asks who should get a ticket.</summary>
public sealed record RouteTicket
{
    /// <summary>The ticket.</summary>
    public required TicketId Ticket { get; init; }

    /// <summary>Further languages in which the customer can be answered, after the ticket's own, the best one first.</summary>
    public ImmutableArray<LanguageTag> MoreLanguages { get; init; } = [];

    /// <summary>The lowest level of the language that will do, 1 to 5.</summary>
    public int MinLevel { get; init; } = 1;

    /// <summary>The lowest level of knowing the market that will do, 1 to 5.</summary>
    public int MinMarketLevel { get; init; } = 1;

    /// <summary>What the agent must be versed in besides the ticket's own topic (<see cref="TicketAttributes.Topic"/>).</summary>
    public ImmutableArray<TopicSkill> Topics { get; init; } = [];

    /// <summary>How much of the shift must be left, where that is more than the handling time of the ticket's channel.</summary>
    public Duration ShiftLeft { get; init; } = Duration.Zero;
}

/// <summary>Asks to give out the most pressing tickets that nobody has.</summary>
public sealed record AssignBatch
{
    /// <summary>How many tickets are looked at, 1 to <see cref="PageRequest.MaxSize"/>.</summary>
    public int Max { get; init; } = 200;

    /// <summary>Only tickets in one language.</summary>
    public LanguageTag? Language { get; init; }

    /// <summary>Further languages in which every customer can be answered, after the ticket's own, the best one first.</summary>
    public ImmutableArray<LanguageTag> MoreLanguages { get; init; } = [];

    /// <summary>The lowest level of the language that will do, 1 to 5.</summary>
    public int MinLevel { get; init; } = 1;
}

/// <summary>What came of giving out a batch.</summary>
public sealed record BatchOutcome
{
    /// <summary>What was assigned, the most pressing first.</summary>
    public required ImmutableArray<BatchAssignment> Assigned { get; init; }

    /// <summary>What was planned, and not written because the ticket was changed or given out meanwhile.</summary>
    public required ImmutableArray<BatchAssignment> Overtaken { get; init; }

    /// <summary>What nobody can take, with the reasons.</summary>
    public required ImmutableArray<UnassignedTicket> Unassigned { get; init; }

    /// <summary>Tickets that name no language to route by.</summary>
    public required ImmutableArray<TicketId> WithoutLanguage { get; init; }
}

/// <summary>What a change of a ticket came to. A retry gets the same again.</summary>
public sealed record TicketReceipt
{
    /// <summary>The ticket.</summary>
    public required TicketId Ticket { get; init; }

    /// <summary>The ticket's version after it.</summary>
    public required long Version { get; init; }

    /// <summary>When it happened.</summary>
    public required Instant At { get; init; }

    /// <summary>The status after it.</summary>
    public required TicketStatus Status { get; init; }

    /// <summary>The priority after it.</summary>
    public required TicketPriority Priority { get; init; }

    /// <summary>The message that it added, where it did.</summary>
    public TicketMessageId? Message { get; init; }

    /// <summary>When the earliest running clock is due; null where none is.</summary>
    public Instant? DueAt { get; init; }

    /// <summary>The ticket's rank; null where it is not in the queue.</summary>
    public Instant? RankAt { get; init; }
}
