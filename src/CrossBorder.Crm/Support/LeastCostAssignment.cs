namespace CrossBorder.Crm.Support;

/// <summary>
/// Gives tickets to agents with several seats each so that no ticket loses its place to one behind it, and the total cost is the least among all such
/// assignments. Exact, in whole numbers, and the same for the same input.
/// </summary>
/// <remarks>
/// Successive shortest augmenting paths with potentials: R. Jonker and A. Volgenant, "A shortest augmenting path algorithm for dense and sparse
/// linear assignment problems", Computing 38 (1987), with seats in place of columns. Tickets join one by one; a ticket that has a seat keeps having
/// one, so those that stay out are the last ones that had to. O(n² m) for n tickets and m agents.
/// </remarks>
internal static class LeastCostAssignment
{
    /// <summary>The cost of a pair that cannot be.</summary>
    public const int Impossible = -1;

    private const long Unreached = long.MaxValue;

    /// <summary>Solves.</summary>
    /// <param name="costs">Row by row, the ticket's cost with each agent, 0 or more, or <see cref="Impossible"/>.</param>
    /// <param name="seats">For each agent what her first, second … seat costs: never less than the one before, 0 or more.</param>
    /// <returns>For each ticket the agent, or -1.</returns>
    public static int[] Solve(ReadOnlySpan<int> costs, int[][] seats)
    {
        var agents = seats.Length;
        var tickets = agents == 0 ? 0 : costs.Length / agents;
        var agentOf = new int[tickets];
        Array.Fill(agentOf, -1);
        var has = new List<int>[agents];
        for (var agent = 0; agent < agents; agent++)
        {
            has[agent] = [];
        }

        // Reduced costs (cost + potential of the ticket - potential of the agent) are never negative, and 0 where a ticket sits.
        var ofTicket = new long[tickets];
        var ofAgent = new long[agents];
        var distance = new long[agents];
        var reachedFrom = new int[agents];
        var settled = new bool[agents];
        for (var joining = 0; joining < tickets; joining++)
        {
            var row = costs.Slice(joining * agents, agents);
            ofTicket[joining] = long.MinValue;
            for (var agent = 0; agent < agents; agent++)
            {
                if (row[agent] != Impossible)
                {
                    ofTicket[joining] = Math.Max(ofTicket[joining], ofAgent[agent] - row[agent]);
                }
            }

            Array.Fill(distance, Unreached);
            Array.Clear(settled);
            Reach(joining, from: 0, costs, ofTicket, ofAgent, distance, reachedFrom, settled);
            var (end, length) = (-1, Unreached);
            while (Nearest(distance, settled, length) is >= 0 and var agent)
            {
                settled[agent] = true;
                if (has[agent].Count < seats[agent].Length && distance[agent] + seats[agent][has[agent].Count] + ofAgent[agent] is var whole && whole < length)
                {
                    (end, length) = (agent, whole);
                }

                foreach (var ticket in has[agent])
                {
                    Reach(ticket, distance[agent], costs, ofTicket, ofAgent, distance, reachedFrom, settled);
                }
            }

            if (end < 0)
            {
                continue;
            }

            for (var agent = 0; agent < agents; agent++)
            {
                if (settled[agent] && distance[agent] < length)
                {
                    ofAgent[agent] += distance[agent] - length;
                    foreach (var ticket in has[agent])
                    {
                        ofTicket[ticket] += distance[agent] - length;
                    }
                }
            }

            ofTicket[joining] -= length;
            Move(joining, end, agentOf, has, reachedFrom);
        }

        return agentOf;
    }

    private static void Reach(
        int ticket, long from, ReadOnlySpan<int> costs, long[] ofTicket, long[] ofAgent, long[] distance, int[] reachedFrom, bool[] settled)
    {
        var row = costs.Slice(ticket * distance.Length, distance.Length);
        var start = from + ofTicket[ticket];
        for (var agent = 0; agent < row.Length; agent++)
        {
            if (row[agent] != Impossible && !settled[agent] && start + row[agent] - ofAgent[agent] is var length && length < distance[agent])
            {
                distance[agent] = length;
                reachedFrom[agent] = ticket;
            }
        }
    }

    private static int Nearest(long[] distance, bool[] settled, long below)
    {
        var nearest = -1;
        for (var agent = 0; agent < distance.Length; agent++)
        {
            if (!settled[agent] && distance[agent] < below)
            {
                (nearest, below) = (agent, distance[agent]);
            }
        }

        return nearest;
    }

    // Along the path each ticket moves on to the agent that it reached, and the last one takes the free seat.
    private static void Move(int joining, int end, int[] agentOf, List<int>[] has, int[] reachedFrom)
    {
        for (var to = end; ;)
        {
            var ticket = reachedFrom[to];
            var before = agentOf[ticket];
            agentOf[ticket] = to;
            has[to].Add(ticket);
            if (ticket == joining)
            {
                return;
            }

            has[before].Remove(ticket);
            to = before;
        }
    }
}
