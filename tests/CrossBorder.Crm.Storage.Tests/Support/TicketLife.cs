using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Support;

/// <summary>The life of some tickets, all that can happen to one among it. Every answer is kept, to be compared with that of a repetition.</summary>
internal sealed class TicketLife(ICrmTenant crm, Action<double> pass)
{
    public static readonly CustomerId Customer = CustomerId.FromExternal(new("shop", "4711"));

    private readonly List<string> answers = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public IReadOnlyList<string> Answers => answers;

    public static TicketId IdOf(string name) => TicketId.FromExternal(new("desk", name));

    /// <summary>From the first message to the second solution of <c>first</c>; <c>second</c> goes on in it, <c>third</c> is late, <c>fourth</c> waits.</summary>
    /// <param name="sweeps">Whether time is looked at; a repetition of what was asked does not.</param>
    public async Task LiveAsync(bool sweeps)
    {
        await OpenAsync(Opening("first") with
        {
            Subject = "Paczka", Attachments = [Photo("1")], Impact = TicketImpact.Medium, Urgency = TicketUrgency.Medium, Market = new("PL"), Tier = ValueTier.Vip,
            Type = "complaint", Facts = new() { Complaints = 3, Sentiment = -70, Speakers = 1 }, Source = new("desk", "first"),
        });
        await KeepAsync("answer", async () => (await crm.Tickets.AnswerAutomaticallyAsync(IdOf("first"), Ct)).OrThrow().Message!);
        await KeepAsync("assign", async () => (await crm.Tickets.AssignAsync(new() { Ticket = IdOf("first"), Key = new("assign"), Agent = TicketDesk.Ola }, Ct)).OrThrow());
        await OpenAsync(Opening("third") with { Language = new("en"), Channel = TicketDesk.WhatsApp, Origin = new() { AutoSubmitted = "auto-replied" } });
        await OpenAsync(Opening("fourth") with { Priority = TicketPriority.Low });
        pass(1.5);
        await WriteAsync("first", "r-1", TicketMessageKind.AgentReply, message => message with
        {
            Then = TicketMove.AskCustomer, FollowUpAt = TicketShop.Start + Duration.FromDays(3), Attachments = [Photo("2"), Photo("3")],
        });
        await WriteAsync("fourth", "r-1", TicketMessageKind.AgentReply, message => message with { Then = TicketMove.WaitForThirdParty, FollowUpAt = TicketShop.Start + Duration.FromHours(20) });
        pass(2);
        await WriteAsync("first", "c-1", TicketMessageKind.Customer, message => message with { Origin = new() { Precedence = "bulk" } });
        await WriteAsync("first", "n-1", TicketMessageKind.InternalNote);
        await KeepAsync("priority", async () => (await crm.Tickets.SetPriorityAsync(new() { Ticket = IdOf("first"), Key = new("p-1"), Impact = TicketImpact.High, Urgency = TicketUrgency.High }, Ct)).OrThrow());
        await KeepAsync("attribute", async () => (await crm.Tickets.SetAttributeAsync(new() { Ticket = IdOf("first"), Key = new("a-1"), Attribute = "brand", Value = "Zhōu" }, Ct)).OrThrow());
        await KeepAsync("escalate", async () => (await crm.Tickets.EscalateAsync(
            new() { Ticket = IdOf("first"), Key = new("e-1"), Level = 3, To = new() { Queue = "claims", Agent = TicketDesk.Mei }, Agent = TicketDesk.Ola }, Ct)).OrThrow());
        await KeepAsync("promise", async () => (await crm.Tickets.PromiseAnswerAsync(new() { Ticket = IdOf("first"), Key = new("w-1"), Agent = TicketDesk.Mei }, Ct)).OrThrow());
        await OpenAsync(Opening("second") with { Channel = Channel.Chat });
        pass(0.5);
        await KeepAsync("merge", async () => (await crm.Tickets.MergeAsync(new() { Ticket = IdOf("second"), Into = IdOf("first"), Key = new("m-1"), Agent = TicketDesk.Mei }, Ct)).OrThrow());
        await WriteAsync("second", "late", TicketMessageKind.Customer);
        await SweepAsync(sweeps, hours: 30);
        await WriteAsync("first", "r-2", TicketMessageKind.AgentReply, message => message with { Then = TicketMove.Solve, Agent = TicketDesk.Mei });
        await KeepAsync("rate", async () => (await crm.Tickets.RateAsync(new() { Ticket = IdOf("first"), Key = new("s-1"), Customer = Customer, Score = 2, Comment = "Za późno. 📦" }, Ct)).OrThrow());
        pass(1);
        await WriteAsync("first", "c-2", TicketMessageKind.Customer);
        await SweepAsync(sweeps, hours: 12);
        await KeepAsync("solve", async () => (await crm.Tickets.MoveAsync(new() { Ticket = IdOf("first"), Key = new("v-1"), Move = TicketMove.Solve, Agent = TicketDesk.Mei }, Ct)).OrThrow());
    }

    public async Task OpenAsync(OpenTicket request) => await KeepAsync("open", async () => (await crm.Tickets.OpenAsync(request, Ct)).OrThrow());

    public static OpenTicket Opening(string name) => new()
    {
        Ticket = IdOf(name), Key = new($"open-{name}"), Customer = Customer, Channel = Channel.Email, Language = new("pl"), Text = "Gdzie jest moja paczka?",
    };

    public async Task WriteAsync(string name, string key, TicketMessageKind sort, Func<AddMessage, AddMessage>? change = null)
    {
        var message = new AddMessage
        {
            Ticket = IdOf(name), Key = new(key), Sort = sort, Channel = Channel.Email, Text = $"{key}: \"zażółć\"", Agent = sort == TicketMessageKind.Customer ? null : TicketDesk.Ola,
        };
        await KeepAsync(key, async () => (await crm.Tickets.AddMessageAsync(change is null ? message : change(message), Ct)).OrThrow());
    }

    private async Task SweepAsync(bool sweeps, double hours)
    {
        pass(hours);
        if (sweeps)
        {
            Assert.Equal(0, (await crm.Tickets.RunOnceAsync(Ct)).Failed);
        }
    }

    private async Task KeepAsync<T>(string what, Func<Task<T>> ask) => answers.Add($"{what}: {await ask()}");

    private static MessageAttachment Photo(string number) => new() { Name = $"zdjęcie {number}.png", MediaType = "image/png", Size = 1234, Reference = new ExternalRef("files", number) };
}
