using CrossBorder.Crm.Flows;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;

namespace CrossBorder.Crm.Tests.Flows;

public sealed class TicketFlowTests
{
    private static readonly CustomerConcern Concern = new()
    {
        Source = new("mail", "m1"),
        Customer = FlowShop.Customer,
        Channel = Channel.Email,
        Type = "complaint",
        Text = "Wo ist mein Paket?",
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_becomes_a_ticket_with_her_standing_and_goes_to_who_speaks_her_language()
    {
        using var shop = await FlowShop.OpenAsync();
        await shop.Orders.RecordAsync(FlowShop.Order("1", 2000m), Ct);

        var outcome = (await shop.Tickets.ReceiveAsync(Concern, Ct)).OrThrow();

        Assert.Equal(AgentId.FromExternal(new("staff", "anna")), outcome.Ticket.Assignee);
        Assert.Equal(("vip", "DE", "de-DE"), (outcome.Ticket.Attributes["tier"], outcome.Ticket.Attributes["market"], outcome.Ticket.Attributes["language"]));
        Assert.Equal(2, outcome.Route!.Verdicts.Length);
    }

    [Fact]
    public async Task Nobody_who_speaks_her_language_is_an_outcome_with_reasons()
    {
        using var shop = await FlowShop.OpenAsync();

        var outcome = (await shop.Tickets.ReceiveAsync(Concern with { Language = new("sw") }, Ct)).OrThrow();
        var customer = (await shop.Crm.Customers.FindAsync(FlowShop.Customer, Ct))!.Value;

        Assert.Null(outcome.Ticket.Assignee);
        Assert.NotEmpty(outcome.Route!.Verdicts);
        Assert.All(outcome.Route.Verdicts, verdict => Assert.Contains(verdict.Reasons, reason => reason.Code == "no_language"));
        Assert.Equal(2, customer.Value.Languages.Length);
    }

    [Fact]
    public async Task A_repetition_gives_the_same_ticket_although_her_tier_has_changed()
    {
        using var shop = await FlowShop.OpenAsync();
        var first = (await shop.Tickets.ReceiveAsync(Concern, Ct)).OrThrow();
        await shop.Orders.RecordAsync(FlowShop.Order("1", 2000m), Ct);

        var again = (await shop.Tickets.ReceiveAsync(Concern, Ct)).OrThrow();

        Assert.Equal(first.Ticket.Id, again.Ticket.Id);
        Assert.Null(again.Route);
        Assert.Single((await shop.Crm.Tickets.ListAsync(new() { Customer = FlowShop.Customer }, new(), Ct)).Items);
    }
}
