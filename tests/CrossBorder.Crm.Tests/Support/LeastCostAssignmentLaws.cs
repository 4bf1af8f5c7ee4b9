using CrossBorder.Crm.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CrossBorder.Crm.Tests.Support;

/// <summary>The assignment against all assignments there are: which tickets get a seat, and at what total cost.</summary>
public sealed class LeastCostAssignmentLaws
{
    [Fact]
    public void Seven_tickets_and_seven_agents_are_assigned_at_the_least_cost() =>
        Holds(maxTest: 2000, Problems(tickets: Gen.Constant(7), agents: Gen.Constant(7), seats: Gen.Constant(1), highest: 1000, impossible: 0));

    [Fact]
    public void Pairs_that_cannot_be_are_never_made_and_the_last_tickets_stay_out() =>
        Holds(maxTest: 3000, Problems(tickets: Gen.Choose(0, 7), agents: Gen.Choose(1, 6), seats: Gen.Constant(1), highest: 20, impossible: 60));

    [Fact]
    public void Seats_that_cost_more_and_more_are_filled_at_the_least_cost() =>
        Holds(maxTest: 3000, Problems(tickets: Gen.Choose(1, 6), agents: Gen.Choose(1, 4), seats: Gen.Choose(0, 3), highest: 12, impossible: 30));

    [Fact]
    public void Costs_up_to_the_largest_do_not_overflow() =>
        Holds(maxTest: 300, Problems(tickets: Gen.Constant(5), agents: Gen.Constant(4), seats: Gen.Choose(1, 2), highest: int.MaxValue, impossible: 10));

    [Fact]
    public void Without_agents_or_tickets_there_is_nothing_to_give() => Assert.Empty(LeastCostAssignment.Solve([], []));

    private static void Holds(int maxTest, Gen<Problem> problems) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(maxTest),
        Prop.ForAll(Arb.From(problems), problem =>
        {
            var found = problem.Judge(LeastCostAssignment.Solve(problem.Costs, problem.Seats));
            return (found == problem.Best()).Label($"{found} against {problem.Best()}");
        }));

    private static Gen<Problem> Problems(Gen<int> tickets, Gen<int> agents, Gen<int> seats, int highest, int impossible) =>
        from n in tickets
        from m in agents
        from costs in Gen.ArrayOf(
            from cost in Gen.Choose(0, highest)
            from die in Gen.Choose(0, 99)
            select die < impossible ? LeastCostAssignment.Impossible : cost, n * m)
        from prices in Gen.ArrayOf(from count in seats from steps in Gen.ArrayOf(Gen.Choose(0, Math.Min(highest, 1_000_000) / 2), count) select steps, m)
        select new Problem(costs, [.. prices.Select(steps => steps.Order().ToArray())]);

    /// <summary>Which tickets have a seat, the first in front, and what that costs.</summary>
    private readonly record struct Outcome(string Seated, long Cost);

    private sealed record Problem(int[] Costs, int[][] Seats)
    {
        private int Tickets => Costs.Length / Seats.Length;

        public Outcome Judge(int[] agentOf)
        {
            var taken = new int[Seats.Length];
            var cost = 0L;
            for (var ticket = 0; ticket < Tickets; ticket++)
            {
                if (agentOf[ticket] is >= 0 and var agent)
                {
                    Assert.NotEqual(LeastCostAssignment.Impossible, Costs[ticket * Seats.Length + agent]);
                    cost += (long)Costs[ticket * Seats.Length + agent] + Seats[agent][taken[agent]++];
                }
            }

            return new(string.Concat(agentOf.Select(agent => agent < 0 ? '-' : 'x')), cost);
        }

        public Outcome Best()
        {
            Outcome? best = null;
            Walk(0, "", 0, new int[Seats.Length], ref best);
            return best!.Value;
        }

        // All of them, one ticket after the other; what is already behind the best one is not followed.
        private void Walk(int ticket, string seated, long cost, int[] taken, ref Outcome? best)
        {
            if (best is { } known && Order(seated, known.Seated[..ticket]) < 0)
            {
                return;
            }

            if (ticket == Tickets)
            {
                var order = best is { } other ? Order(seated, other.Seated) : 1;
                best = order > 0 || (order == 0 && cost < best!.Value.Cost) ? new(seated, cost) : best;
                return;
            }

            for (var agent = 0; agent < Seats.Length; agent++)
            {
                if (Costs[ticket * Seats.Length + agent] is not LeastCostAssignment.Impossible and var price && taken[agent] < Seats[agent].Length)
                {
                    var seat = Seats[agent][taken[agent]++];
                    Walk(ticket + 1, seated + 'x', cost + price + seat, taken, ref best);
                    taken[agent]--;
                }
            }

            Walk(ticket + 1, seated + '-', cost, taken, ref best);
        }

        // 'x' is after '-': the more of the first tickets are seated, the later.
        private static int Order(string one, string other) => string.CompareOrdinal(one, other);
    }
}
