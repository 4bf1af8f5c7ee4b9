using CrossBorder.Crm.Customers;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Tests.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Customers;

public sealed class CustomerActivityServiceTests
{
    private static readonly CustomerId Customer = CustomerId.FromExternal(new("shop", "c1"));
    private static readonly CurrencyCode Eur = new("EUR");

    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task Orders_refunds_cancellations_and_credits_add_up(TestStorage storage)
    {
        using var shop = new CustomersShop(storage);
        await shop.Crm.Activity.RecordOrderAsync(Order(1, 100m), Ct);
        await shop.Crm.Activity.RecordOrderAsync(Order(2, 50m), Ct);

        var refund = (await shop.Crm.Activity.RecordRefundAsync(Refund(1, "f1", 30m), Ct)).OrThrow();
        var cancelled = (await shop.Crm.Activity.RecordCancellationAsync(Cancel(1), Ct)).OrThrow();
        await shop.Crm.Activity.RecordCreditAsync(
            new() { Customer = Customer, Credit = new("shop", "x"), OccurredAt = CustomersShop.Start, Amount = new(5m, Eur), ReportingCurrency = Eur, ReportingRate = 1m }, Ct);

        Assert.Equal((new Money(100m, Eur), new Money(30m, Eur)), (refund.OrderTotal, refund.TakenBack));
        Assert.Equal(new Money(70m, Eur), cancelled.TakenBack);
        var state = (await shop.Crm.Activity.GetAsync(Customer, Ct))!;
        Assert.Equal((1, 1, 45m), (state.Orders, state.CancelledOrders, state.Net.Single().Amount));
        Assert.Equal(At(2), state.FirstPurchaseAt);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_repeated_request_gives_the_first_receipt_and_another_one_under_its_key_is_an_error(TestStorage storage)
    {
        using var shop = new CustomersShop(storage);
        var first = await shop.Crm.Activity.RecordOrderAsync(Order(1, 100m), Ct);

        Assert.Equal(first, await shop.Crm.Activity.RecordOrderAsync(Order(1, 100.00m), Ct));
        await Assert.ThrowsAsync<IdempotencyMismatchException>(() => shop.Crm.Activity.RecordOrderAsync(Order(1, 101m), Ct).AsTask());
        Assert.Single((await shop.Crm.Activity.ReadAsync(Customer, new(), Ct)).Items);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task What_cannot_be_refunded_says_why(TestStorage storage)
    {
        using var shop = new CustomersShop(storage);
        await shop.Crm.Activity.RecordOrderAsync(Order(1, 100m), Ct);

        Assert.Equal("customers.unknown_order", (await shop.Crm.Activity.RecordRefundAsync(Refund(9, "f", 1m), Ct)).Error.Code);
        Assert.Equal("customers.refund_exceeds_order", (await shop.Crm.Activity.RecordRefundAsync(Refund(1, "f", 101m), Ct)).Error.Code);
        await shop.Crm.Activity.RecordCancellationAsync(Cancel(1), Ct);
        Assert.Equal("customers.order_cancelled", (await shop.Crm.Activity.RecordRefundAsync(Refund(1, "f", 1m), Ct)).Error.Code);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task The_last_purchase_is_known_however_many_of_the_latest_orders_are_called_off(TestStorage storage)
    {
        using var shop = new CustomersShop(storage);
        for (var i = 1; i <= 30; i++)
        {
            await shop.Crm.Activity.RecordOrderAsync(Order(i, 10m), Ct);
        }

        for (var i = 30; i > 3; i--)
        {
            Assert.True((await shop.Crm.Activity.RecordCancellationAsync(Cancel(i), Ct)).IsSuccess);
            var state = (await shop.Crm.Activity.GetAsync(Customer, Ct))!;
            Assert.Equal((i - 1, At(i - 1), At(1)), (state.Orders, state.LastPurchaseAt, state.FirstPurchaseAt));
        }
    }

    [Fact]
    public async Task Bad_input_is_named_before_anything_is_written()
    {
        using var shop = new CustomersShop(TestStorage.InMemory);

        Assert.Equal("request.Total", (await Assert.ThrowsAnyAsync<ArgumentException>(() => shop.Crm.Activity.RecordOrderAsync(Order(1, -1m), Ct).AsTask())).ParamName);
        Assert.Equal("request.Amount", (await Assert.ThrowsAnyAsync<ArgumentException>(() => shop.Crm.Activity.RecordRefundAsync(Refund(1, "f", 0m), Ct).AsTask())).ParamName);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => shop.Crm.Activity.RecordOrderAsync(Order(1, 1m) with { Customer = default }, Ct).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => shop.Crm.Activity.RecordOrderAsync(Order(1, 1m) with { Order = default }, Ct).AsTask());
        Assert.Null(await shop.Crm.Activity.GetAsync(Customer, Ct));
    }

    private static Instant At(int number) => CustomersShop.Start - Duration.FromDays(100 - number);

    private static RecordOrder Order(int number, decimal total) => new()
    {
        Customer = Customer,
        Order = new("shop", $"{number}"),
        OccurredAt = At(number),
        Total = new(total, Eur),
        Market = new("DE"),
        Terms = new() { ReportingCurrency = Eur, ReportingRate = 1m },
    };

    private static RecordRefund Refund(int order, string refund, decimal amount) =>
        new() { Customer = Customer, Order = new("shop", $"{order}"), Refund = new("shop", refund), OccurredAt = CustomersShop.Start, Amount = new(amount, Eur) };

    private static RecordCancellation Cancel(int order) => new() { Customer = Customer, Order = new("shop", $"{order}"), OccurredAt = CustomersShop.Start };
}
