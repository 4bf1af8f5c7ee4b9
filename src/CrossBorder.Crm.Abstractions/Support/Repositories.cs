using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Support;

/// <summary>The storage of tickets: the stream of a ticket's events and the ticket folded over them.</summary>
public interface ITicketRepository : IStreamRepository<TicketId, TicketEvent, Ticket, TicketQuery>;

/// <summary>The storage of what was written in tickets.</summary>
public interface ITicketMessageRepository : IRecordRepository<TicketMessageId, TicketMessage, TicketMessageQuery>;

/// <summary>The storage of the staff.</summary>
public interface IAgentRepository : IRecordRepository<AgentId, Agent, AgentQuery>;

/// <summary>The storage of service-level policies.</summary>
public interface ISlaPolicyRepository : IRecordRepository<SlaPolicyId, SlaPolicy, SlaPolicyQuery>;

/// <summary>The storage of how work is given out.</summary>
public interface IDeskRulesRepository : IRecordRepository<DeskRulesId, DeskRules, DeskRulesQuery>;

/// <summary>Which desk rules to list: all; there is at most one record a tenant.</summary>
public sealed record DeskRulesQuery;

/// <summary>Which policies to list: all. Ordered by their order, then id.</summary>
public sealed record SlaPolicyQuery;
