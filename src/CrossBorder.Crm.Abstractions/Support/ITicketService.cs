using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>The tickets of one tenant: conversation, clocks, queue and routing.</summary>
/// <remarks>
/// A change is one atomic write. Retrying it under its key gives the first answer again; the key with another content is an
/// <see cref="IdempotencyMismatchException"/>. Refusals: a ticket that there is not, or is there already, a move that is not open, a time before the last event,
/// a ticket that goes on in another one.
/// </remarks>
public interface ITicketService
{
    /// <summary>Creates a ticket.</summary>
    /// <param name="request">The ticket; its id is the caller's, such as <see cref="TicketId.New"/> or <see cref="TicketId.FromExternal"/>.</param>
    /// <param name="cancellationToken">Cancels the request, which then has happened wholly or not at all.</param>
    ValueTask<CrmResult<TicketReceipt>> OpenAsync(OpenTicket request, CancellationToken cancellationToken = default);

    /// <summary>Adds a message. A message of the customer opens what waited for her or was solved; an automatic one and a note move nothing.</summary>
    /// <param name="request">The message.</param>
    /// <param name="cancellationToken">Cancels the request, which then has happened wholly or not at all.</param>
    ValueTask<CrmResult<TicketReceipt>> AddMessageAsync(AddMessage request, CancellationToken cancellationToken = default);

    /// <summary>Moves a ticket to another status.</summary>
    /// <param name="request">The move.</param>
    /// <param name="cancellationToken">Cancels the request, which then has happened wholly or not at all.</param>
    ValueTask<CrmResult<TicketReceipt>> MoveAsync(MoveTicket request, CancellationToken cancellationToken = default);

    /// <summary>Gives a ticket another priority.</summary>
    /// <param name="request">The priority.</param>
    /// <param name="cancellationToken">Cancels the request, which then has happened wholly or not at all.</param>
    ValueTask<CrmResult<TicketReceipt>> SetPriorityAsync(SetPriority request, CancellationToken cancellationToken = default);

    /// <summary>Sets or takes away an attribute of a ticket.</summary>
    /// <param name="request">The attribute.</param>
    /// <param name="cancellationToken">Cancels the request, which then has happened wholly or not at all.</param>
    ValueTask<CrmResult<TicketReceipt>> SetAttributeAsync(SetAttributeValue request, CancellationToken cancellationToken = default);

    /// <summary>Gives a ticket to an agent, or takes it from one.</summary>
    /// <param name="request">The agent.</param>
    /// <param name="cancellationToken">Cancels the request, which then has happened wholly or not at all.</param>
    ValueTask<CrmResult<TicketReceipt>> AssignAsync(AssignTicket request, CancellationToken cancellationToken = default);

    /// <summary>Says who should get a ticket now, with the reasons for and against every agent. Changes nothing.</summary>
    /// <param name="request">The ticket and what it needs.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<CrmResult<RouteDecision>> RouteAsync(RouteTicket request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives out the most pressing tickets that nobody has, as a whole and at the least total cost. Safe to repeat, also after a crash in the middle:
    /// each assignment is one write, under a key that follows from the ticket and the version that was planned.
    /// </summary>
    /// <remarks>Loads are read before the plan is made. Two runs at once never give a ticket to two agents, but may together fill an agent beyond her capacity.</remarks>
    /// <param name="request">How many, and which.</param>
    /// <param name="cancellationToken">Stops after the ticket at hand.</param>
    ValueTask<BatchOutcome> AssignBatchAsync(AssignBatch request, CancellationToken cancellationToken = default);

    /// <summary>Says whether the agent who has a ticket, or answered last, keeps it when her shift ends, or who takes it over and when. Changes nothing.</summary>
    /// <param name="request">The ticket and what it needs.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<CrmResult<HandoverPlan>> PlanHandoverAsync(RouteTicket request, CancellationToken cancellationToken = default);

    /// <summary>Escalates a ticket by hand, and gives it to the agent whom the target names.</summary>
    /// <param name="request">The level, and to whom.</param>
    /// <param name="cancellationToken">Cancels the request, which then has happened wholly or not at all.</param>
    ValueTask<CrmResult<TicketReceipt>> EscalateAsync(EscalateTicket request, CancellationToken cancellationToken = default);

    /// <summary>Promises the customer an answer: a clock of its own that runs until the final answer.</summary>
    /// <param name="request">The promise.</param>
    /// <param name="cancellationToken">Cancels the request, which then has happened wholly or not at all.</param>
    ValueTask<CrmResult<TicketReceipt>> PromiseAnswerAsync(PromiseAnswer request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Merges a ticket into another one of the same customer: the first is closed for good and points to the second, whose conversation has the
    /// messages of both. A message that comes to a merged ticket later goes on in the other.
    /// </summary>
    /// <remarks>One write where the storage can write several streams at once; else two, and a retry completes what was begun.</remarks>
    /// <param name="request">Which, and into which.</param>
    /// <param name="cancellationToken">Cancels the request; repeat it to complete it.</param>
    /// <returns>The receipt of the ticket that was closed.</returns>
    ValueTask<CrmResult<TicketReceipt>> MergeAsync(MergeTicket request, CancellationToken cancellationToken = default);

    /// <summary>Records how satisfied the customer is, once a solution.</summary>
    /// <param name="request">The rating.</param>
    /// <param name="cancellationToken">Cancels the request, which then has happened wholly or not at all.</param>
    ValueTask<CrmResult<TicketReceipt>> RateAsync(RateTicket request, CancellationToken cancellationToken = default);

    /// <summary>Gives the automatic first answer where a rule of the settings has one, once a ticket and never to a machine. Stops no clock.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="cancellationToken">Cancels the request, which then has happened wholly or not at all.</param>
    /// <returns>
    /// The draft that the host is to send, or why there is none. A host that may die before it sends takes it from the outbox event
    /// <c>ticket_answered_automatically.v1</c> instead.
    /// </returns>
    ValueTask<CrmResult<AutomaticAnswerDecision>> AnswerAutomaticallyAsync(TicketId ticket, CancellationToken cancellationToken = default);

    /// <summary>Reads a ticket.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The ticket and its version, or null where there is none.</returns>
    ValueTask<Versioned<Ticket>?> FindAsync(TicketId ticket, CancellationToken cancellationToken = default);

    /// <summary>Reads the ticket in which a ticket goes on: itself, where it was not merged.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The ticket and its version, or null where there is none.</returns>
    ValueTask<Versioned<Ticket>?> FollowAsync(TicketId ticket, CancellationToken cancellationToken = default);

    /// <summary>All clocks of a ticket, those that ended included, measured over its whole history under the policies of now.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="asOf">The instant, not before the ticket's creation; null for now.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<CrmResult<ImmutableArray<SlaClock>>> ClocksAsync(TicketId ticket, Instant? asOf = null, CancellationToken cancellationToken = default);

    /// <summary>Lists tickets: the queue, a customer's, an agent's.</summary>
    /// <param name="query">Which, and its documented order.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Ticket>> ListAsync(TicketQuery query, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>Reads what happened to a ticket, in order.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Versioned<TicketEvent>>> HistoryAsync(TicketId ticket, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>Reads what was written in a ticket and in those that go on in it, by time.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<TicketMessage>> MessagesAsync(TicketId ticket, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes down what time alone has changed on one page of tickets: breaches, warnings, escalations, and waiting tickets whose follow-up has
    /// come. May be stopped anywhere and repeated.
    /// </summary>
    /// <param name="max">How many tickets at most, 1 to <see cref="PageRequest.MaxSize"/>.</param>
    /// <param name="after">Where the page before ended; null begins at the ticket that has waited longest.</param>
    /// <param name="cancellationToken">Stops after the ticket at hand.</param>
    ValueTask<TicketSweep> SweepAsync(int max = 100, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>Sweeps page by page until nothing is due any more.</summary>
    /// <param name="cancellationToken">Stops after the ticket at hand.</param>
    ValueTask<TicketSweep> RunOnceAsync(CancellationToken cancellationToken = default);

    /// <summary>Defines a policy, or defines it anew. Clocks of open tickets are measured anew with their next event.</summary>
    /// <param name="policy">The policy; its calendars must be there.</param>
    /// <param name="expectedVersion">The version that the caller saw, 0 for a new policy; null overwrites whatever there is.</param>
    /// <param name="cancellationToken">Cancels the write, which then has happened wholly or not at all.</param>
    /// <exception cref="ArgumentException">The policy is not valid; the message names the place. Nothing was written.</exception>
    ValueTask<WriteResult> SavePolicyAsync(SlaPolicy policy, long? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>The tenant's policies, in the order in which they are tried.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<ImmutableArray<SlaPolicy>> PoliciesAsync(CancellationToken cancellationToken = default);

    /// <summary>Sets what the channels carry and what is answered automatically.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="expectedVersion">The version that the caller saw, 0 for none yet; null overwrites whatever there is.</param>
    /// <param name="cancellationToken">Cancels the write, which then has happened wholly or not at all.</param>
    /// <exception cref="ArgumentException">A part is not valid; the message names the place. Nothing was written.</exception>
    ValueTask<WriteResult> SaveSettingsAsync(SupportSettings settings, long? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>The settings; the default where none were set.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<SupportSettings> SettingsAsync(CancellationToken cancellationToken = default);

    /// <summary>Defines an agent, or defines her anew.</summary>
    /// <param name="agent">The agent; her calendar must be there.</param>
    /// <param name="expectedVersion">The version that the caller saw, 0 for a new agent; null overwrites whatever there is.</param>
    /// <param name="cancellationToken">Cancels the write, which then has happened wholly or not at all.</param>
    /// <exception cref="ArgumentException">The agent is not valid; the message names the place. Nothing was written.</exception>
    ValueTask<WriteResult> SaveAgentAsync(Agent agent, long? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Defines how work is given out, or defines it anew.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="expectedVersion">The version that the caller saw, 0 where there are none yet; null overwrites whatever there is.</param>
    /// <param name="cancellationToken">Cancels the write, which then has happened wholly or not at all.</param>
    /// <exception cref="ArgumentException">The rules are not valid; the message names the place. Nothing was written.</exception>
    ValueTask<WriteResult> SaveDeskRulesAsync(DeskRules rules, long? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>How work is given out; <see cref="DeskRules.Default"/> where nothing was defined.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<DeskRules> DeskRulesAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists agents.</summary>
    /// <param name="query">Which.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Agent>> AgentsAsync(AgentQuery query, PageRequest page, CancellationToken cancellationToken = default);
}
