using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

/// <summary>Batches of random tickets and agents: what holds of every plan.</summary>
public sealed class TicketRoutingLaws
{
    private static readonly Instant Noon = Instant.FromUtc(2024, 6, 10, 10, 0);
    private static readonly string[] Languages = ["pl", "es", "zh-Hant", "en"];
    private static readonly BusinessTimeline Always = BusinessTimeline.Compile(BusinessCalendar.AlwaysOpen, DateTimeZoneProviders.Tzdb);

    [Fact]
    public void The_same_tickets_and_agents_give_the_same_plan_in_whatever_order_they_come() => Holds(
        from batch in Batches(maxWeight: 4)
        from tickets in Gen.Shuffle(batch.Tickets)
        from agents in Gen.Shuffle(batch.Agents)
        select (batch, new Batch(tickets, agents)),
        pair => Text(pair.batch.Plan()) == Text(pair.Item2.Plan()));

    [Fact]
    public void Every_ticket_is_assigned_once_or_says_why_not_and_nobody_is_given_more_than_fits() => Holds(Batches(maxWeight: 4), batch =>
    {
        var plan = batch.Plan();
        var seen = plan.Assigned.Select(item => item.Ticket).Concat(plan.Unassigned.Select(item => item.Ticket)).ToList();
        return seen.Count == batch.Tickets.Length && seen.ToHashSet().SetEquals(batch.Tickets.Select(ticket => ticket.Ticket))
            && batch.Agents.All(duty => batch.LoadAfter(plan, duty) <= Math.Max(duty.Agent.Capacity, duty.InHand));
    });

    [Fact]
    public void No_ticket_stays_out_that_somebody_could_still_take() => Holds(
        Batches(maxWeight: 4),
        batch => batch.Plan().Unassigned.All(item => item.Decision is { Agent: null, Verdicts: var verdicts } && verdicts.All(verdict => verdict.Reasons.Length > 0)));

    [Fact]
    public void The_total_is_the_sum_of_what_single_decisions_would_charge_for_the_same_steps() => Holds(Batches(maxWeight: 4), batch =>
    {
        var plan = batch.Plan();
        return plan.TotalCost == plan.Assigned.Sum(item => item.Reasons.Sum(reason => (long)reason.Cost))
            && plan.Assigned.All(item => item.Cost == item.Reasons.Sum(reason => reason.Cost));
    });

    [Fact]
    public void A_batch_never_costs_more_than_deciding_ticket_by_ticket_where_that_serves_the_same_tickets() => Holds(Batches(maxWeight: 1), batch =>
    {
        var plan = batch.Plan();
        var (served, cost) = batch.OneByOne();
        return !served.SetEquals(plan.Assigned.Select(item => item.Ticket)) || plan.TotalCost <= cost;
    });

    [Fact]
    public void A_ticket_stays_out_only_behind_more_pressing_ones() => Holds(Batches(maxWeight: 1), batch =>
    {
        // Without the tickets behind it, a ticket fares the same: they took nothing from it.
        var (plan, ordered) = (batch.Plan(), batch.Tickets.OrderBy(ticket => ticket.RankAt).ThenBy(ticket => ticket.Ticket.Value).ToArray());
        var served = plan.Assigned.Select(item => item.Ticket).ToHashSet();
        return Enumerable.Range(1, ordered.Length).All(count =>
            new Batch(ordered[..count], batch.Agents).Plan().Assigned.Select(item => item.Ticket).ToHashSet()
                .SetEquals(ordered[..count].Select(ticket => ticket.Ticket).Where(served.Contains)));
    });

    private static void Holds<T>(Gen<T> cases, Func<T, bool> law) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Arb.From(cases), law));

    private static Gen<Batch> Batches(int maxWeight) =>
        from tickets in Gen.Sized(size => Gen.ArrayOf(TicketDraw(maxWeight), Math.Min(size / 4, 12)))
        from agents in Gen.Sized(size => Gen.ArrayOf(AgentDraw, Math.Min(size / 6, 8)))
        select new Batch(
            [.. tickets.Select((ticket, i) => ticket with { Ticket = new TicketId(Number(i + 1)) })],
            [.. agents.Select((duty, i) => duty with { Agent = duty.Agent with { Id = new AgentId(Number(i + 1)) } })]);

    private static Gen<BatchTicket> TicketDraw(int maxWeight) =>
        from language in Gen.Elements(Languages)
        from second in Gen.Elements(Languages)
        from minutes in Gen.Choose(0, 5)
        from weight in Gen.Choose(1, maxWeight)
        from topic in Gen.Choose(0, 3)
        from last in Gen.Choose(0, 8)
        select new BatchTicket
        {
            Ticket = default,
            RankAt = Noon + Duration.FromMinutes(minutes),
            OpenedAt = Noon,
            Needs = new()
            {
                At = Noon,
                Languages = [.. new[] { language, second }.Distinct().Select(tag => new LanguageTag(tag))],
                Weight = weight,
                Topics = topic == 0 ? [new("customs", 2)] : [],
                LastAgent = last == 0 ? null : new AgentId(Number(last)),
            },
        };

    private static Gen<AgentOnDuty> AgentDraw =>
        from languages in Gen.SubListOf(Languages)
        from level in Gen.Choose(1, 5)
        from topic in Gen.Choose(0, 4)
        from capacity in Gen.Choose(1, 6)
        from inHand in Gen.Choose(0, 3)
        from active in Gen.Choose(0, 9)
        select new AgentOnDuty(
            new()
            {
                Id = default,
                Name = "A",
                Languages = [new(new LanguageTag("en"), level), .. languages.Where(tag => tag != "en").Select(tag => new LanguageSkill(new LanguageTag(tag), level))],
                Topics = topic > 0 ? [new("customs", topic)] : [],
                Capacity = capacity,
                IsActive = active > 0,
                Shift = CalendarId.AlwaysOpen,
            },
            Always,
            inHand);

    private static Guid Number(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    private static string Text(BatchPlan plan) => string.Join(
        '\n',
        plan.Assigned.Select(item => $"{item.Ticket} {item.Agent} {item.Cost}")
            .Concat(plan.Unassigned.Select(item => $"{item.Ticket}: {string.Join(", ", item.Decision.Verdicts.SelectMany(verdict => verdict.Reasons))}")));

    private sealed record Batch(BatchTicket[] Tickets, AgentOnDuty[] Agents)
    {
        public BatchPlan Plan() => TicketRouting.DecideBatch(Tickets, Agents);

        public int LoadAfter(BatchPlan plan, AgentOnDuty duty) =>
            duty.InHand + plan.Assigned.Where(item => item.Agent == duty.Agent.Id).Sum(item => Tickets.Single(ticket => ticket.Ticket == item.Ticket).Needs.Weight);

        public (HashSet<TicketId> Served, long Cost) OneByOne()
        {
            var loads = Agents.ToDictionary(duty => duty.Agent.Id, duty => duty.InHand);
            var (served, cost) = (new HashSet<TicketId>(), 0L);
            foreach (var ticket in Tickets.OrderBy(ticket => ticket.RankAt).ThenBy(ticket => ticket.Ticket.Value))
            {
                var decision = TicketRouting.Decide(ticket.Needs, Agents.Select(duty => duty with { InHand = loads[duty.Agent.Id] }));
                if (decision.Agent is { } agent)
                {
                    served.Add(ticket.Ticket);
                    cost += decision.Verdicts[0].Cost;
                    loads[agent] += ticket.Needs.Weight;
                }
            }

            return (served, cost);
        }
    }
}
