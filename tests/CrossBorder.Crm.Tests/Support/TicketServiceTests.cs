using System.Text;
using CrossBorder.Crm.Json;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.InMemory;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

public abstract partial class TicketServiceTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly Instant Monday = Instant.FromUtc(2024, 6, 10, 7, 0);
    private static readonly CustomerId Customer = CustomerId.FromExternal(new ExternalRef("shop", "4711"));
    private static readonly AgentId Ola = AgentId.FromExternal(new ExternalRef("hr", "ola"));
    private static readonly TenantId Shop = new("shop");

    private static readonly BusinessCalendar Office = new()
    {
        Name = "office",
        Zone = "Europe/Warsaw",
        Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("09:00-17:00")),
    };

    private static readonly SlaPolicy Care = new()
    {
        Name = "care",
        Goals =
        [
            .. from metric in Enum.GetValues<SlaMetric>()
               from priority in Enum.GetValues<TicketPriority>()
               select new SlaGoal { Metric = metric, Priority = priority, Within = Duration.FromHours(1 + (int)metric), Calendar = Office.Id },
        ],
    };

    private readonly FakeTimeProvider time = new(Monday.ToDateTimeOffset());
    private readonly OwnTerms terms = new();
    private readonly IServiceProvider services;
    private readonly ITicketService tickets;

    protected TicketServiceTests(IStorageEngine? engine)
    {
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IRankTerms>(terms)
            .AddCrossBorderCrm(crm =>
            {
                crm.SingleTenant("shop").AddSupport().AddSupport();
                _ = engine is null ? crm.UseInMemory() : crm.UseStorage(_ => engine);
            })
            .BuildServiceProvider();
        tickets = services.GetRequiredService<ITicketService>();
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    [Fact]
    public async Task A_conversation_from_the_first_message_to_the_solution()
    {
        var ticket = await OpenAsync("t-1");
        Pass(hours: 0.5);
        var reply = await ReplyAsync(ticket, "r-1", "Wysłaliśmy ją dziś.", TicketMove.AskCustomer);
        Assert.Equal(TicketStatus.Pending, reply.Status);
        Assert.Null(reply.RankAt);
        Pass(hours: 1);
        var answer = (await tickets.AddMessageAsync(Message(ticket, "c-1", TicketMessageKind.Customer, "Dziękuję!"), Ct)).OrThrow();
        Assert.Equal(TicketStatus.Open, answer.Status);
        Pass(hours: 0.5);
        var solved = (await tickets.MoveAsync(new() { Ticket = ticket, Key = new("s-1"), Move = TicketMove.Solve, Agent = Ola }, Ct)).OrThrow();

        var state = (await tickets.FindAsync(ticket, Ct))!.Value;
        Assert.Equal(solved.Version, state.Version);
        Assert.Equal((TicketStatus.Solved, 2, 1, 0), (state.Value.Status, state.Value.CustomerMessages, state.Value.AgentReplies, state.Value.Breaches));
        Assert.Equal(Ola, state.Value.LastAgent);
        Assert.Null(state.Value.NextCheckAt);
        var clocks = (await tickets.ClocksAsync(ticket, cancellationToken: Ct)).OrThrow();
        Assert.Equal(7, clocks.Length);
        Assert.Equal(Duration.FromHours(0.5), clocks.Single(clock => clock.Metric == SlaMetric.FirstReply).Elapsed);
        Assert.Equal(Duration.FromHours(1), clocks.Single(clock => clock.Metric == SlaMetric.AgentWork).Elapsed);
        Assert.Equal(SlaClockState.Stopped, clocks.Single(clock => clock.Metric == SlaMetric.NextReply).State);
        var written = await tickets.MessagesAsync(ticket, new(), Ct);
        Assert.Equal(["Gdzie jest paczka?", "Wysłaliśmy ją dziś.", "Dziękuję!"], written.Items.Select(message => message.Text));
    }

    [Fact]
    public async Task The_stored_ticket_is_the_fold_of_its_events()
    {
        var ticket = await OpenAsync("t-1");
        Pass(hours: 5);
        await ReplyAsync(ticket, "r-1", "Już sprawdzam.", TicketMove.WaitForThirdParty);
        Pass(hours: 30);
        await tickets.SetPriorityAsync(new() { Ticket = ticket, Key = new("p-1"), Priority = TicketPriority.Urgent }, Ct);
        await tickets.SetAttributeAsync(new() { Ticket = ticket, Key = new("a-1"), Attribute = "tier", Value = "vip" }, Ct);

        var stored = (await tickets.FindAsync(ticket, Ct))!.Value;
        var history = await tickets.HistoryAsync(ticket, new(), Ct);
        var plan = await services.GetRequiredService<SlaPlans>().GetAsync(Shop, Ct);
        var folded = TicketFold.Fold(plan, ticket, history.Items.Select(item => item.Value));

        Assert.Equal(Encoding.UTF8.GetString(CrmJson.Encode(folded)), Encoding.UTF8.GetString(CrmJson.Encode(stored.Value)));
        Assert.Equal(stored.Version, history.Items.Count);
        Assert.True(stored.Value.Breaches > 0);
    }

    [Fact]
    public async Task A_retry_gets_the_first_answer_and_changes_nothing()
    {
        var ticket = await OpenAsync("t-1");
        var request = Message(ticket, "m-1", TicketMessageKind.Customer, "Halo?");
        var first = (await tickets.AddMessageAsync(request, Ct)).OrThrow();
        await tickets.MoveAsync(new() { Ticket = ticket, Key = new("s-1"), Move = TicketMove.Solve }, Ct);
        await tickets.MoveAsync(new() { Ticket = ticket, Key = new("x-1"), Move = TicketMove.Close }, Ct);
        Pass(hours: 100);

        Assert.Equal(first, (await tickets.AddMessageAsync(request, Ct)).OrThrow());
        Assert.Equal(2, (await tickets.MessagesAsync(ticket, new(), Ct)).Items.Count);
        await Assert.ThrowsAsync<IdempotencyMismatchException>(async () => await tickets.AddMessageAsync(request with { Text = "Inne" }, Ct));
    }

    [Fact]
    public async Task A_key_whose_message_was_written_before_a_crash_takes_no_other_content()
    {
        var ticket = await OpenAsync("t-1");
        var request = Message(ticket, "m-1", TicketMessageKind.Customer, "Halo?");
        var written = await tickets.AddMessageAsync(request, Ct);
        var messages = services.GetRequiredService<ITicketMessageRepository>();
        var id = new TicketMessageId(EntityId.Derive(ticket.Value, "m-2"));
        var orphan = (await messages.FindAsync(Shop, written.OrThrow().Message!.Value, Ct))!.Value.Value with { Id = id };
        await messages.SaveAsync(Shop, id, SupportCollections.Messages.Write(Shop, orphan, 0), Ct);

        await Assert.ThrowsAsync<IdempotencyMismatchException>(async () => await tickets.AddMessageAsync(request with { Key = new("m-2"), Text = "Inne" }, Ct));
        Assert.True((await tickets.AddMessageAsync(request with { Key = new("m-2") }, Ct)).IsSuccess);
    }

    [Fact]
    public async Task Refusals_name_what_is_wrong_and_leave_no_trace()
    {
        var ticket = await OpenAsync("t-1");
        var unknown = TicketId.New();
        Assert.Equal("support.unknown_ticket", (await tickets.AddMessageAsync(Message(unknown, "m", TicketMessageKind.Customer, "x"), Ct)).Error.Code);
        Assert.Equal("support.unknown_ticket", (await tickets.ClocksAsync(unknown, cancellationToken: Ct)).Error.Code);
        Assert.Equal("support.ticket_exists", (await tickets.OpenAsync(Opening(ticket, "other"), Ct)).Error.Code);
        Assert.Equal("support.unknown_agent", (await tickets.AssignAsync(new() { Ticket = ticket, Key = new("a"), Agent = AgentId.New() }, Ct)).Error.Code);
        Assert.Equal("support.move_not_open", (await tickets.MoveAsync(new() { Ticket = ticket, Key = new("r"), Move = TicketMove.Reopen }, Ct)).Error.Code);
        Pass(hours: 1);
        await ReplyAsync(ticket, "r-1", "Dzień dobry", then: null);
        var late = new SetPriority { Ticket = ticket, Key = new("late"), Priority = TicketPriority.Low, OccurredAt = Monday };
        Assert.Equal("support.out_of_order", (await tickets.SetPriorityAsync(late, Ct)).Error.Code);
        await tickets.MoveAsync(new() { Ticket = ticket, Key = new("s"), Move = TicketMove.Solve }, Ct);
        await tickets.MoveAsync(new() { Ticket = ticket, Key = new("c"), Move = TicketMove.Close }, Ct);
        Assert.Equal("support.move_not_open", (await tickets.AddMessageAsync(Message(ticket, "m", TicketMessageKind.Customer, "x"), Ct)).Error.Code);

        Assert.Equal(2, (await tickets.MessagesAsync(ticket, new(), Ct)).Items.Count);
        Assert.Null(await tickets.FindAsync(unknown, Ct));
    }

    [Fact]
    public async Task Bad_input_is_refused_before_anything_is_written()
    {
        await DefineAsync();
        var id = TicketId.New();
        var opening = Opening(id, "t");
        await Refused<ArgumentException>(opening with { Ticket = default });
        await Refused<ArgumentException>(opening with { Key = default });
        await Refused<ArgumentException>(opening with { Customer = default });
        await Refused<ArgumentException>(opening with { Language = default });
        await Refused<ArgumentException>(opening with { Type = " " });
        await Refused<ArgumentException>(opening with { Text = "nul\0" });
        await Refused<ArgumentOutOfRangeException>(opening with { Priority = (TicketPriority)9 });
        await Refused<ArgumentOutOfRangeException>(opening with { OccurredAt = Now + Duration.FromTicks(10) });
        Assert.Null(await tickets.FindAsync(id, Ct));
        Assert.Empty((await services.GetRequiredService<ITicketMessageRepository>().ListAsync(Shop, new(), new(), Ct)).Items);

        await Assert.ThrowsAsync<ArgumentException>(async () => await tickets.AddMessageAsync(Message(id, "m", TicketMessageKind.AgentReply, "x") with { Agent = null }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await tickets.MoveAsync(new() { Ticket = id, Key = new("m"), Move = TicketMove.Solve, FollowUpAt = Now }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await tickets.SetAttributeAsync(new() { Ticket = id, Key = new("m"), Attribute = TicketAttributes.Language, Value = "not a tag" }, Ct));

        async Task Refused<T>(OpenTicket request) where T : ArgumentException => await Assert.ThrowsAsync<T>(async () => await tickets.OpenAsync(request, Ct));
    }

    [Fact]
    public async Task The_queue_is_ordered_by_rank_and_what_waits_is_not_in_it()
    {
        var later = await OpenAsync("t-later");
        Pass(hours: 0.25);
        var waiting = await OpenAsync("t-waiting");
        await ReplyAsync(waiting, "r", "Jaki numer?", TicketMove.AskCustomer);
        var plan = await tickets.SavePolicyAsync(Care with { Name = "vip", Order = -1, When = [new("tier", "vip")], Ranking = new() { Boosts = [new() { Code = "vip", By = Duration.FromHours(2) }] } }, cancellationToken: Ct);
        var vip = TicketId.New();
        Pass(hours: 0.25);
        await tickets.OpenAsync(Opening(vip, "t-vip") with { Tier = ValueTier.Vip }, Ct);

        var queue = await tickets.ListAsync(new() { InQueue = true }, new(), Ct);

        Assert.Equal(WriteStatus.Saved, plan.Status);
        Assert.Equal([vip, later], queue.Items.Select(ticket => ticket.Id));
        Assert.Equal(["due.first_reply", "boost.vip"], queue.Items[0].Rank.Terms.Select(term => term.Code));
        Assert.Equal([later, waiting, vip], (await tickets.ListAsync(new() { Customer = Customer }, new(), Ct)).Items.Select(ticket => ticket.Id));
    }

    [Fact]
    public async Task A_sweep_writes_breaches_and_follow_ups_once_and_says_when_to_come_again()
    {
        var ticket = await OpenAsync("t-1");
        var waiting = await OpenAsync("t-2");
        await tickets.MoveAsync(new() { Ticket = waiting, Key = new("w"), Move = TicketMove.WaitForThirdParty, FollowUpAt = Monday + Duration.FromDays(3) }, Ct);
        var firstDue = Monday + Duration.FromHours(1);

        Assert.Equal(new TicketSweep(0, firstDue + Duration.FromTicks(10)), await tickets.SweepAsync(cancellationToken: Ct));
        Pass(hours: 1);
        Assert.Equal(0, (await tickets.SweepAsync(cancellationToken: Ct)).Changed);
        time.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Equal(2, (await tickets.SweepAsync(cancellationToken: Ct)).Changed);
        Assert.Equal(0, (await tickets.SweepAsync(cancellationToken: Ct)).Changed);
        Assert.Equal(1, (await tickets.FindAsync(ticket, Ct))!.Value.Value.Breaches);
        Assert.Equal(TicketStatus.Hold, (await tickets.FindAsync(waiting, Ct))!.Value.Value.Status);

        Pass(hours: 72);
        await tickets.SweepAsync(cancellationToken: Ct);
        Assert.Equal(TicketStatus.Open, (await tickets.FindAsync(waiting, Ct))!.Value.Value.Status);
        Assert.True((await tickets.SweepAsync(cancellationToken: Ct)).NextAt > Now);
        var told = await services.GetRequiredService<IOutboxRepository>().ClaimAsync(100, "w", Now, Now + Duration.FromHours(1), Ct);
        var breaches = told.Where(item => item.Event.Kind == "sla_breached.v1").Select(item => (item.Event.Owner, ((SlaBreached)item.Event.Data.Value).Metric)).ToList();
        Assert.Equal(breaches.Distinct(), breaches);
        Assert.Equal(4, breaches.Count(breach => breach.Owner == ticket.Value));
    }

    [Fact]
    public async Task Another_policy_measures_open_tickets_anew_from_their_history()
    {
        var ticket = await OpenAsync("t-1");
        Pass(hours: 0.5);
        await tickets.SavePolicyAsync(Care with { Goals = [.. Care.Goals.Select(goal => goal with { Within = Duration.FromMinutes(20) })] }, cancellationToken: Ct);

        await tickets.AddMessageAsync(Message(ticket, "n", TicketMessageKind.InternalNote, "pilne"), Ct);

        var state = (await tickets.FindAsync(ticket, Ct))!.Value.Value;
        Assert.All(state.Sla.Clocks, clock => Assert.Equal(Monday + Duration.FromMinutes(20), clock.DueAt));
        Assert.Equal(state.Sla.Clocks.Length, state.Breaches);

        await tickets.SavePolicyAsync(Care, cancellationToken: Ct);
        Pass(hours: 1);
        Assert.Equal(0, (await tickets.SweepAsync(cancellationToken: Ct)).Changed);
    }

    [Fact]
    public async Task A_ticket_is_routed_by_language_and_shift_and_assigned()
    {
        var ticket = await OpenAsync("t-1");
        await tickets.SaveAgentAsync(Agent(Ola, "pl"), cancellationToken: Ct);
        var other = await OpenAsync("t-2");
        var assigned = (await tickets.AssignAsync(new() { Ticket = other, Key = new("a"), Agent = Ola }, Ct)).OrThrow();

        var decision = (await tickets.RouteAsync(new() { Ticket = ticket }, Ct)).OrThrow();
        Assert.Equal(Ola, decision.Agent);
        Assert.Equal(100, decision.Verdicts[0].Cost);
        Assert.Equal(2, assigned.Version);
        Assert.Equal(other, Assert.Single((await tickets.ListAsync(new() { Assignee = Ola }, new(), Ct)).Items).Id);

        Pass(hours: 12);
        var night = (await tickets.RouteAsync(new() { Ticket = ticket }, Ct)).OrThrow();
        Assert.Null(night.Agent);
        Assert.Equal(Monday + Duration.FromDays(1), night.NextPossibleAt);
    }

    [Fact]
    public async Task Twenty_writers_at_once_all_get_through()
    {
        var ticket = await OpenAsync("t-1");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
            (await tickets.AddMessageAsync(Message(ticket, $"m-{i}", TicketMessageKind.Customer, $"{i}"), Ct)).OrThrow(), Ct)));

        var state = (await tickets.FindAsync(ticket, Ct))!.Value;
        Assert.Equal((21L, 21), (state.Version, state.Value.CustomerMessages));
    }

    [Fact]
    public async Task What_a_person_wrote_is_handed_over_and_erased()
    {
        var ticket = await OpenAsync("t-1");
        var source = Assert.Single(services.GetServices<IPersonalDataSource>());
        Assert.Contains("Gdzie jest paczka?", await source.ExportAsync(Shop, Customer, Ct));
        Assert.Null(await source.ExportAsync(Shop, CustomerId.New(), Ct));

        await source.EraseAsync(Shop, Customer, Ct);
        await source.EraseAsync(Shop, Customer, Ct);

        Assert.DoesNotContain("Gdzie", await source.ExportAsync(Shop, Customer, Ct));
        Assert.Equal(1, (await tickets.FindAsync(ticket, Ct))!.Value.Version);
        Assert.Equal(1, (await tickets.OpenAsync(Opening(ticket, "t-1"), Ct)).OrThrow().Version);
    }

    [Fact]
    public async Task Policies_and_agents_name_calendars_that_there_are()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await tickets.SavePolicyAsync(Care, cancellationToken: Ct));
        await Assert.ThrowsAsync<ArgumentException>(async () => await tickets.SaveAgentAsync(Agent(Ola, "pl"), cancellationToken: Ct));
        await DefineAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await tickets.SaveAgentAsync(Agent(Ola, "pl") with { Capacity = 0 }, cancellationToken: Ct));
        await Assert.ThrowsAsync<ArgumentException>(async () => await tickets.SaveAgentAsync(Agent(Ola, "pl") with { Languages = [] }, cancellationToken: Ct));

        Assert.Equal("care", Assert.Single(await tickets.PoliciesAsync(Ct)).Name);
        Assert.Empty((await tickets.AgentsAsync(new(), new(), Ct)).Items);
    }

    private void Pass(double hours) => time.Advance(TimeSpan.FromHours(hours));

    private async Task DefineAsync()
    {
        await services.GetRequiredService<ICalendarService>().SaveAsync(Office, cancellationToken: Ct);
        await tickets.SavePolicyAsync(Care, cancellationToken: Ct);
    }

    private async Task<TicketId> OpenAsync(string name)
    {
        await DefineAsync();
        var id = TicketId.FromExternal(new ExternalRef("desk", name));
        (await tickets.OpenAsync(Opening(id, name), Ct)).OrThrow();
        return id;
    }

    private static OpenTicket Opening(TicketId id, string key) => new()
    {
        Ticket = id,
        Key = new(key),
        Customer = Customer,
        Channel = Channel.Email,
        Language = new LanguageTag("pl"),
        Market = new MarketId("PL"),
        Text = "Gdzie jest paczka?",
        Source = new ExternalRef("desk", key),
    };

    private static AddMessage Message(TicketId ticket, string key, TicketMessageKind sort, string text) => new()
    {
        Ticket = ticket,
        Key = new(key),
        Sort = sort,
        Channel = Channel.Email,
        Text = text,
        Agent = sort == TicketMessageKind.AgentReply ? Ola : null,
    };

    private async Task<TicketReceipt> ReplyAsync(TicketId ticket, string key, string text, TicketMove? then) =>
        (await tickets.AddMessageAsync(Message(ticket, key, TicketMessageKind.AgentReply, text) with { Then = then }, Ct)).OrThrow();

    private static Agent Agent(AgentId id, string language) =>
        new() { Id = id, Name = "Ola", Languages = [new(new LanguageTag(language), 5)], Shift = Office.Id };
}

public sealed class TicketServiceInMemoryTests() : TicketServiceTests(engine: null);

/// <summary>The same over the untyped engine: everything passes through its stored form.</summary>
public sealed class TicketServiceOnAnEngineTests() : TicketServiceTests(new InMemoryEngine());
