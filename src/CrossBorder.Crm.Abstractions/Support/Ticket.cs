using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>A ticket folded over its events: what it is now, its clocks and its place in the queue.</summary>
public sealed record Ticket
{
    /// <summary>The revision of the fold: a stored ticket of an older one is folded anew from its events.</summary>
    public const int CurrentRevision = 2;

    /// <summary>The most tickets that can go on in one.</summary>
    public const int MaxMerged = 50;

    /// <summary>The ticket.</summary>
    public required TicketId Id { get; init; }

    /// <summary>Whose concern it is.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>The host's key of the ticket, where it has one.</summary>
    public ExternalRef? Source { get; init; }

    /// <summary>Status, priority, attributes and clocks.</summary>
    public required SlaState Sla { get; init; }

    /// <summary>The agent who has it; null for nobody.</summary>
    public AgentId? Assignee { get; init; }

    /// <summary>The agent who answered last; null before the first answer.</summary>
    public AgentId? LastAgent { get; init; }

    /// <summary>When it comes back to the queue by itself; null where it does not.</summary>
    public Instant? FollowUpAt { get; init; }

    /// <summary>How many messages the customer wrote.</summary>
    public int CustomerMessages { get; init; }

    /// <summary>How often an agent answered.</summary>
    public int AgentReplies { get; init; }

    /// <summary>How often it was opened again after it was solved.</summary>
    public int Reopened { get; init; }

    /// <summary>How many breaches there were.</summary>
    public int Breaches { get; init; }

    /// <summary>Its place in the queue.</summary>
    public required PriorityRank Rank { get; init; }

    /// <summary>When time alone changes something next: a breach, a warning, an escalation or a follow-up. Null where nothing is to come.</summary>
    public Instant? NextCheckAt { get; init; }

    /// <summary>The revision of the fold that made this.</summary>
    public int Revision { get; init; } = CurrentRevision;

    /// <summary>Where the conversation takes place: when the customer last wrote on each channel, the earliest first.</summary>
    [OmitWhenEmpty]
    public ImmutableArray<ChannelContact> Contacts { get => field.IsDefault ? [] : field; init; }

    /// <summary>What gave the customer's last message away as one of a machine; null for a message of a person.</summary>
    public MachineSign? LastMessageFrom { get; init; }

    /// <summary>When the automatic first answer was given; null where there was none.</summary>
    public Instant? AnsweredAutomaticallyAt { get; init; }

    /// <summary>The highest level that it was escalated to; 0 for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int EscalationLevel { get; init; }

    /// <summary>To whom it was escalated last.</summary>
    public EscalationTarget? EscalatedTo { get; init; }

    /// <summary>The escalations that the clocks of now have had, so that none comes twice.</summary>
    [OmitWhenEmpty]
    public ImmutableArray<EscalationFired> Escalations { get => field.IsDefault ? [] : field; init; }

    /// <summary>What the customer gave for the last solution that she rated, 1 to 5; null before the first rating.</summary>
    public int? Rating { get; init; }

    /// <summary>Whether the present solution can be rated: the ticket is solved, and the customer has not rated it yet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CanBeRated { get; init; }

    /// <summary>The ticket in which this one goes on; null where it was not merged.</summary>
    public TicketId? MergedInto { get; init; }

    /// <summary>The tickets that go on in this one: their messages belong to its conversation. At most <see cref="MaxMerged"/>.</summary>
    [OmitWhenEmpty]
    public ImmutableArray<TicketId> MergedFrom { get => field.IsDefault ? [] : field; init; }

    /// <summary>Where it stands.</summary>
    [JsonIgnore]
    public TicketStatus Status => Sla.Status;

    /// <summary>How pressing it is.</summary>
    [JsonIgnore]
    public TicketPriority Priority => Sla.Priority;

    /// <summary>What policies choose by.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<string, string> Attributes => Sla.Attributes;

    /// <summary>When it was created.</summary>
    [JsonIgnore]
    public Instant OpenedAt => Sla.OpenedAt;

    /// <summary>Whether an agent is to act.</summary>
    [JsonIgnore]
    public bool IsInQueue => Status is TicketStatus.New or TicketStatus.Open;
}

/// <summary>
/// Which tickets to list; all, unless a property says otherwise. Ordered by the first of these that is asked for: the time of the next check, the
/// rank, the agent (for <see cref="InHand"/>), the last event, the creation; else by id.
/// </summary>
public sealed record TicketQuery
{
    /// <summary>Only tickets of one customer, by creation.</summary>
    public CustomerId? Customer { get; init; }

    /// <summary>Only tickets in one status.</summary>
    public TicketStatus? Status { get; init; }

    /// <summary>Only tickets of one agent.</summary>
    public AgentId? Assignee { get; init; }

    /// <summary>Only tickets in one language, as BCP 47 tag.</summary>
    public string? Language { get; init; }

    /// <summary>Only tickets on which an agent is to act, the most pressing first.</summary>
    public bool InQueue { get; init; }

    /// <summary>Only tickets on which an agent is to act and that nobody has, the most pressing first.</summary>
    public bool Unassigned { get; init; }

    /// <summary>Only tickets that somebody has and is to act on, by agent: what makes up the staff's load.</summary>
    public bool InHand { get; init; }

    /// <summary>Only tickets that are neither solved nor closed.</summary>
    public bool Unsolved { get; init; }

    /// <summary>Only tickets to which something happened at or after this instant, by their last event.</summary>
    public Instant? ChangedFrom { get; init; }

    /// <summary>Only tickets that time alone changes by this instant, the earliest first.</summary>
    public Instant? CheckDueBy { get; init; }

    /// <summary>Only tickets that time alone changes after this instant, the earliest first.</summary>
    public Instant? CheckDueAfter { get; init; }

    /// <summary>Only tickets that were created at this instant or later.</summary>
    public Instant? OpenedFrom { get; init; }
}
