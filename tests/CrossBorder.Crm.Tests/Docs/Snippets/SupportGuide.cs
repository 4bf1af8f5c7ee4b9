using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

// The page shows what a host writes, and a host's timer has no test to be cancelled by.
#pragma warning disable xUnit1051

namespace CrossBorder.Crm.Tests.Docs.Snippets;

/// <summary>The page on support, from the calendar to the figures: one customer's night, and what the page says of each step.</summary>
public sealed class SupportGuide
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 16, 2, 40);

    [Fact]
    public async Task A_ticket_from_the_calendar_to_the_figures()
    {
        var time = new FakeTimeProvider(Start.ToDateTimeOffset());
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddCrossBorderCrm(shop => shop.SingleTenant("shop").AddSupport().UseInMemory())
            .BuildServiceProvider();
        var host = services.GetRequiredService<ICrm>();
        var crm = host.For(new("shop"));
        var customer = CustomerId.FromExternal(new("shop", "c1"));

        #region docs/support.md
        await crm.Calendars.SaveAsync(new() { Name = "shenzhen", Zone = "Asia/Shanghai", Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("09:00-18:00")) });
        await crm.Calendars.SaveAsync(new() { Name = "krakow", Zone = "Europe/Warsaw", Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("08:00-17:00")) });
        await crm.Calendars.SaveAsync(new()
        {
            Name = "mexico_city",
            Zone = "America/Mexico_City",
            Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("09:00-18:00")),
            Holidays = [new(2026, 3, 16)],
        });
        #endregion

        #region docs/support.md
        await crm.Tickets.SavePolicyAsync(new()
        {
            Name = "vip",
            When = [new(TicketAttributes.Tier, ValueTier.Vip.Code)],
            Goals =
            [
                new()
                {
                    Metric = SlaMetric.FirstReply, Priority = TicketPriority.High, Within = Duration.FromHours(4), Calendar = CalendarId.AlwaysOpen,
                    Warnings = [SlaWarning.AtPercent(50)],
                },
                new() { Metric = SlaMetric.NextReply, Priority = TicketPriority.High, Within = Duration.FromHours(2), Calendar = CalendarId.AlwaysOpen },
                new() { Metric = SlaMetric.RequesterWait, Priority = TicketPriority.High, Within = Duration.FromHours(16), Calendar = CalendarId.Named("krakow") },
            ],
            Ranking = RankingRules.Suggested,
            Escalations = [new() { Code = "at_risk", Level = 1, To = new() { Role = EscalationTarget.Expert }, Metrics = [SlaMetric.FirstReply], MinPercentUsed = 75 }],
        });
        #endregion

        #region docs/support.md
        Agent Agent(string name, string site, params LanguageSkill[] languages) => new()
        {
            Id = AgentId.FromExternal(new("hr", name)), Name = name, Languages = [.. languages], Shift = CalendarId.Named(site), Capacity = 8,
        };
        var (lin, ania, ines) = (
            Agent("Lin", "shenzhen", new(new("zh"), 5), new(new("en"), 4)),
            Agent("Ania", "krakow", new(new("pl"), 5), new(new("en"), 5)),
            Agent("Inês", "mexico_city", new(new("pt"), 5), new(new("es"), 4)));
        foreach (var agent in new[] { lin, ania, ines })
        {
            await crm.Tickets.SaveAgentAsync(agent);
        }

        await crm.Tickets.SaveDeskRulesAsync(new()
        {
            Channels =
            [
                new() { Channel = Channel.Chat, Weight = 3, HandlingTime = Duration.FromMinutes(20) },    // weighs three mails; so much of the shift must be left
                new() { Channel = Channel.Email, HandlingTime = Duration.FromMinutes(10) },
            ],
        });
        await crm.Tickets.SaveSettingsAsync(new()
        {
            AutomaticAnswers = [new() { Code = "received", Texts = [new(new("pt"), "Recebemos sua mensagem."), new(new("en"), "We have your message.")], Fallback = new("en") }],
        });
        #endregion

        #region docs/support.md
        var ticket = TicketId.FromExternal(new("mail", "m-4711"));
        var opened = (await crm.Tickets.OpenAsync(new()
        {
            Ticket = ticket,
            Key = IdempotencyKey.For("open", new("mail", "m-4711")),     // the webhook called twice opens one ticket
            Customer = customer,
            Channel = Channel.Email,
            Language = new("pt-BR"),
            Market = new("BR"),
            Tier = ValueTier.Vip,
            Impact = TicketImpact.High,
            Urgency = TicketUrgency.Medium,                              // the desk's matrix makes this high
            Text = "Onde está minha encomenda?",
        })).OrThrow();
        var draft = (await crm.Tickets.AnswerAutomaticallyAsync(ticket)).OrThrow().Draft;    // the host sends it; no clock stops
        #endregion

        Assert.Equal((TicketPriority.High, Start + Duration.FromHours(4)), (opened.Priority, opened.DueAt));
        Assert.Equal("Recebemos sua mensagem.", draft!.Text);

        #region docs/support.md
        var queue = new TicketQueue();                                   // one a host, in memory: put every ticket whose event you hear of
        queue.Put((await crm.Tickets.FindAsync(ticket))!.Value.Value);
        var next = queue.All.Take()!.Value;                              // or queue.For(agent).Take(): what she can serve

        var english = new RouteTicket { Ticket = next.Id, MoreLanguages = [new("en")] };
        var decision = (await crm.Tickets.RouteAsync(english)).OrThrow();
        foreach (var verdict in decision.Verdicts)
        {
            Console.WriteLine($"{verdict.Agent} {verdict.Cost} {verdict.QualifiesAt}: {string.Join("; ", verdict.Reasons.Select(reason => reason.Text))}");
        }

        if (decision.Agent is { } taker)
        {
            await crm.Tickets.AssignAsync(new() { Ticket = next.Id, Key = new("assign-1"), Agent = taker });
        }
        #endregion

        Assert.Equal(lin.Id, decision.Agent);
        Assert.Equal(Instant.FromUtc(2026, 3, 17, 15, 0), decision.Verdicts.Single(verdict => verdict.Agent == ines.Id).QualifiesAt);
        time.Advance(TimeSpan.FromHours(3) + TimeSpan.FromSeconds(1));

        #region docs/support.md
        var sweep = await crm.Tickets.RunOnceAsync();                    // breaches, warnings, escalations, follow-ups; set the timer to sweep.NextAt
        var now = services.GetRequiredService<IClock>().GetCurrentInstant();
        var told = await host.Outbox.ClaimAsync(100, "desk", now, now + Duration.FromMinutes(1), CancellationToken.None);
        foreach (var escalated in told.Select(item => item.Event.Data.Value).OfType<TicketEscalated>())
        {
            Console.WriteLine($"{escalated.Rule}: level {escalated.Level} to {escalated.To.Role}, reached {escalated.ReachedAt}");
        }

        await host.Outbox.CompleteAsync("desk", [.. told.Select(item => item.Ref)], CancellationToken.None);
        #endregion

        Assert.Equal(1, sweep.Changed);
        Assert.Equal(Start + Duration.FromHours(3), Assert.Single(told.Select(item => item.Event.Data.Value).OfType<TicketEscalated>()).ReachedAt);
        Assert.Single(told, item => item.Event.Kind == "sla_warned.v1");
        await crm.Tickets.AddMessageAsync(new()
        {
            Ticket = ticket, Key = new("reply-1"), Sort = TicketMessageKind.AgentReply, Channel = Channel.Email, Text = "Which order is it?", Agent = lin.Id, Then = TicketMove.AskCustomer,
        });
        time.Advance(Instant.FromUtc(2026, 3, 16, 9, 40).ToDateTimeOffset() - time.GetUtcNow());
        await crm.Tickets.AddMessageAsync(new() { Ticket = ticket, Key = new("mail-2"), Sort = TicketMessageKind.Customer, Channel = Channel.Email, Text = "4711." });

        #region docs/support.md
        var plan = (await crm.Tickets.PlanHandoverAsync(english)).OrThrow();    // before Lin goes home
        if (plan.IsHandedOver)
        {
            // At plan.At, with plan.OpenClocks as the context:
            await crm.Tickets.AssignAsync(new() { Ticket = ticket, Key = new("handover-1"), Agent = plan.To });
        }

        await crm.Tickets.AddMessageAsync(new()
        {
            Ticket = ticket, Key = new("reply-2"), Sort = TicketMessageKind.AgentReply, Channel = Channel.Email, Text = "It is with the customs of Curitiba.", Agent = plan.To,
            Then = TicketMove.Solve,
        });
        #endregion

        Assert.Equal((HandoverOutcome.HandOver, ania.Id, Instant.FromUtc(2026, 3, 16, 10, 0)), (plan.Outcome, plan.To, plan.At));

        #region docs/support.md
        var state = (await crm.Tickets.FindAsync(ticket))!.Value.Value;
        var why = string.Join("; ", state.Rank.Terms.Select(term => term.Text));            // the place in the queue
        var clocks = (await crm.Tickets.ClocksAsync(ticket)).OrThrow();                     // each with target, elapsed, due time and breaches
        var krakow = BusinessTimeline.Compile((await crm.Calendars.FindAsync(CalendarId.Named("krakow")))!.Value.Value, DateTimeZoneProviders.Tzdb);
        Console.WriteLine(krakow.ExplainAdd(clocks[0].StartedAt, Duration.FromHours(16)));  // the intervals that were counted, one by one
        #endregion

        Assert.Equal(TicketStatus.Solved, state.Status);
        Assert.Equal("", why);
        Assert.All(clocks.Where(clock => clock.Target is not null), clock => Assert.Equal((SlaClockState.Fulfilled, false), (clock.State, clock.Breached)));
        time.Advance(TimeSpan.FromDays(7));
        var monday = Instant.FromUtc(2026, 3, 16, 0, 0);
        var today = SlaPlan.Compile(await crm.Tickets.PoliciesAsync(), id => id == CalendarId.AlwaysOpen ? BusinessTimeline.Compile(BusinessCalendar.AlwaysOpen, DateTimeZoneProviders.Tzdb) : krakow);
        var tighter = SlaPlan.Compile(
            (await crm.Tickets.PoliciesAsync()).Select(policy => policy with { Goals = [.. policy.Goals.Select(goal => goal with { Within = goal.Within / 2, Warnings = [] })] }),
            id => id == CalendarId.AlwaysOpen ? BusinessTimeline.Compile(BusinessCalendar.AlwaysOpen, DateTimeZoneProviders.Tzdb) : krakow);

        #region docs/support.md
        var week = await crm.SupportKpis.ReportAsync(new()
        {
            From = monday,
            To = monday + Duration.FromDays(7),                          // exclusive: the next week begins here
            By = [KpiDimension.Priority, KpiDimension.Attribute(TicketAttributes.Market)],
        });
        var reply = week.Total.Of(SlaMetric.FirstReply)!;                // Breach.Count of Breach.Of; BusinessTime, CalendarTime; Running and Paused apart

        var history = TicketHistory.Of([.. (await crm.Tickets.HistoryAsync(ticket, new())).Items.Select(item => item.Value)]);
        var change = SupportWhatIf.Policies(new() { From = week.From, To = week.To, Seed = 1 }, today, tighter, [history]);
        Console.WriteLine($"{change.Breach.Change} ({change.Breach.Low} to {change.Breach.High})");
        #endregion

        Assert.Equal(new KpiRate(0, 1), reply.Breach);
        Assert.Equal(1m, change.Breach.Change);
    }
}
