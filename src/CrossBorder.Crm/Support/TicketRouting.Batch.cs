using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <content>Many tickets at once.</content>
public static partial class TicketRouting
{
    /// <summary>Gives a batch of tickets to the staff as a whole: no ticket goes without an agent for the sake of a less pressing one, and the total cost is the least.</summary>
    /// <param name="tickets">The tickets, in any order, each once; at most 10,000. The more pressing come first: by rank, then creation, then id.</param>
    /// <param name="agents">The staff, in any order; their load grows with what the batch gives them.</param>
    /// <param name="costs">What speaks against an agent; null for <see cref="RouteCosts.Default"/>.</param>
    /// <remarks>
    /// <para>The same tickets and agents give the same plan, in whatever order they come. Where all tickets weigh the same, the plan is optimal. Where they do
    /// not, the question is the generalised assignment problem, which is NP-hard: then it is answered in passes, each optimal, in which an agent's room is
    /// counted in seats of the heaviest ticket that is left.</para>
    /// <para>O(n² m) for n tickets and m agents.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">A part of a request is not valid, or a ticket or agent is given twice; the message names it.</exception>
    public static BatchPlan DecideBatch(IEnumerable<BatchTicket> tickets, IEnumerable<AgentOnDuty> agents, RouteCosts? costs = null)
    {
        var batch = Ordered(tickets);
        var staff = Staff(agents);
        costs ??= RouteCosts.Default;
        var pairs = Pairs(batch, staff, costs);
        var loads = staff.ConvertAll(agent => agent.InHand);
        var assigned = ImmutableArray.CreateBuilder<BatchAssignment>();
        var left = Enumerable.Range(0, batch.Count).ToList();
        var without = new List<int>();
        while (left.Count > 0)
        {
            var weight = left.Max(ticket => batch[ticket].Needs.Weight);
            var agentOf = Pass(left, weight, pairs, staff, loads, costs);
            for (var i = 0; i < left.Count; i++)
            {
                if (agentOf[i] is >= 0 and var agent)
                {
                    var (ticket, duty) = (batch[left[i]], staff[agent] with { InHand = loads[agent] });
                    var verdict = RouteFit.Of(ticket.Needs, duty).Explain(ticket.Needs, duty, ticket.Needs.At, costs);
                    assigned.Add(new() { Ticket = ticket.Ticket, Agent = duty.Agent.Id, Cost = verdict.Cost, Reasons = verdict.Reasons });
                    loads[agent] += ticket.Needs.Weight;
                }
            }

            var rest = left.Where((_, i) => agentOf[i] < 0).ToList();
            if (rest.Count == left.Count)
            {
                // Nobody has a seat of that size left for them; lighter ones may still fit.
                without.AddRange(rest.Where(ticket => batch[ticket].Needs.Weight == weight));
                rest.RemoveAll(ticket => batch[ticket].Needs.Weight == weight);
            }

            left = rest;
        }

        var order = batch.Select((ticket, i) => (ticket.Ticket, i)).ToDictionary(item => item.Ticket, item => item.i);
        assigned.Sort((one, other) => order[one.Ticket].CompareTo(order[other.Ticket]));
        return new BatchPlan
        {
            Assigned = assigned.ToImmutable(),
            Unassigned = Unassigned(without.Order().Select(ticket => batch[ticket]), staff, loads, costs),
            TotalCost = assigned.Sum(assignment => (long)assignment.Cost),
        };
    }

    private static int[] Pass(List<int> left, int weight, int[] pairs, List<AgentOnDuty> staff, List<int> loads, RouteCosts costs)
    {
        var seats = new int[staff.Count][];
        for (var agent = 0; agent < seats.Length; agent++)
        {
            var (who, load) = (staff[agent].Agent, loads[agent]);
            seats[agent] = new int[Math.Clamp((who.Capacity - load) / weight, 0, left.Count)];
            for (var seat = 0; seat < seats[agent].Length; seat++)
            {
                seats[agent][seat] = RouteFit.CostOfLoad(who, load + seat * weight, costs);
            }
        }

        var rows = new int[left.Count * staff.Count];
        for (var i = 0; i < left.Count; i++)
        {
            pairs.AsSpan(left[i] * staff.Count, staff.Count).CopyTo(rows.AsSpan(i * staff.Count));
        }

        return staff.Count == 0 ? [.. left.Select(_ => -1)] : LeastCostAssignment.Solve(rows, seats);
    }

    private static int[] Pairs(List<BatchTicket> batch, List<AgentOnDuty> staff, RouteCosts costs)
    {
        var pairs = new int[batch.Count * staff.Count];
        for (var i = 0; i < pairs.Length; i++)
        {
            var (needs, duty) = (batch[i / staff.Count].Needs, staff[i % staff.Count]);
            var fit = RouteFit.Of(needs, duty);
            pairs[i] = fit.IsSkilled && IsOnShift(needs, duty) ? fit.CostOfSkills(needs, duty.Agent, costs) : LeastCostAssignment.Impossible;
        }

        return pairs;
    }

    private static bool IsOnShift(RouteRequest needs, AgentOnDuty duty) =>
        duty.Shift is { } shift && shift.IsOpen(needs.At)
        && (needs.ShiftLeft == Duration.Zero || shift.NextClose(needs.At) is not { } closes || closes - needs.At >= needs.ShiftLeft);

    private static ImmutableArray<UnassignedTicket> Unassigned(IEnumerable<BatchTicket> tickets, List<AgentOnDuty> staff, List<int> loads, RouteCosts costs)
    {
        var after = staff.Select((agent, i) => agent with { InHand = loads[i] }).ToList();

        // Most tickets of a batch ask for the same stretch of a shift; a year of shifts is walked once for them all.
        var shifts = new Dictionary<(Instant, Duration), List<Instant?>>();
        var unassigned = ImmutableArray.CreateBuilder<UnassignedTicket>();
        foreach (var ticket in tickets)
        {
            var asked = (ticket.Needs.At, ticket.Needs.ShiftLeft);
            if (!shifts.TryGetValue(asked, out var next))
            {
                shifts[asked] = next = after.ConvertAll(agent => NextShift(agent.Shift, asked.At, asked.ShiftLeft));
            }

            unassigned.Add(new() { Ticket = ticket.Ticket, Decision = Decide(ticket.Needs, after, costs, next) });
        }

        return unassigned.DrainToImmutable();
    }

    private static List<BatchTicket> Ordered(IEnumerable<BatchTicket> tickets)
    {
        ArgumentNullException.ThrowIfNull(tickets);
        var batch = tickets.OrderBy(ticket => ticket.RankAt ?? Instant.MaxValue).ThenBy(ticket => ticket.OpenedAt).ThenBy(ticket => ticket.Ticket.Value).ToList();
        if (batch.Count > BatchPlan.MaxTickets)
        {
            throw new ArgumentException($"The batch has {batch.Count} tickets; at most {BatchPlan.MaxTickets} are planned at once.", nameof(tickets));
        }

        var seen = new HashSet<TicketId>();
        foreach (var ticket in batch)
        {
            Require(ticket.Needs);
            if (!seen.Add(ticket.Ticket))
            {
                throw new ArgumentException($"The ticket {ticket.Ticket} is given twice.", nameof(tickets));
            }
        }

        return batch;
    }
}
