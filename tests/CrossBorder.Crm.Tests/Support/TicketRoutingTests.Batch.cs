using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

/// <content>Many tickets at once.</content>
public sealed partial class TicketRoutingTests
{
    [Fact]
    public void A_batch_is_cheaper_as_a_whole_than_one_ticket_after_the_other()
    {
        // One by one the first ticket takes the only agent who speaks the language of the second.
        AgentOnDuty[] agents = [Agent(1, Krakow, 1, ("pl", 5), ("es", 5)), Agent(2, Krakow, 1, ("pl", 5))];

        var plan = TicketRouting.DecideBatch([Queued(1, "pl"), Queued(2, "es")], agents);

        Assert.Equal(Id(1), TicketRouting.Decide(Request(["pl"]), agents).Agent);
        Assert.Equal([(TicketNo(1), Id(2)), (TicketNo(2), Id(1))], Pairs(plan));
        Assert.Equal(200, plan.TotalCost);   // 300 if the first ticket kept her: the second would add to her load
        Assert.Empty(plan.Unassigned);
    }

    [Fact]
    public void Where_there_is_not_room_for_all_the_most_pressing_are_served_and_the_others_say_why_not()
    {
        var plan = TicketRouting.DecideBatch(
            [Queued(1, "pl", minutes: 30), Queued(2, "pl", minutes: 10), Queued(3, "pl", minutes: 20), Queued(4, "fr", minutes: 0)], [Agent(1, Krakow, 8, ("pl", 5))]);

        Assert.Equal([(TicketNo(2), Id(1)), (TicketNo(3), Id(1))], Pairs(plan));
        Assert.Equal([800, 900], plan.Assigned.Select(assignment => assignment.Cost));
        Assert.Equal([TicketNo(4), TicketNo(1)], plan.Unassigned.Select(item => item.Ticket));
        Assert.Equal("has 10 of 10 units in hand", plan.Unassigned[1].Decision.Verdicts.Single().Reasons.Single().Text);
        Assert.Equal(["no_language", "full"], plan.Unassigned[0].Decision.Verdicts.Single().Reasons.Select(reason => reason.Code));
    }

    [Fact]
    public void The_load_that_a_batch_brings_is_shared()
    {
        AgentOnDuty[] agents = [Agent(1, Krakow, ("pl", 5)), Agent(2, Krakow, ("pl", 5))];

        var plan = TicketRouting.DecideBatch(Enumerable.Range(1, 6).Select(number => Queued(number, "pl")), agents);

        Assert.Equal([3, 3], plan.Assigned.CountBy(assignment => assignment.Agent).Select(count => count.Value));
        Assert.Equal(2 * (0 + 100 + 200), plan.TotalCost);
    }

    [Fact]
    public void A_ticket_that_is_off_shift_now_says_when_it_can_be_taken()
    {
        var plan = TicketRouting.DecideBatch([Queued(1, "es")], [Agent(2, Mexico, ("es", 5))]);

        Assert.Empty(plan.Assigned);
        Assert.Equal(Instant.FromUtc(2024, 6, 10, 15, 0), plan.Unassigned.Single().Decision.NextPossibleAt);
    }

    [Fact]
    public void Heavy_and_light_tickets_share_an_agents_room()
    {
        var plan = TicketRouting.DecideBatch(
            [Queued(1, "pl", 5, weight: 1), Queued(2, "pl", 10, weight: 6), Queued(3, "pl", 15, weight: 6), Queued(4, "pl", 20, weight: 3)], [Agent(1, Krakow, ("pl", 5))]);

        Assert.Equal([TicketNo(1), TicketNo(2), TicketNo(4)], plan.Assigned.Select(assignment => assignment.Ticket));
        Assert.Equal([TicketNo(3)], plan.Unassigned.Select(item => item.Ticket));
    }

    [Fact]
    public void Nobody_on_the_staff_or_nothing_to_give_is_a_plan_too()
    {
        Assert.Equal([TicketNo(1)], TicketRouting.DecideBatch([Queued(1, "pl")], []).Unassigned.Select(item => item.Ticket));
        Assert.Empty(TicketRouting.DecideBatch([], [Agent(1, Krakow, ("pl", 5))]).Assigned);
    }

    [Fact]
    public void A_ticket_given_twice_or_a_batch_too_large_is_refused()
    {
        Assert.Throws<ArgumentException>(() => TicketRouting.DecideBatch([Queued(1, "pl"), Queued(1, "es")], []));
        Assert.Throws<ArgumentException>(() => TicketRouting.DecideBatch(Enumerable.Range(1, BatchPlan.MaxTickets + 1).Select(i => Queued(i, "pl")), []));
        Assert.Throws<ArgumentOutOfRangeException>(() => TicketRouting.DecideBatch([Queued(1, "pl", weight: 0)], []));
    }

    private static BatchTicket Queued(int number, string language, int minutes = 0, int weight = 1) => new()
    {
        Ticket = TicketNo(number),
        Needs = Request([language]) with { Weight = weight },
        RankAt = Noon + Duration.FromMinutes(minutes),
        OpenedAt = Noon,
    };

    private static TicketId TicketNo(int number) => new(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]));

    private static IEnumerable<(TicketId, AgentId)> Pairs(BatchPlan plan) => plan.Assigned.Select(assignment => (assignment.Ticket, assignment.Agent));
}
