using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

public sealed class DeskRulesTests
{
    [Theory]
    [InlineData(TicketImpact.High, TicketUrgency.High, TicketPriority.Urgent)]
    [InlineData(TicketImpact.High, TicketUrgency.Medium, TicketPriority.High)]
    [InlineData(TicketImpact.Medium, TicketUrgency.High, TicketPriority.High)]
    [InlineData(TicketImpact.High, TicketUrgency.Low, TicketPriority.Normal)]
    [InlineData(TicketImpact.Medium, TicketUrgency.Medium, TicketPriority.Normal)]
    [InlineData(TicketImpact.Low, TicketUrgency.High, TicketPriority.Normal)]
    [InlineData(TicketImpact.Medium, TicketUrgency.Low, TicketPriority.Low)]
    [InlineData(TicketImpact.Low, TicketUrgency.Medium, TicketPriority.Low)]
    [InlineData(TicketImpact.Low, TicketUrgency.Low, TicketPriority.Low)]
    public void The_default_matrix_goes_down_a_step_with_each_step_of_impact_or_urgency(TicketImpact impact, TicketUrgency urgency, TicketPriority priority) =>
        Assert.Equal(priority, DeskRules.Default.Matrix.PriorityOf(impact, urgency));

    [Fact]
    public void A_channel_that_is_not_named_takes_one_unit()
    {
        var rules = new DeskRules { Channels = [new() { Channel = Channel.Chat, Weight = 3, HandlingTime = Duration.FromMinutes(20) }] };

        Assert.Equal((3, Duration.FromMinutes(20)), (rules.LoadOf("chat").Weight, rules.LoadOf("chat").HandlingTime));
        Assert.Equal((1, Duration.Zero), (rules.LoadOf("email").Weight, rules.LoadOf(null).HandlingTime));
    }

    [Fact]
    public void Rules_that_are_not_valid_are_refused_by_their_place()
    {
        DeskRulesValidation.Require(DeskRules.Default);
        var cells = PriorityMatrix.Itil.Cells;

        Refused("matrix: has no cell for impact Low and urgency Low", new() { Matrix = new() { Cells = cells.RemoveAt(8) } });
        Refused("matrix[9]: impact High and urgency High are given twice", new() { Matrix = new() { Cells = cells.Add(cells[0]) } });
        Refused("matrix[0]", new() { Matrix = new() { Cells = cells.SetItem(0, cells[0] with { Priority = (TicketPriority)7 }) } });
        Refused("channels[0]: the weight is 0", new() { Channels = [new() { Channel = Channel.Chat, Weight = 0 }] });
        Refused("channels[0]: the handling time", new() { Channels = [new() { Channel = Channel.Chat, HandlingTime = Duration.FromDays(32) }] });
        Refused("channels[1]: 'chat' is no channel or is given twice", new() { Channels = [new() { Channel = Channel.Chat }, new() { Channel = Channel.Chat }] });
        Refused("costs.otherAgent: the cost is -1", new() { Costs = new() { OtherAgent = -1 } });
        Refused("costs.load: the cost is 1000001", new() { Costs = new() { Load = 1_000_001 } });
        Refused("handover: 9", new() { Handover = (HandoverRule)9 });
        Assert.Throws<ArgumentException>(() => new PriorityMatrix { Cells = [] }.PriorityOf(TicketImpact.Low, TicketUrgency.Low));
    }

    private static void Refused(string fault, DeskRules rules) =>
        Assert.Contains(fault, Assert.Throws<ArgumentException>(() => DeskRulesValidation.Require(rules)).Message, StringComparison.Ordinal);
}
