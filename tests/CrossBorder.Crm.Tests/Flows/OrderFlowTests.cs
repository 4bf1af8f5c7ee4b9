using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Flows;

public sealed class OrderFlowTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_raises_the_tier_and_earns_for_its_goods_only()
    {
        using var shop = await FlowShop.OpenAsync();

        var outcome = (await shop.Orders.RecordAsync(FlowShop.Order("1", 250m), Ct)).OrThrow();

        Assert.Equal(new Points(245), outcome.Earned!.Points);
        Assert.Equal(ValueTier.Important, outcome.Membership!.Tier);
        Assert.Null(outcome.Terms.Tier);
        var next = (await shop.Orders.RecordAsync(FlowShop.Order("2", 1000m), Ct)).OrThrow();
        Assert.Equal((ValueTier.Important, ValueTier.Vip), (next.Terms.Tier!.Value, next.Membership!.Tier));
    }

    [Fact]
    public async Task A_repeated_order_keeps_the_terms_of_its_first_recording()
    {
        using var shop = await FlowShop.OpenAsync();
        var first = (await shop.Orders.RecordAsync(FlowShop.Order("1", 250m), Ct)).OrThrow();
        var program = (await shop.Crm.Loyalty.FindProgramAsync(cancellationToken: Ct))!;
        await shop.Crm.Loyalty.SetProgramAsync(program with { Rates = [new() { Unit = new(1m, FlowShop.Eur), Points = new(5) }] }, Ct);

        var again = (await shop.Orders.RecordAsync(FlowShop.Order("1", 250m), Ct)).OrThrow();

        Assert.Equal(first.Terms, again.Terms);
        Assert.Equal(first.Earned, again.Earned);
    }

    [Fact]
    public async Task A_foreign_order_is_converted_at_the_rate_of_its_day()
    {
        using var shop = await FlowShop.OpenAsync();
        var order = FlowShop.Order("1", 250m) with { Total = new(50_000m, FlowShop.Jpy), Goods = null };

        var outcome = (await shop.Orders.RecordAsync(order, Ct)).OrThrow();

        Assert.Equal(new Points(300), outcome.Earned!.Points);
        Assert.Equal((0.006m, 0.006m), (outcome.Terms.ReportingRate, outcome.Terms.ProgramRate!.Value));
        var state = (await shop.Crm.Activity.GetAsync(FlowShop.Customer, Ct))!;
        Assert.Equal([new Money(50_000m, FlowShop.Jpy)], state.Net);
        Assert.Equal([new Money(300m, FlowShop.Eur)], state.ReportingNet);
    }

    [Fact]
    public async Task A_missing_rate_names_the_day_and_the_pair_and_nothing_is_recorded()
    {
        using var shop = await FlowShop.OpenAsync();
        var order = FlowShop.Order("1", 1m) with { Total = new(10m, new("BRL")), Goods = null };

        var error = await Assert.ThrowsAsync<MissingExchangeRateException>(() => shop.Orders.RecordAsync(order, Ct).AsTask());

        Assert.Contains("BRL to EUR on 2026-03-02", error.Message, StringComparison.Ordinal);
        Assert.Null(await shop.Crm.Activity.GetAsync(FlowShop.Customer, Ct));
    }

    [Fact]
    public async Task A_refund_takes_back_points_in_proportion_and_may_cost_the_tier_later()
    {
        using var shop = await FlowShop.OpenAsync();
        await shop.Orders.RecordAsync(FlowShop.Order("1", 250m), Ct);

        var half = (await shop.Orders.RefundAsync(
            new() { Customer = FlowShop.Customer, Order = new("shop", "1"), Refund = new("shop", "f1"), OccurredAt = FlowShop.Start, Amount = new(125m, FlowShop.Eur) }, Ct)).OrThrow();
        var rest = (await shop.Orders.CancelAsync(new() { Customer = FlowShop.Customer, Order = new("shop", "1"), OccurredAt = FlowShop.Start }, Ct)).OrThrow();

        Assert.Equal((123, 122), (half.Refunded!.Due.Value, rest.Refunded!.Due.Value));
        Assert.Equal(0, (await shop.Crm.Loyalty.GetBalanceAsync(LoyaltyAccountId.Of(FlowShop.Customer), cancellationToken: Ct)).Available.Value);
        Assert.Equal(ValueTier.Important, rest.Membership!.Tier);
    }

    [Fact]
    public async Task A_refund_of_an_order_paid_in_part_with_points_gives_points_and_money_back()
    {
        using var shop = await FlowShop.OpenAsync();
        var account = LoyaltyAccountId.Of(FlowShop.Customer);
        await shop.Orders.RecordAsync(FlowShop.Order("1", 250m), Ct);
        (await shop.Crm.Loyalty.AuthorizeAsync(
            new() { Account = account, Key = new("hold"), Points = new(200), Order = new("shop", "2"), Value = new(20m, FlowShop.Eur) }, Ct)).OrThrow();
        await shop.Orders.RecordAsync(FlowShop.Order("2", 100m) with { Goods = new(80m, FlowShop.Eur) }, Ct);
        (await shop.Crm.Loyalty.CaptureAsync(new() { Account = account, Key = new("capture"), Order = new("shop", "2") }, Ct)).OrThrow();

        var half = (await shop.Orders.RefundAsync(
            new() { Customer = FlowShop.Customer, Order = new("shop", "2"), Refund = new("shop", "f1"), OccurredAt = FlowShop.Start, Amount = new(50m, FlowShop.Eur) }, Ct)).OrThrow().Refunded!;

        // Half of the 200 points, worth 10 euros, come back, the other 40 in money; half of the 80 points that the money earned go.
        Assert.Equal((new Points(100), new Money(40m, FlowShop.Eur), new Points(40)), (half.Returned, half.Cash, half.Due));
    }

    [Fact]
    public async Task A_refund_before_its_order_is_refused_by_name()
    {
        using var shop = await FlowShop.OpenAsync();

        var refused = await shop.Orders.RefundAsync(
            new() { Customer = FlowShop.Customer, Order = new("shop", "1"), Refund = new("shop", "f1"), OccurredAt = FlowShop.Start, Amount = new(1m, FlowShop.Eur) }, Ct);

        Assert.Equal("customers.unknown_order", refused.Error.Code);
    }

    [Fact]
    public async Task Goods_that_are_not_a_part_of_the_total_are_refused()
    {
        using var shop = await FlowShop.OpenAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => shop.Orders.RecordAsync(FlowShop.Order("1", 10m) with { Goods = new(11m, FlowShop.Eur) }, Ct).AsTask());
    }
}
