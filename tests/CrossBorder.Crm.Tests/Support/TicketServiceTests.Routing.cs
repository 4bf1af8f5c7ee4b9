using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

/// <content>Priority, queue, batch and handover.</content>
public abstract partial class TicketServiceTests
{
    private static readonly AgentId Jan = AgentId.FromExternal(new ExternalRef("hr", "jan"));

    [Fact]
    public async Task A_batch_is_given_out_once_and_what_nobody_can_take_says_why_not()
    {
        await StaffAsync(capacity: 2);
        var first = await OpenAsync("t-1");
        Pass(hours: 0.1);
        var second = await OpenAsync("t-2");
        var french = await OpenAsync("t-fr", opening => opening with { Language = new LanguageTag("fr") });
        Pass(hours: 0.1);
        var third = await OpenAsync("t-3");
        var fourth = await OpenAsync("t-4");

        var outcome = await tickets.AssignBatchAsync(new(), Ct);

        Assert.Equal([first, second, .. ById(third, fourth)], outcome.Assigned.Select(item => item.Ticket));
        Assert.Equal([french], outcome.Unassigned.Select(item => item.Ticket));
        Assert.Equal(["no_language", "full"], outcome.Unassigned[0].Decision.Verdicts.SelectMany(verdict => verdict.Reasons).Select(reason => reason.Code).Distinct());
        Assert.Equal([2, 2], outcome.Assigned.CountBy(item => item.Agent).Select(count => count.Value));
        Assert.Equal(4, (await tickets.ListAsync(new() { InHand = true }, new(), Ct)).Items.Count);
        Assert.Equal([french], (await tickets.ListAsync(new() { Unassigned = true }, new(), Ct)).Items.Select(ticket => ticket.Id));

        var again = await tickets.AssignBatchAsync(new(), Ct);
        Assert.Empty(again.Assigned);
        Assert.Empty(again.Overtaken);
        Assert.Equal(2, (await tickets.FindAsync(first, Ct))!.Value.Version);
    }

    [Fact]
    public async Task A_batch_that_was_cut_off_is_completed_by_the_next()
    {
        await StaffAsync(capacity: 10);
        for (var number = 0; number < 6; number++)
        {
            await OpenAsync($"t-{number}");
        }

        using var cut = new CancellationTokenSource();
        var repository = new CutOffTickets(services.GetRequiredService<ITicketRepository>(), appends: 3, cut);
        var shop = new TicketService(
            Shop,
            repository,
            services.GetRequiredService<ITicketMessageRepository>(),
            services.GetRequiredService<SlaPlans>(),
            services.GetRequiredService<SupportStaff>(),
            services.GetRequiredService<SupportSetup>(),
            services.GetRequiredService<CalendarTimelines>(),
            services.GetRequiredService<IClock>(),
            maxConflicts: 3);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await shop.AssignBatchAsync(new(), cut.Token));
        Assert.Equal(3, (await tickets.ListAsync(new() { InHand = true }, new(), Ct)).Items.Count);

        var rest = await tickets.AssignBatchAsync(new(), Ct);

        Assert.Equal(3, rest.Assigned.Length);
        var all = (await tickets.ListAsync(new() { InHand = true }, new(), Ct)).Items;
        Assert.Equal(6, all.Count);
        Assert.Equal([3, 3], all.CountBy(ticket => ticket.Assignee!.Value).Select(count => count.Value));
        Assert.All(all, ticket => Assert.Equal(2, tickets.FindAsync(ticket.Id, Ct).AsTask().Result!.Value.Version));
    }

    [Fact]
    public async Task Of_many_batches_at_once_each_ticket_is_given_out_by_one()
    {
        await StaffAsync(capacity: 40);
        for (var number = 0; number < 10; number++)
        {
            await OpenAsync($"t-{number}");
        }

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await tickets.AssignBatchAsync(new(), Ct), Ct)));

        var all = (await tickets.ListAsync(new() { InHand = true }, new(), Ct)).Items;
        Assert.Equal(10, all.Count);
        foreach (var ticket in all)
        {
            Assert.Single((await tickets.HistoryAsync(ticket.Id, new(), Ct)).Items.Select(item => item.Value).OfType<TicketAssigned>());
            Assert.All(outcomes.SelectMany(outcome => outcome.Assigned).Where(item => item.Ticket == ticket.Id), item => Assert.Equal(ticket.Assignee, item.Agent));
        }
    }

    [Fact]
    public async Task A_chat_takes_more_room_than_a_mail_and_what_waits_for_the_customer_takes_none()
    {
        await StaffAsync(capacity: 4, Ola);
        await tickets.SaveDeskRulesAsync(new() { Channels = [new() { Channel = Channel.Chat, Weight = 3 }] }, cancellationToken: Ct);
        var chat = await OpenAsync("t-chat", opening => opening with { Channel = Channel.Chat });
        var other = await OpenAsync("t-2", opening => opening with { Channel = Channel.Chat });
        var mail = await OpenAsync("t-mail");
        await AssignAsync(chat, Ola);

        Assert.Null((await tickets.RouteAsync(new() { Ticket = other }, Ct)).OrThrow().Agent);
        Assert.Equal(750, (await tickets.RouteAsync(new() { Ticket = mail }, Ct)).OrThrow().Verdicts[0].Cost);
        Assert.Equal("has 0 of 4 units in hand", (await tickets.RouteAsync(new() { Ticket = chat }, Ct)).OrThrow().Verdicts[0].Reasons[0].Text);

        await ReplyAsync(chat, "r", "Jaki numer?", TicketMove.AskCustomer);
        Assert.Equal(Ola, (await tickets.RouteAsync(new() { Ticket = other }, Ct)).OrThrow().Agent);
    }

    [Fact]
    public async Task Handling_a_ticket_must_fit_into_the_rest_of_the_shift()
    {
        await StaffAsync(capacity: 4, Ola);
        await tickets.SaveDeskRulesAsync(new() { Channels = [new() { Channel = Channel.Email, HandlingTime = Duration.FromHours(2) }] }, cancellationToken: Ct);
        Pass(hours: 6.5);
        var ticket = await OpenAsync("t-1");

        var route = (await tickets.RouteAsync(new() { Ticket = ticket }, Ct)).OrThrow();

        Assert.Null(route.Agent);
        Assert.Equal(Monday + Duration.FromDays(1), route.NextPossibleAt);
        Assert.Equal(Monday + Duration.FromDays(1), (await tickets.AssignBatchAsync(new(), Ct)).Unassigned.Single().Decision.NextPossibleAt);
    }

    [Fact]
    public async Task A_topic_goes_to_who_is_versed_in_it()
    {
        await StaffAsync(capacity: 4);
        await tickets.SaveAgentAsync(Agent(Jan, "pl") with { Topics = [new("customs", 4)] }, cancellationToken: Ct);
        var ticket = await OpenAsync("t-1", opening => opening with { Attributes = opening.Attributes.Add(TicketAttributes.Topic, "customs") });

        Assert.Equal(Jan, (await tickets.RouteAsync(new() { Ticket = ticket }, Ct)).OrThrow().Agent);
        Assert.Null((await tickets.RouteAsync(new() { Ticket = ticket, Topics = [new("customs", 5)] }, Ct)).OrThrow().Agent);
    }

    [Fact]
    public async Task Who_takes_over_after_the_shift_is_planned_with_the_open_clocks()
    {
        await StaffAsync(capacity: 4, Ola);
        var night = Office with { Name = "night", Zone = "America/Mexico_City" };
        await services.GetRequiredService<ICalendarService>().SaveAsync(night, cancellationToken: Ct);
        await tickets.SaveAgentAsync(Agent(Jan, "pl") with { Shift = night.Id }, cancellationToken: Ct);
        await tickets.SavePolicyAsync(
            Care with { Goals = [.. Care.Goals.Select(goal => goal with { Within = Duration.FromHours(10), Calendar = CalendarId.AlwaysOpen })] }, cancellationToken: Ct);
        var ticket = await OpenedAsync("t-1");
        Assert.Equal("support.nobody_has_it", (await tickets.PlanHandoverAsync(new() { Ticket = ticket }, Ct)).Error.Code);
        await AssignAsync(ticket, Ola);

        var plan = (await tickets.PlanHandoverAsync(new() { Ticket = ticket }, Ct)).OrThrow();

        Assert.Equal((HandoverOutcome.HandOver, Ola, Jan, Monday + Duration.FromHours(8)), (plan.Outcome, plan.From, plan.To, plan.At));
        Assert.Equal((Monday + Duration.FromHours(10), Monday + Duration.FromDays(1)), (plan.DueAt, plan.BackAt));
        Assert.Equal(4, plan.OpenClocks.Count(clock => clock.IsRunning && clock.DueAt == plan.DueAt));
        Assert.Equal("support.unknown_ticket", (await tickets.PlanHandoverAsync(new() { Ticket = TicketId.New() }, Ct)).Error.Code);
    }

    [Fact]
    public async Task Priority_follows_from_impact_and_urgency_by_the_desks_matrix()
    {
        await DefineAsync();
        var ticket = await OpenAsync("t-1", opening => opening with { Impact = TicketImpact.High, Urgency = TicketUrgency.Medium });
        Assert.Equal(TicketPriority.High, await PriorityOf(ticket));

        var cells = PriorityMatrix.Itil.Cells;
        await tickets.SaveDeskRulesAsync(new() { Matrix = new() { Cells = cells.SetItem(8, cells[8] with { Priority = TicketPriority.Urgent }) } }, cancellationToken: Ct);
        var assess = new SetPriority { Ticket = ticket, Key = new("p-1"), Impact = TicketImpact.Low, Urgency = TicketUrgency.Low };
        var receipt = (await tickets.SetPriorityAsync(assess, Ct)).OrThrow();
        Assert.Equal(TicketPriority.Urgent, receipt.Priority);
        Assert.Equal("low", (await tickets.FindAsync(ticket, Ct))!.Value.Value.Attributes[TicketAttributes.Urgency]);

        await tickets.SaveDeskRulesAsync(DeskRules.Default, cancellationToken: Ct);
        Assert.Equal(receipt, (await tickets.SetPriorityAsync(assess, Ct)).OrThrow());
        await Assert.ThrowsAsync<IdempotencyMismatchException>(async () => await tickets.SetPriorityAsync(assess with { Urgency = TicketUrgency.High }, Ct));
        await tickets.SetPriorityAsync(new() { Ticket = ticket, Key = new("p-2"), Priority = TicketPriority.Normal }, Ct);
        Assert.Equal(TicketPriority.Normal, await PriorityOf(ticket));

        await Assert.ThrowsAsync<ArgumentException>(async () => await tickets.SetPriorityAsync(assess with { Urgency = null }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(async () => await tickets.SetPriorityAsync(assess with { Impact = null, Urgency = null }, Ct));

        async Task<TicketPriority> PriorityOf(TicketId id) => (await tickets.FindAsync(id, Ct))!.Value.Value.Priority;
    }

    [Fact]
    public async Task Facts_are_kept_with_the_ticket_and_move_its_rank()
    {
        await DefineAsync();
        await tickets.SavePolicyAsync(Care with { Ranking = RankingRules.Suggested }, cancellationToken: Ct);
        var plain = await OpenedAsync("t-1");
        var angry = TicketId.New();
        await tickets.OpenAsync(Opening(angry, "t-2") with { Facts = new() { Complaints = 4, Sentiment = -80 } }, Ct);

        var queue = (await tickets.ListAsync(new() { Unassigned = true }, new(), Ct)).Items;

        Assert.Equal([angry, plain], queue.Select(ticket => ticket.Id));
        Assert.Equal(Duration.FromMinutes(50), queue[1].Rank.At - queue[0].Rank.At);
        await tickets.SetAttributeAsync(new() { Ticket = angry, Key = new("calm"), Attribute = TicketAttributes.Sentiment, Value = "40" }, Ct);
        Assert.Equal(["due.first_reply", "boost.repeat_complaint"], (await tickets.FindAsync(angry, Ct))!.Value.Value.Rank.Terms.Select(term => term.Code));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await tickets.SetAttributeAsync(new() { Ticket = angry, Key = new("x"), Attribute = TicketAttributes.Sentiment, Value = "angry" }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(async () => await tickets.OpenAsync(Opening(TicketId.New(), "t-3") with { Facts = new() { Speakers = -1 } }, Ct));
    }

    [Fact]
    public async Task A_hosts_own_terms_count_in_every_rank()
    {
        await DefineAsync();
        terms.Shift = Duration.FromMinutes(-7);

        var ticket = await OpenedAsync("t-1");

        var rank = (await tickets.FindAsync(ticket, Ct))!.Value.Value.Rank;
        Assert.Equal(["due.first_reply", "shop.own"], rank.Terms.Select(term => term.Code));
        Assert.Equal(rank.Terms[0].From - Duration.FromMinutes(7), rank.At);
    }

    [Fact]
    public async Task Bad_input_about_routing_is_refused_before_anything_is_written()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await tickets.AssignBatchAsync(new() { Max = 0 }, Ct));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await tickets.AssignBatchAsync(new() { Max = PageRequest.MaxSize + 1 }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(async () => await tickets.SaveDeskRulesAsync(new() { Costs = new() { Load = -1 } }, cancellationToken: Ct));
        Assert.Equal(DeskRules.Default, await tickets.DeskRulesAsync(Ct));
        await tickets.SaveDeskRulesAsync(new() { Costs = new() { Load = 1 } }, expectedVersion: 0, cancellationToken: Ct);
        Assert.Equal(1, (await tickets.DeskRulesAsync(Ct)).Costs.Load);
        Assert.Equal(WriteStatus.Conflict, (await tickets.SaveDeskRulesAsync(DeskRules.Default, expectedVersion: 0, cancellationToken: Ct)).Status);
    }

    private static IEnumerable<TicketId> ById(params TicketId[] ids) => ids.OrderBy(id => id.Value);

    private async Task StaffAsync(int capacity, params AgentId[] agents)
    {
        await DefineAsync();
        foreach (var agent in agents is [] ? [Ola, Jan] : agents)
        {
            await tickets.SaveAgentAsync(Agent(agent, "pl") with { Capacity = capacity }, cancellationToken: Ct);
        }
    }

    private async Task<TicketId> OpenAsync(string name, Func<OpenTicket, OpenTicket> change)
    {
        await DefineAsync();
        var id = TicketId.FromExternal(new ExternalRef("desk", name));
        (await tickets.OpenAsync(change(Opening(id, name)), Ct)).OrThrow();
        return id;
    }

    // Without defining the policy anew.
    private async Task<TicketId> OpenedAsync(string name)
    {
        var id = TicketId.FromExternal(new ExternalRef("desk", name));
        (await tickets.OpenAsync(Opening(id, name), Ct)).OrThrow();
        return id;
    }

    private async Task AssignAsync(TicketId ticket, AgentId agent) =>
        (await tickets.AssignAsync(new() { Ticket = ticket, Key = new($"assign:{agent}"), Agent = agent }, Ct)).OrThrow();

    private sealed class OwnTerms : IRankTerms
    {
        public Duration? Shift { get; set; }

        public IEnumerable<RankTerm> TermsOf(Ticket ticket) => Shift is { } shift ? [new() { Code = "shop.own", Shift = shift, Text = "our own" }] : [];
    }

    /// <summary>Tickets whose writer is stopped after some appends.</summary>
    private sealed class CutOffTickets(ITicketRepository inner, int appends, CancellationTokenSource cut) : ITicketRepository
    {
        private int left = appends;

        public ValueTask<StreamHead<TicketEvent, Ticket>> LoadAsync(TenantId tenant, StreamLoad<TicketId> load, CancellationToken cancellationToken) =>
            inner.LoadAsync(tenant, load, cancellationToken);

        public async ValueTask<AppendResult> AppendAsync(TenantId tenant, StreamAppend<TicketId, TicketEvent, Ticket> append, CancellationToken cancellationToken)
        {
            var result = await inner.AppendAsync(tenant, append, cancellationToken);
            if (--left == 0)
            {
                await cut.CancelAsync();
            }

            return result;
        }

        public ValueTask<Page<Versioned<TicketEvent>>> ReadAsync(TenantId tenant, TicketId stream, PageRequest page, CancellationToken cancellationToken) =>
            inner.ReadAsync(tenant, stream, page, cancellationToken);

        public ValueTask<Page<StreamHead<TicketEvent, Ticket>>> ListAsync(TenantId tenant, TicketQuery query, PageRequest page, CancellationToken cancellationToken) =>
            inner.ListAsync(tenant, query, page, cancellationToken);
    }
}
