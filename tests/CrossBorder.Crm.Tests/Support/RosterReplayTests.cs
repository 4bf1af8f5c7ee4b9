using System.Collections.Immutable;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

public sealed class RosterReplayTests
{
    private static readonly Instant Monday = Instant.FromUtc(2024, 6, 10, 0, 0);
    private static readonly SlaPlan Plan = SupportWhatIfTests.Plan(120);

    [Fact]
    public void A_reply_that_the_shifts_end_interrupts_goes_out_in_the_next_shift()
    {
        var roster = new Roster { Agents = [SupportWhatIfTests.Agent("ann", "en", Shift("09:00-17:00"))], Work = Duration.FromMinutes(30) };

        var replies = RosterReplay.Serve(Plan, [Ticket(16 * 60 + 50), Ticket(16 * 60 + 55)], roster);

        Assert.Equal(Monday + Duration.FromMinutes(24 * 60 + 9 * 60 + 20), replies[0].At);
        Assert.Equal(Monday + Duration.FromMinutes(24 * 60 + 9 * 60 + 50), replies[1].At);
    }

    [Fact]
    public void The_most_pressing_ticket_is_served_first_and_nobody_answers_what_she_cannot()
    {
        var roster = new Roster { Agents = [SupportWhatIfTests.Agent("ann", "en", Shift("09:00-17:00"))], Work = Duration.FromMinutes(30) };

        var replies = RosterReplay.Serve(Plan, [Ticket(0, "en"), Ticket(0, "ja"), Ticket(10, "en-GB"), Ticket(5)], roster);

        Assert.Equal(
            [Minute(9 * 60 + 30), null, Minute(10 * 60 + 30), Minute(10 * 60)],
            replies.Select(reply => reply.At));
        Assert.Null(replies[1].Agent);
    }

    [Fact]
    public void A_roster_without_anybody_answers_nothing_and_work_takes_time()
    {
        Assert.Null(Assert.Single(RosterReplay.Serve(Plan, [Ticket(0)], new() { Agents = [], Work = Duration.FromMinutes(1) })).At);
        Assert.Empty(RosterReplay.Serve(Plan, [], new() { Agents = [SupportWhatIfTests.Agent("ann", "en")], Work = Duration.FromMinutes(1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => RosterReplay.Serve(Plan, [], new() { Agents = [], Work = Duration.Zero }));
    }

    [Fact]
    public void Agents_at_work_minute_by_minute_come_to_the_same() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(
            (from tickets in (from minute in Gen.Choose(0, 2000) from language in Gen.Elements("en", "pl", null) select (minute, language)).ListOf()
             from agents in (from shift in Gen.Elements("09:00-17:00", "00:00-24:00", "22:00-03:00") from language in Gen.Elements("en", "pl") select (shift, language)).ListOf()
             from work in Gen.Choose(1, 90)
             select (tickets, agents, work)).ToArbitrary(),
            sample =>
            {
                var tickets = sample.tickets.Select(ticket => Ticket(ticket.minute, ticket.language)).ToList();
                var roster = new Roster
                {
                    Agents = [.. sample.agents.Select((agent, i) => SupportWhatIfTests.Agent($"a{i}", agent.language, Shift(agent.shift)))],
                    Work = Duration.FromMinutes(sample.work),
                };

                Assert.Equal(MinuteByMinute(tickets, roster, sample.work), RosterReplay.Serve(Plan, tickets, roster));
            }));

    private static ImmutableArray<RosterReply> MinuteByMinute(List<SlaOpening> tickets, Roster roster, int work)
    {
        var replies = new RosterReply[tickets.Count];
        var waiting = new List<int>();
        var desks = roster.Agents.Select(_ => (Ticket: -1, Left: 0)).ToArray();
        var left = Enumerable.Range(0, tickets.Count).Count(i => roster.Agents.Any(agent => Speaks(agent.Agent, tickets[i])));
        for (var now = Monday; left > 0; now += Duration.FromMinutes(1))
        {
            waiting.AddRange(Enumerable.Range(0, tickets.Count).Where(i => tickets[i].At == now));
            for (var d = 0; d < desks.Length; d++)
            {
                var (agent, shift) = (roster.Agents[d].Agent, roster.Agents[d].Shift!);
                if (desks[d] is { Ticket: >= 0, Left: 0 })
                {
                    replies[desks[d].Ticket] = new(now, agent.Id);
                    desks[d].Ticket = -1;
                    left--;
                }

                if (!shift.IsOpen(now))
                {
                    continue;
                }

                // All tickets have the same target, so the queue is in the order of their creation.
                var next = waiting.Where(i => Speaks(agent, tickets[i])).OrderBy(i => tickets[i].At).ThenBy(i => i).Cast<int?>().FirstOrDefault();
                if (desks[d].Ticket < 0 && next is { } ticket)
                {
                    waiting.Remove(ticket);
                    desks[d] = (ticket, work);
                }

                desks[d].Left -= desks[d].Ticket >= 0 ? 1 : 0;
            }
        }

        return [.. replies];
    }

    private static bool Speaks(Agent agent, SlaOpening ticket) =>
        !ticket.Attributes.TryGetValue(TicketAttributes.Language, out var language) || agent.Languages[0].Language.ToString() == language;

    private static Instant? Minute(int minute) => Monday + Duration.FromMinutes(minute);

    private static SlaOpening Ticket(int minute, string? language = null)
    {
        var opening = new SlaOpening { At = Monday + Duration.FromMinutes(minute) };
        return language is null ? opening : opening with { Attributes = opening.Attributes.Add(TicketAttributes.Language, language) };
    }

    private static BusinessTimeline Shift(string hours)
    {
        ImmutableArray<WallInterval> day = [WallInterval.Parse(hours)];
        var weekly = WeeklyHours.MondayToFriday(day) with { Saturday = day, Sunday = day };
        return BusinessTimeline.Compile(new() { Name = hours, Zone = "Etc/UTC", Weekly = weekly }, DateTimeZoneProviders.Tzdb);
    }
}
