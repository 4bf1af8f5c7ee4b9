using CrossBorder.Crm.Support;

namespace CrossBorder.Crm.Tests.Support;

public sealed class TicketTransitionsTests
{
    // Rows are statuses, columns moves; "-" is not open. Written out once more on purpose: the table is what hosts rely on.
    private const string Expected =
        """
                 CustomerReplied AgentReplied AskCustomer WaitForThirdParty Resume Solve  Reopen Close
        New      New             Open         Pending     Hold              Open   Solved -      -
        Open     Open            Open         Pending     Hold              Open   Solved -      -
        Pending  Open            Pending      Pending     Hold              Open   Solved -      -
        Hold     Open            Hold         Pending     Hold              Open   Solved -      -
        Solved   Open            Solved       -           -                 -      -      Open   Closed
        Closed   -               -            -           -                 -      -      -      -
        """;

    [Fact]
    public void Every_pair_of_status_and_move_is_as_the_table_says()
    {
        var lines = Expected.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.Equal(Enum.GetNames<TicketMove>(), lines[0]);
        Assert.Equal(Enum.GetNames<TicketStatus>(), lines[1..].Select(line => line[0]));
        foreach (var line in lines[1..])
        {
            foreach (var (move, to) in Enum.GetValues<TicketMove>().Zip(line[1..]))
            {
                Assert.Equal(to, TicketTransitions.To(Enum.Parse<TicketStatus>(line[0]), move)?.ToString() ?? "-");
            }
        }
    }

    [Fact]
    public void The_table_can_be_listed() => Assert.All(TicketTransitions.All, row => Assert.Equal(row.To, TicketTransitions.To(row.From, row.Move)));
}
