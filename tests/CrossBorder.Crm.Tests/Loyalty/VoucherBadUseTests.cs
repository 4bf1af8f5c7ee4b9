using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Bad input about a use of a voucher is named by parameter, in the pure rule as in the service.</summary>
public sealed class VoucherBadUseTests
{
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly VoucherUse Good = new() { Order = new("shop", "1"), Total = new(50m, Eur), Amount = new(5m, Eur) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, VoucherUse> BadUses => new()
    {
        { "Order", Good with { Order = default } },
        { "Account", Good with { Account = default(LoyaltyAccountId) } },
        { "Market", Good with { Market = default(MarketId) } },
        { "Segments", Good with { Segments = default } },
        { "Total", Good with { Total = new(0m, Eur) } },
        { "Total", Good with { Total = new(1e17m, Eur), Amount = null } },
        { "Amount", Good with { Amount = new(5.001m, Eur) } },
    };

    [Theory, MemberData(nameof(BadUses))]
    public async Task A_bad_use_is_named_wherever_it_is_given(string name, VoucherUse use)
    {
        using var crm = await ShopAsync();
        var voucher = (await crm.Vouchers.FindAsync("CODE", cancellationToken: Ct))!;

        Assert.Equal("use." + name, Assert.ThrowsAny<ArgumentException>(() => VoucherRules.Quote(voucher, use, crm.Now)).ParamName);
        foreach (var asked in new Func<Task>[]
        {
            () => crm.Vouchers.QuoteAsync("CODE", use, Ct).AsTask(),
            () => crm.Vouchers.RedeemAsync(new() { Code = "CODE", Key = new("r"), Use = use }, Ct).AsTask(),
            () => crm.Vouchers.HoldAsync(new() { Code = "CODE", Key = new("h"), Use = use }, Ct).AsTask(),
        })
        {
            Assert.Equal("request.Use." + name, (await Assert.ThrowsAnyAsync<ArgumentException>(asked)).ParamName);
        }

        Assert.Single((await crm.Vouchers.ReadAsync("CODE", new() { Size = 10 }, Ct)).Items);
    }

    [Fact]
    public async Task A_quote_asks_no_more_than_the_order_comes_to_and_in_its_currency()
    {
        using var crm = await ShopAsync();
        var voucher = (await crm.Vouchers.FindAsync("CODE", cancellationToken: Ct))!;

        Assert.Throws<ArgumentOutOfRangeException>(() => VoucherRules.Quote(voucher, Good with { Total = new(4.99m, Eur) }, crm.Now));
        Assert.Throws<CurrencyMismatchException>(() => VoucherRules.Quote(voucher, Good with { Amount = new(5m, new("USD")) }, crm.Now));
        Assert.Equal(500, VoucherRules.Quote(voucher, Good, crm.Now).OrThrow().Units);
    }

    /// <summary>The largest order is used, captured and refunded; a larger amount is refused by name before anything is written.</summary>
    [Fact]
    public async Task What_is_accepted_can_be_counted_to_the_end()
    {
        using var crm = await ShopAsync();
        var most = Money.FromMinorUnits(1_000_000_000_000, Eur);
        var use = Good with { Total = most, Amount = null };

        (await crm.Vouchers.HoldAsync(new() { Code = "CODE", Key = new("h"), Use = use }, Ct)).OrThrow();
        var over = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => crm.Vouchers.CaptureAsync(new() { Code = "CODE", Key = new("c"), Order = use.Order, Total = most + new Money(0.01m, Eur) }, Ct).AsTask());
        Assert.Equal("request.Total", over.ParamName);
        (await crm.Vouchers.CaptureAsync(new() { Code = "CODE", Key = new("c"), Order = use.Order, Total = most }, Ct)).OrThrow();
        over = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => crm.Vouchers.ReturnAsync(new() { Code = "CODE", Key = new("b"), Order = use.Order, Refunded = new(1e26m, Eur) }, Ct).AsTask());
        Assert.Equal("request.Refunded", over.ParamName);
        Assert.Equal(2500, (await crm.Vouchers.ReturnAsync(new() { Code = "CODE", Key = new("b"), Order = use.Order, Refunded = most }, Ct)).OrThrow().Units);
        Assert.True((await crm.Vouchers.VerifyAsync("CODE", Ct)).IsSound);
    }

    [Fact]
    public async Task A_return_prolongs_by_a_hundred_years_at_most()
    {
        using var crm = await ShopAsync();
        var terms = new VoucherTerms { Value = new(5m, Eur), ReturnedValidFor = Duration.FromDays(36_525) };

        var over = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => crm.Vouchers.IssueAsync(new() { Code = "KIND", Key = new("i"), Terms = terms with { ReturnedValidFor = Duration.FromDays(36_526) } }, Ct).AsTask());
        Assert.Equal("request.Terms.ReturnedValidFor", over.ParamName);
        (await crm.Vouchers.IssueAsync(new() { Code = "KIND", Key = new("i"), Terms = terms }, Ct)).OrThrow();
    }

    private static async Task<LoyaltyShop> ShopAsync()
    {
        var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory);
        (await crm.Vouchers.IssueAsync(new() { Code = "CODE", Key = new("issue"), Terms = new() { Value = new(25m, Eur) } }, Ct)).OrThrow();
        return crm;
    }
}
