using CrossBorder.Crm.Support;
using NodaTime;
using Spectre.Console;
using SupportDesk.Report;
using SupportDesk.Week;

namespace CrossBorder.Crm.Tests.Support;

/// <summary>The sample's week, simulated once for all tests.</summary>
public sealed class SimulatedWeek : IAsyncLifetime
{
    internal WeekOutcome Outcome { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Outcome = await WeekRun.RunAsync(seed: 2);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>The simulated week: what it prints is what the library holds, and every decision has its reasons.</summary>
public sealed class SupportDeskWeekTests(SimulatedWeek simulated) : IClassFixture<SimulatedWeek>
{
    private readonly WeekOutcome week = simulated.Outcome;

    [Fact]
    public void Every_concern_is_a_ticket_with_a_decision_from_the_first_to_the_last()
    {
        Assert.Equal(week.Concerns.Count(concern => concern.At < WeekRun.End), week.Tickets.Length);
        Assert.Equal(week.Tickets.Length, week.Journal.Count(Deed.Opened));
        Assert.Equal(week.Tickets.Length, week.Kpis.Total.Opened);
        Assert.Equal(week.Tickets.Length, week.Journal.Count(Deed.AnsweredFirst) + week.Journal.Count(Deed.NotAnsweredFirst));
        Assert.All(
            week.Tickets.Where(ticket => ticket.State.Assignee is not null),
            ticket => Assert.Contains(week.Journal.Of(ticket.State.Id), decision => decision.Deed == Deed.Assigned && decision.Why.Length > Sites.Staff.Length));
    }

    [Fact]
    public void The_figures_are_those_of_the_tickets()
    {
        var clocks = week.Tickets.SelectMany(ticket => ticket.Clocks).Where(clock => clock.Metric == SlaMetric.FirstReply).ToList();
        var reply = week.Kpis.Total.Of(SlaMetric.FirstReply)!;

        Assert.Equal(clocks.Count(clock => clock.State == SlaClockState.Fulfilled), reply.Fulfilled);
        Assert.Equal(clocks.Count(clock => clock.EndedAt is not null && clock.Breached), reply.Breach.Count);
        Assert.Equal(week.Tickets.Count(ticket => ticket.State.Status is not (TicketStatus.Solved or TicketStatus.Closed)), week.Kpis.Total.Backlog.Count);
        Assert.Equal(week.Kpis.Total.Opened, week.Kpis.Groups.Sum(group => group.Opened));
    }

    [Fact]
    public void Agents_answer_within_their_shifts_and_in_a_language_that_they_speak()
    {
        var answers = week.Journal.Decisions.Where(decision => decision.Deed is Deed.Replied or Deed.Solved).ToList();
        Assert.NotEmpty(answers);
        Assert.All(answers, decision =>
        {
            var agent = Sites.Of(decision.Agent!.Value);
            var concern = week.Tickets.First(ticket => ticket.State.Id == decision.Ticket).Concern;
            Assert.True(Sites.ShiftOf(agent).IsOpen(decision.At - Duration.FromSeconds(1)), $"{agent.Name} answered {concern.Name} at {decision.At}, off shift");
            Assert.Contains(
                concern.MoreLanguages.Prepend(concern.Opening.Language).Append(new("en")),
                asked => agent.Languages.Any(skill => TicketRouting.Serves(skill.Language, asked)));
        });
    }

    [Fact]
    public void What_is_merged_is_closed_and_not_solved()
    {
        var merged = week.Tickets.Where(ticket => ticket.State.MergedInto is not null).ToList();

        Assert.Equal(week.Journal.Count(Deed.Merged), merged.Count);
        Assert.NotEmpty(merged);
        Assert.All(merged, ticket => Assert.Equal(TicketStatus.Closed, ticket.State.Status));
        Assert.Equal(week.Journal.Count(Deed.Solved), week.Kpis.Total.Solved);
    }

    [Fact]
    public void Handovers_and_escalations_happen_and_say_why()
    {
        Deed[] deeds = [Deed.HandedOver, Deed.Escalated, Deed.NobodyFound, Deed.Refused];
        Assert.All(deeds, deed => Assert.NotEqual(0, week.Journal.Count(deed)));
        Assert.All(week.Journal.Decisions.Where(decision => deeds.Contains(decision.Deed) && decision.Code != "support.not_solved"), decision => Assert.NotEmpty(decision.Why));
    }

    [Fact]
    public void The_customer_who_wrote_on_the_eve_of_the_holiday_was_answered_in_time_in_her_second_language()
    {
        var eve = week.Find(GeneratedWeek.OnTheEve)!;
        var assigned = week.Journal.Of(eve.State.Id).First(decision => decision.Deed == Deed.Assigned);

        Assert.Equal(new LocalDateTime(2026, 3, 15, 23, 40), eve.Concern.At.InZone(DateTimeZoneProviders.Tzdb[eve.Concern.Zone]).LocalDateTime);
        Assert.Equal(Sites.Shenzhen.Id, Sites.Of(assigned.Agent!.Value).Shift);
        Assert.Contains(assigned.Why, line => line.StartsWith("Inês can from Tue 15:00Z", StringComparison.Ordinal));
        Assert.False(eve.Clocks.First(clock => clock.Metric == SlaMetric.FirstReply).Breached);
    }

    [Fact]
    public void Why_is_told_with_the_intervals_that_were_counted()
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 400;

        WhyReport.Write(week.Find(GeneratedWeek.OnTheEve)!, week.Journal, console);

        Assert.Contains("clock first reply: fulfilled", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("first reply is due 2026-03-16T05:40:00Z; tier_vip: -60 min (tier is vip)", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("3 h, 3 h in all", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_week()
    {
        var again = await WeekRun.RunAsync(seed: 2);

        Assert.Equal(
            week.Journal.Decisions.Select(decision => (decision.At, decision.Ticket, decision.What, string.Join('\n', decision.Why))),
            again.Journal.Decisions.Select(decision => (decision.At, decision.Ticket, decision.What, string.Join('\n', decision.Why))));
    }
}
