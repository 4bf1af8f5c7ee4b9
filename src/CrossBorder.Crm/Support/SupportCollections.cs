using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>How the room's data is stored.</summary>
internal static class SupportCollections
{
    private static readonly TicketStatus[] UnsolvedStatuses = [TicketStatus.New, TicketStatus.Open, TicketStatus.Pending, TicketStatus.Hold];

    public static readonly StreamMap<TicketId, TicketEvent, Ticket, TicketQuery> Tickets = new()
    {
        Schema = new()
        {
            Name = "tickets",
            Shape = CollectionShape.Stream,
            Fields =
            [
                new("customer", IndexType.Id), new("status", IndexType.Text), new("assignee", IndexType.Id), new("language", IndexType.Text),
                new("opened_at", IndexType.Instant), new("rank_at", IndexType.Instant), new("next_check_at", IndexType.Instant),
                new("unassigned_rank_at", IndexType.Instant), new("in_hand_by", IndexType.Id),
                new("changed_at", IndexType.Instant),
            ],
            Views =
            [
                new()
                {
                    Name = "tickets",
                    IdColumn = "ticket_id",
                    Columns =
                    [
                        new("customer_id", "customer", ReportType.Text), new("status", "sla.status", ReportType.Text), new("priority", "sla.priority", ReportType.Text),
                        new("policy", "sla.policy", ReportType.Text), new("opened_at", "sla.openedAt", ReportType.Instant), new("assignee_id", "assignee", ReportType.Text),
                        new("customer_messages", "customerMessages", ReportType.Integer), new("agent_replies", "agentReplies", ReportType.Integer),
                        new("reopened", "reopened", ReportType.Integer), new("breaches", "breaches", ReportType.Integer),
                        new("rank_at", "rank.at", ReportType.Instant), new("next_check_at", "nextCheckAt", ReportType.Instant),
                        new("escalation_level", "escalationLevel", ReportType.Integer), new("rating", "rating", ReportType.Integer),
                        new("merged_into", "mergedInto", ReportType.Text),
                    ],
                },
            ],
        },
        Index = ticket =>
        [
            IndexValue.Of(ticket.Customer.Value),
            IndexValue.Of(StatusCode(ticket.Status)),
            IndexValue.Of(ticket.Assignee?.Value),
            IndexValue.Of(ticket.Attributes.GetValueOrDefault(TicketAttributes.Language)),
            IndexValue.Of(ticket.OpenedAt),
            IndexValue.Of(ticket.Rank.At),
            IndexValue.Of(ticket.NextCheckAt),
            IndexValue.Of(ticket.Assignee is null ? ticket.Rank.At : null),
            IndexValue.Of(ticket.IsInQueue ? ticket.Assignee?.Value : null),
            IndexValue.Of(ticket.Sla.LastEventAt),
        ],
        Query = query => new()
        {
            Where =
            [
                .. query.Customer is { } customer ? [Condition.Equal("customer", IndexValue.Of(customer.Value))] : Array.Empty<Condition>(),
                .. query.Status is { } status ? [Condition.Equal("status", IndexValue.Of(StatusCode(status)))] : Array.Empty<Condition>(),
                .. query.Assignee is { } assignee ? [Condition.Equal("assignee", IndexValue.Of(assignee.Value))] : Array.Empty<Condition>(),
                .. query.Language is { } language ? [Condition.Equal("language", IndexValue.Of(language))] : Array.Empty<Condition>(),
                .. query.InQueue ? [Condition.In("status", IndexValue.Of(StatusCode(TicketStatus.New)), IndexValue.Of(StatusCode(TicketStatus.Open)))] : Array.Empty<Condition>(),
                .. query.Unassigned ? [Condition.AtLeast("unassigned_rank_at", IndexValue.Of(Instant.FromUtc(1, 1, 1, 0, 0)))] : Array.Empty<Condition>(),
                .. query.InHand ? [Condition.AtLeast("in_hand_by", IndexValue.Of(Guid.Empty))] : Array.Empty<Condition>(),
                .. query.Unsolved ? [Condition.In("status", [.. UnsolvedStatuses.Select(status => IndexValue.Of(StatusCode(status)))])] : Array.Empty<Condition>(),
                .. query.ChangedFrom is { } from ? [Condition.AtLeast("changed_at", IndexValue.Of(from))] : Array.Empty<Condition>(),
                .. query.CheckDueBy is { } due ? [Condition.AtMost("next_check_at", IndexValue.Of(due))] : Array.Empty<Condition>(),
                .. query.CheckDueAfter is { } after ? [Condition.Greater("next_check_at", IndexValue.Of(after))] : Array.Empty<Condition>(),
                .. query.OpenedFrom is { } opened ? [Condition.AtLeast("opened_at", IndexValue.Of(opened))] : Array.Empty<Condition>(),
            ],
            OrderBy = query.CheckDueBy is not null || query.CheckDueAfter is not null ? "next_check_at"
                : query.Unassigned ? "unassigned_rank_at"
                : query.InQueue ? "rank_at"
                : query.InHand ? "in_hand_by"
                : query.ChangedFrom is not null ? "changed_at"
                : query.Customer is not null ? "opened_at"
                : null,
        },
        Owner = ticket => ticket.Source,
    };

    public static readonly RecordMap<TicketMessageId, TicketMessage, TicketMessageQuery> Messages = new()
    {
        Schema = new()
        {
            Name = "ticket_messages",
            Shape = CollectionShape.Record,
            Fields = [new("ticket", IndexType.Id), new("customer", IndexType.Id), new("at", IndexType.Instant)],
        },
        Index = message => [IndexValue.Of(message.Ticket.Value), IndexValue.Of(message.Customer.Value), IndexValue.Of(message.At)],
        Query = query => new()
        {
            Where =
            [
                .. query.Ticket is { } ticket ? [Condition.Equal("ticket", IndexValue.Of(ticket.Value))] : Array.Empty<Condition>(),
                .. query.Tickets.IsEmpty ? [] : new[] { Condition.In("ticket", [.. query.Tickets.Select(of => IndexValue.Of(of.Value))]) },
                .. query.Customer is { } customer ? [Condition.Equal("customer", IndexValue.Of(customer.Value))] : Array.Empty<Condition>(),
            ],
            OrderBy = "at",
        },
    };

    public static readonly RecordMap<AgentId, Agent, AgentQuery> Agents = new()
    {
        Schema = new() { Name = "support_agents", Shape = CollectionShape.Record, Fields = [new("active", IndexType.Integer)] },
        Index = agent => [IndexValue.Of(agent.IsActive ? 1L : 0L)],
        Query = query => new()
        {
            Where = query.IsActive is { } active ? [Condition.Equal("active", IndexValue.Of(active ? 1L : 0L))] : [],
        },
    };

    public static readonly RecordMap<DeskRulesId, DeskRules, DeskRulesQuery> DeskRules = new()
    {
        Schema = new() { Name = "support_desk_rules", Shape = CollectionShape.Record },
        Index = _ => [],
        Query = _ => new(),
    };

    public static readonly RecordMap<SlaPolicyId, SlaPolicy, SlaPolicyQuery> Policies = new()
    {
        Schema = new() { Name = "sla_policies", Shape = CollectionShape.Record, Fields = [new("sort", IndexType.Integer)] },
        Index = policy => [IndexValue.Of((long)policy.Order)],
        Query = _ => new() { OrderBy = "sort" },
    };

    public static readonly RecordMap<SupportSettingsId, SupportSettings, SupportSettingsQuery> Settings = new()
    {
        Schema = new() { Name = "support_settings", Shape = CollectionShape.Record, Fields = [] },
        Index = _ => [],
        Query = _ => new(),
    };

    // Stored names outlive the names of enumeration members.
    private static string StatusCode(TicketStatus status) => status switch
    {
        TicketStatus.New => "new",
        TicketStatus.Open => "open",
        TicketStatus.Pending => "pending",
        TicketStatus.Hold => "hold",
        TicketStatus.Solved => "solved",
        _ => "closed",
    };
}

/// <inheritdoc cref="ITicketRepository"/>
internal sealed class TicketRepository(IStreamRepository<TicketId, TicketEvent, Ticket, TicketQuery> inner)
    : StreamRepository<TicketId, TicketEvent, Ticket, TicketQuery>(inner), ITicketRepository;

/// <inheritdoc cref="ITicketMessageRepository"/>
internal sealed class TicketMessageRepository(IRecordRepository<TicketMessageId, TicketMessage, TicketMessageQuery> inner)
    : RecordRepository<TicketMessageId, TicketMessage, TicketMessageQuery>(inner), ITicketMessageRepository;

/// <inheritdoc cref="IAgentRepository"/>
internal sealed class AgentRepository(IRecordRepository<AgentId, Agent, AgentQuery> inner)
    : RecordRepository<AgentId, Agent, AgentQuery>(inner), IAgentRepository;

/// <inheritdoc cref="IDeskRulesRepository"/>
internal sealed class DeskRulesRepository(IRecordRepository<DeskRulesId, DeskRules, DeskRulesQuery> inner)
    : RecordRepository<DeskRulesId, DeskRules, DeskRulesQuery>(inner), IDeskRulesRepository;

/// <inheritdoc cref="ISlaPolicyRepository"/>
internal sealed class SlaPolicyRepository(IRecordRepository<SlaPolicyId, SlaPolicy, SlaPolicyQuery> inner)
    : RecordRepository<SlaPolicyId, SlaPolicy, SlaPolicyQuery>(inner), ISlaPolicyRepository;

/// <inheritdoc cref="ISupportSettingsRepository"/>
internal sealed class SupportSettingsRepository(IRecordRepository<SupportSettingsId, SupportSettings, SupportSettingsQuery> inner)
    : RecordRepository<SupportSettingsId, SupportSettings, SupportSettingsQuery>(inner), ISupportSettingsRepository;
