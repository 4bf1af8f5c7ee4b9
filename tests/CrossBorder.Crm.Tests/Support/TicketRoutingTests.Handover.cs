using CrossBorder.Crm.Support;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

/// <content>When the shift ends before the ticket is due. Kraków works to 15:00 UTC, Mexico City from 15:00 to 23:00, Shenzhen from 01:00 to 10:30.</content>
public sealed partial class TicketRoutingTests
{
    private static readonly AgentOnDuty[] RoundTheGlobe =
        [Agent(1, Krakow, ("es", 5)), Agent(2, Mexico, 3, ("es", 5)), Agent(3, Mexico, ("es", 4)), Agent(4, Shenzhen, ("es", 2))];

    [Fact]
    public void The_work_follows_the_sun_with_all_that_the_next_agent_must_know()
    {
        var clock = new OpenClock { Metric = SlaMetric.NextReply, StartedAt = Noon, DueAt = Utc(10, 20), IsRunning = true };

        var plan = TicketRouting.PlanHandover(Held(by: 1, dueAt: Utc(10, 20)) with { OpenClocks = [clock] }, RoundTheGlobe);

        Assert.Equal((HandoverOutcome.HandOver, true, Id(1), Id(3), Utc(10, 15)), (plan.Outcome, plan.IsHandedOver, plan.From, plan.To, plan.At));
        Assert.Equal((Utc(10, 20), Utc(10, 15), Utc(11, 7)), (plan.DueAt, plan.ShiftEndsAt, plan.BackAt));
        Assert.Equal([clock], plan.OpenClocks);
        Assert.Equal(["load", "level", "other_agent"], Codes(plan.Decision!, 3));
    }

    [Fact]
    public void She_keeps_what_is_due_within_her_shift_its_end_included()
    {
        Assert.Equal(HandoverOutcome.DueWithinShift, Plan(by: 1, dueAt: Utc(10, 15)).Outcome);
        Assert.Equal(HandoverOutcome.HandOver, Plan(by: 1, dueAt: Utc(10, 15) + Duration.FromTicks(10)).Outcome);
        Assert.Equal(HandoverOutcome.NothingDue, Plan(by: 1, dueAt: null).Outcome);
        Assert.Null(Plan(by: 1, dueAt: null).To);
    }

    [Fact]
    public void From_an_agent_who_is_off_shift_it_goes_over_now()
    {
        var plan = Plan(by: 2, dueAt: Noon + Duration.FromHours(1));

        Assert.Equal((HandoverOutcome.HandOver, Id(1), Noon), (plan.Outcome, plan.To, plan.At));
        Assert.Null(plan.ShiftEndsAt);
        Assert.Equal(Utc(10, 15), plan.BackAt);
    }

    [Fact]
    public void Where_nobody_else_can_act_before_she_is_back_she_keeps_it()
    {
        AgentOnDuty[] agents = [Agent(1, Krakow, ("es", 5)), Agent(2, Krakow, ("es", 5)), Agent(4, Shenzhen, ("zh", 5))];

        var plan = TicketRouting.PlanHandover(Held(by: 1, dueAt: Utc(10, 20)), agents);

        Assert.Equal((HandoverOutcome.NobodySooner, false), (plan.Outcome, plan.IsHandedOver));
        Assert.Equal(Utc(11, 7), plan.BackAt);
        Assert.Equal(["off_shift"], Codes(plan.Decision!, 2));
    }

    [Fact]
    public void Whoever_is_first_takes_over_what_nobody_can_handle_in_time()
    {
        AgentOnDuty[] agents = [Agent(1, Krakow, ("es", 5)), Agent(4, Shenzhen, ("es", 2))];

        var plan = TicketRouting.PlanHandover(Held(by: 1, dueAt: Utc(10, 20)), agents);

        Assert.Equal((HandoverOutcome.HandOverLate, Id(4), Utc(11, 1)), (plan.Outcome, plan.To, plan.At));
    }

    [Fact]
    public void By_the_other_rule_she_keeps_what_she_can_handle_when_she_is_back()
    {
        var held = Held(by: 1, dueAt: Utc(11, 8)) with { Rule = HandoverRule.NotBackInTime };
        held = held with { Needs = held.Needs with { ShiftLeft = Duration.FromHours(1) } };

        Assert.Equal(HandoverOutcome.BackInTime, TicketRouting.PlanHandover(held, RoundTheGlobe).Outcome);
        Assert.Equal(HandoverOutcome.HandOver, TicketRouting.PlanHandover(held with { DueAt = held.DueAt - Duration.Epsilon }, RoundTheGlobe).Outcome);
        Assert.Equal(HandoverOutcome.HandOver, TicketRouting.PlanHandover(held with { Rule = HandoverRule.ShiftEnd }, RoundTheGlobe).Outcome);
    }

    [Fact]
    public void What_nobody_can_take_stays_with_an_agent_who_left()
    {
        Assert.Equal(HandoverOutcome.Nobody, TicketRouting.PlanHandover(Held(by: 9, dueAt: Utc(10, 20)), [Agent(4, Shenzhen, ("zh", 5))]).Outcome);
        Assert.Equal(HandoverOutcome.HandOver, Plan(by: 9, dueAt: Utc(10, 20)).Outcome);
        var inactive = With(Agent(1, Krakow, ("es", 5)), agent => agent with { IsActive = false });
        Assert.Equal(HandoverOutcome.Nobody, TicketRouting.PlanHandover(Held(by: 1, dueAt: Utc(10, 12)), [inactive]).Outcome);
    }

    private static HandoverPlan Plan(int by, Instant? dueAt) => TicketRouting.PlanHandover(Held(by, dueAt), RoundTheGlobe);

    private static HandoverRequest Held(int by, Instant? dueAt) =>
        new() { Needs = Request(["es"]) with { LastAgent = Id(by) }, Agent = Id(by), DueAt = dueAt };

    private static Instant Utc(int day, int hour) => Instant.FromUtc(2024, 6, day, hour, 0);
}
