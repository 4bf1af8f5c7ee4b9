using CrossBorder.Crm.Flows;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;

namespace CrossBorder.Crm.Tests.Flows;

public sealed class TicketFlowTests
{
    public static readonly SupportSettings Answering = new()
    {
        AutomaticAnswers = [new() { Code = "received", Texts = [new(new("de"), "Ihre Nachricht ist da.")] }],
    };

    public static readonly MessageAttachment Photo = new() { Name = "paket.png", MediaType = "image/png", Size = 1234, Reference = new("files", "1") };

    public static readonly CustomerConcern Concern = new()
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
    public async Task Her_files_go_with_her_message_and_the_desk_s_rule_answers_first_once()
    {
        using var shop = await FlowShop.OpenAsync();
        await shop.Crm.Tickets.SaveSettingsAsync(Answering, cancellationToken: Ct);

        var outcome = (await shop.Tickets.ReceiveAsync(Concern with { Attachments = [Photo] }, Ct)).OrThrow();
        var again = (await shop.Tickets.ReceiveAsync(Concern with { Attachments = [Photo] }, Ct)).OrThrow();

        Assert.Equal(("Ihre Nachricht ist da.", "received"), (outcome.FirstAnswer!.Draft!.Text, outcome.FirstAnswer.Draft.Rule));
        Assert.Equal(("already_given", outcome.FirstAnswer.Message), (again.FirstAnswer!.Reason, again.FirstAnswer.Message));
        var messages = (await shop.Crm.Tickets.MessagesAsync(outcome.Ticket.Id, new(), Ct)).Items;
        Assert.Equal(2, messages.Count);
        Assert.Equal([Photo], messages.Single(message => message.Sort == TicketMessageKind.Customer).Attachments);
        Assert.Equal(0, outcome.Ticket.AgentReplies);
        Assert.NotNull(outcome.Ticket.Assignee);
    }

    [Fact]
    public async Task No_machine_is_answered_and_a_desk_without_rules_says_nothing()
    {
        using var shop = await FlowShop.OpenAsync();
        Assert.Null((await shop.Tickets.ReceiveAsync(Concern, Ct)).OrThrow().FirstAnswer);
        await shop.Crm.Tickets.SaveSettingsAsync(Answering, cancellationToken: Ct);

        var machine = (await shop.Tickets.ReceiveAsync(
            Concern with { Source = new("mail", "m2"), Origin = new() { AutoSubmitted = "auto-replied" } }, Ct)).OrThrow();

        Assert.Equal("auto_submitted", machine.FirstAnswer!.Reason);
        Assert.Equal(MachineSign.AutoSubmitted, machine.Ticket.LastMessageFrom);
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
