using CrossBorder.Crm.Customers;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Flows;

/// <summary>A flow that dies between any two steps and is repeated ends as if it had never died.</summary>
public sealed class FlowRetryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task An_order() => EndsTheSame(async shop => Assert.True((await shop.Orders.RecordAsync(FlowShop.Order("1", 250m), Ct)).IsSuccess));

    [Fact]
    public Task An_order_and_its_refund() => EndsTheSame(async shop =>
    {
        Assert.True((await shop.Orders.RecordAsync(FlowShop.Order("1", 250m), Ct)).IsSuccess);
        Assert.True((await shop.Orders.RefundAsync(Refund(100m), Ct)).IsSuccess);
    });

    [Fact]
    public Task An_order_that_is_called_off() => EndsTheSame(async shop =>
    {
        Assert.True((await shop.Orders.RecordAsync(FlowShop.Order("1", 250m), Ct)).IsSuccess);
        Assert.True((await shop.Orders.RefundAsync(Refund(100m), Ct)).IsSuccess);
        Assert.True((await shop.Orders.CancelAsync(new() { Customer = FlowShop.Customer, Order = new("shop", "1"), OccurredAt = FlowShop.Start }, Ct)).IsSuccess);
    });

    [Fact]
    public Task A_concern() => EndsTheSame(async shop =>
    {
        Assert.True((await shop.Orders.RecordAsync(FlowShop.Order("1", 250m), Ct)).IsSuccess);
        Assert.True((await shop.Tickets.ReceiveAsync(new() { Source = new("mail", "m1"), Customer = FlowShop.Customer, Channel = Channel.Email, Text = "Wo ist mein Paket?" }, Ct)).IsSuccess);
    });

    [Fact]
    public Task A_concern_with_files_that_is_answered_automatically() => EndsTheSame(async shop =>
    {
        Assert.True((await shop.Orders.RecordAsync(FlowShop.Order("1", 250m), Ct)).IsSuccess);
        await shop.Crm.Tickets.SaveSettingsAsync(TicketFlowTests.Answering, cancellationToken: Ct);
        var outcome = (await shop.Tickets.ReceiveAsync(TicketFlowTests.Concern with { Attachments = [TicketFlowTests.Photo] }, Ct)).OrThrow();
        Assert.NotNull(outcome.FirstAnswer!.Message);
        Assert.NotNull(outcome.Ticket.Assignee);
    });

    private static RecordRefund Refund(decimal amount) => new()
    {
        Customer = FlowShop.Customer,
        Order = new("shop", "1"),
        Refund = new("shop", "f1"),
        OccurredAt = FlowShop.Start,
        Amount = new(amount, FlowShop.Eur),
    };

    private static async Task EndsTheSame(Func<FlowShop, Task> flow)
    {
        var (calls, end) = await RunAsync(flow, diesAt: null, takesEffect: false);
        Assert.True(calls > 3, "the flow calls the storage in several steps");
        for (var call = 1; call <= calls; call++)
        {
            foreach (var takesEffect in new[] { false, true })
            {
                var (_, other) = await RunAsync(flow, call, takesEffect);
                Assert.True(end == other, $"Died at call {call}, {(takesEffect ? "after" : "before")} it took effect:\n{other}\ninstead of\n{end}");
            }
        }
    }

    private static async Task<(int Calls, string End)> RunAsync(Func<FlowShop, Task> flow, int? diesAt, bool takesEffect)
    {
        using var shop = await FlowShop.OpenAsync();
        shop.Engine.DieAt(diesAt ?? int.MaxValue, takesEffect);
        if (diesAt is not null)
        {
            await Assert.ThrowsAsync<SimulatedCrashException>(() => flow(shop));
            shop.Engine.Survive();
        }

        await flow(shop);
        var calls = shop.Engine.Calls;

        // Once more for good measure: a repetition of what is done changes nothing.
        await flow(shop);
        return (calls, await shop.EndAsync());
    }
}
