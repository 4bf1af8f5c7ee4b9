using System.Collections.Frozen;

namespace CrossBorder.Crm.Support;

/// <summary>Every move that a ticket can make. What does not stand here is refused.</summary>
public static class TicketTransitions
{
    private static readonly FrozenDictionary<(TicketStatus From, TicketMove Move), TicketStatus> Next =
        new Dictionary<(TicketStatus, TicketMove), TicketStatus>
        {
            [(TicketStatus.New, TicketMove.CustomerReplied)] = TicketStatus.New,
            [(TicketStatus.New, TicketMove.AgentReplied)] = TicketStatus.Open,
            [(TicketStatus.New, TicketMove.AskCustomer)] = TicketStatus.Pending,
            [(TicketStatus.New, TicketMove.WaitForThirdParty)] = TicketStatus.Hold,
            [(TicketStatus.New, TicketMove.Resume)] = TicketStatus.Open,
            [(TicketStatus.New, TicketMove.Solve)] = TicketStatus.Solved,

            [(TicketStatus.Open, TicketMove.CustomerReplied)] = TicketStatus.Open,
            [(TicketStatus.Open, TicketMove.AgentReplied)] = TicketStatus.Open,
            [(TicketStatus.Open, TicketMove.AskCustomer)] = TicketStatus.Pending,
            [(TicketStatus.Open, TicketMove.WaitForThirdParty)] = TicketStatus.Hold,
            [(TicketStatus.Open, TicketMove.Resume)] = TicketStatus.Open,
            [(TicketStatus.Open, TicketMove.Solve)] = TicketStatus.Solved,

            [(TicketStatus.Pending, TicketMove.CustomerReplied)] = TicketStatus.Open,
            [(TicketStatus.Pending, TicketMove.AgentReplied)] = TicketStatus.Pending,
            [(TicketStatus.Pending, TicketMove.AskCustomer)] = TicketStatus.Pending,
            [(TicketStatus.Pending, TicketMove.WaitForThirdParty)] = TicketStatus.Hold,
            [(TicketStatus.Pending, TicketMove.Resume)] = TicketStatus.Open,
            [(TicketStatus.Pending, TicketMove.Solve)] = TicketStatus.Solved,

            [(TicketStatus.Hold, TicketMove.CustomerReplied)] = TicketStatus.Open,
            [(TicketStatus.Hold, TicketMove.AgentReplied)] = TicketStatus.Hold,
            [(TicketStatus.Hold, TicketMove.AskCustomer)] = TicketStatus.Pending,
            [(TicketStatus.Hold, TicketMove.WaitForThirdParty)] = TicketStatus.Hold,
            [(TicketStatus.Hold, TicketMove.Resume)] = TicketStatus.Open,
            [(TicketStatus.Hold, TicketMove.Solve)] = TicketStatus.Solved,

            // A ticket is not solved twice, and the courtesy of an agent does not open it again.
            [(TicketStatus.Solved, TicketMove.CustomerReplied)] = TicketStatus.Open,
            [(TicketStatus.Solved, TicketMove.AgentReplied)] = TicketStatus.Solved,
            [(TicketStatus.Solved, TicketMove.Reopen)] = TicketStatus.Open,
            [(TicketStatus.Solved, TicketMove.Close)] = TicketStatus.Closed,

            // Closed is for good: whoever writes after it opens another ticket.
        }.ToFrozenDictionary();

    /// <summary>All moves that are open, in the order of the table.</summary>
    public static IEnumerable<(TicketStatus From, TicketMove Move, TicketStatus To)> All =>
        from entry in Next orderby entry.Key.From, entry.Key.Move select (entry.Key.From, entry.Key.Move, entry.Value);

    /// <summary>Where a move leads, or null where it is not open.</summary>
    /// <param name="from">The status now.</param>
    /// <param name="move">The move.</param>
    public static TicketStatus? To(TicketStatus from, TicketMove move) => Next.TryGetValue((from, move), out var to) ? to : null;
}
