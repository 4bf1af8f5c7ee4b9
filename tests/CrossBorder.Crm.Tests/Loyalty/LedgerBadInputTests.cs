using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Bad input is named, nothing is written, and the request's name is free again.</summary>
public sealed class LedgerBadInputTests
{
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly ExternalRef Order = new("shop", "4711");
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));
    private static readonly LoyaltyAccountId Other = LoyaltyAccountId.FromExternal(new("shop", "m2"));

    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(0), InlineData(-1), InlineData(long.MinValue)]
    public async Task Points_below_one(long points)
    {
        using var crm = await OpenAsync(TestStorage.InMemory);
        var (key, none) = (new IdempotencyKey("free"), new Points(points));

        await Named(crm, "request.Points", () => crm.Loyalty.EarnAsync(new() { Account = Account, Key = key, Points = none }, Ct));
        await Named(crm, "request.Points", () => crm.Loyalty.RedeemAsync(new() { Account = Account, Key = key, Points = none }, Ct));
        await Named(crm, "request.Points", () => crm.Loyalty.AuthorizeAsync(new() { Account = Account, Key = key, Points = none }, Ct));
        await Named(crm, "request.Points", () => crm.Loyalty.AdjustHoldAsync(new() { Account = Account, Key = key, Hold = "hold", Points = none }, Ct));
        await Named(crm, "request.Points", () => crm.Loyalty.CaptureAsync(new() { Account = Account, Key = key, Hold = "hold", Points = none }, Ct));
        await Named(crm, "request.Points", () => crm.Loyalty.ReturnAsync(new() { Account = Account, Key = key, Redemption = "spent", Points = none }, Ct));
        await Named(crm, "request.Points", () => crm.Loyalty.TransferAsync(new() { From = Account, To = Other, Key = key, Points = none }, Ct));
        if (points is 0 or long.MinValue)
        {
            await Named(crm, "request.Points", () => crm.Loyalty.AdjustAsync(new() { Account = Account, Key = key, Points = none }, Ct));
        }

        await FreeAsync(crm, key);
    }

    [Fact]
    public async Task An_unknown_currency_or_none()
    {
        using var crm = await OpenAsync(TestStorage.InMemory);
        var order = OrderOf(new(10m, Eur));

        Assert.Contains("QQQ", Assert.Throws<ArgumentException>(() => new CurrencyCode("QQQ")).Message, StringComparison.Ordinal);
        await Named(crm, "request.Basis", () => crm.Loyalty.EarnForOrderAsync(order with { Basis = default }, Ct));
        await Named(crm, "request.Refunded", () => crm.Loyalty.RefundOrderAsync(new() { Account = Account, Key = new("free"), Order = Order, Refunded = default, Total = new(1m, Eur) }, Ct));
        await Named(crm, "request.Value", () => crm.Loyalty.RedeemAsync(new() { Account = Account, Key = new("free"), Points = new(1), Value = default(Money) }, Ct));
        await Assert.ThrowsAsync<CurrencyMismatchException>(() => crm.Loyalty.RefundOrderAsync(
            new() { Account = Account, Key = new("free"), Order = Order, Refunded = new(1m, Eur), Total = new(1m, new("JPY")) }, Ct).AsTask());
        await FreeAsync(crm, new("free"));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_missing_rate(TestStorage storage)
    {
        using var crm = await OpenAsync(storage);
        var order = OrderOf(new(1000m, new("JPY")));
        var before = await EntriesAsync(crm);

        var error = await Assert.ThrowsAsync<MissingExchangeRateException>(() => crm.Loyalty.EarnForOrderAsync(order, Ct).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => crm.Loyalty.EarnForOrderAsync(order with { Rate = 0m }, Ct).AsTask());

        Assert.Contains("JPY", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await EntriesAsync(crm));
        Assert.Equal(6, (await crm.Loyalty.EarnForOrderAsync(order with { Rate = 0.006m }, Ct)).OrThrow().Points.Value);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_refund_above_the_order(TestStorage storage)
    {
        using var crm = await OpenAsync(storage);
        (await crm.Loyalty.EarnForOrderAsync(OrderOf(new(10m, Eur)), Ct)).OrThrow();
        (await crm.Loyalty.RedeemAsync(new() { Account = Account, Key = new("paid"), Points = new(5), Order = new("shop", "mixed"), Value = new(5m, Eur) }, Ct)).OrThrow();

        await Refused(crm, "loyalty.refund_exceeds_order", "free", () => crm.Loyalty.RefundEarningAsync(
            new() { Account = Account, Key = new("free"), Order = Order, RefundedMinor = 1001, OrderTotalMinor = 1000 }, Ct));
        await Refused(crm, "loyalty.refund_exceeds_order", "free", () => crm.Loyalty.RefundOrderAsync(
            new() { Account = Account, Key = new("free"), Order = Order, Refunded = new(10.01m, Eur), Total = new(10m, Eur) }, Ct));
        await Refused(crm, "loyalty.refund_exceeds_order", "free", () => crm.Loyalty.RefundOrderAsync(
            new() { Account = Account, Key = new("free"), Order = new("shop", "mixed"), Refunded = new(20.01m, Eur), Total = new(20m, Eur) }, Ct));
        await FreeAsync(crm, new("free"));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_capture_above_the_hold(TestStorage storage)
    {
        using var crm = await OpenAsync(storage);

        await Refused(crm, "loyalty.exceeds_hold", "free", () => crm.Loyalty.CaptureAsync(new() { Account = Account, Key = new("free"), Hold = "hold", Points = new(11) }, Ct));

        Assert.Equal(10, (await crm.Loyalty.CaptureAsync(new() { Account = Account, Key = new("free"), Hold = "hold", Points = new(10) }, Ct)).OrThrow().Points.Value);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_transfer_to_oneself(TestStorage storage)
    {
        using var crm = await OpenAsync(storage);

        await Refused(crm, "loyalty.same_account", "free", () => crm.Loyalty.TransferAsync(new() { From = Account, To = Account, Key = new("free"), Points = new(1) }, Ct));

        Assert.True((await crm.Loyalty.TransferAsync(new() { From = Account, To = Other, Key = new("free"), Points = new(1) }, Ct)).IsSuccess);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_validity_that_ends_before_the_activation(TestStorage storage)
    {
        using var crm = await OpenAsync(storage);
        var now = crm.Now;

        await Refused(crm, "loyalty.invalid_validity", "free", () => crm.Loyalty.EarnAsync(
            new() { Account = Account, Key = new("free"), Points = new(1), AvailableFrom = now + Duration.FromDays(2), ExpiresAt = now + Duration.FromDays(2) }, Ct));
        await Refused(crm, "loyalty.invalid_validity", "free", () => crm.Loyalty.EarnAsync(
            new() { Account = Account, Key = new("free"), Points = new(1), Activation = new() { Days = 8 }, Validity = new() { Days = 7 } }, Ct));
        await Refused(crm, "loyalty.invalid_validity", "free", () => crm.Loyalty.AdjustAsync(
            new() { Account = Account, Key = new("free"), Points = new(1), ExpiresAt = now }, Ct));
        await Refused(crm, "loyalty.invalid_validity", "free", () => crm.Loyalty.AuthorizeAsync(
            new() { Account = Account, Key = new("free"), Points = new(1), ExpiresAt = now }, Ct));
        await Named(crm, "program.Validity", async () => await crm.Loyalty.SetProgramAsync(
            LoyaltyShop.Program with { Activation = new() { Days = 8 }, Validity = new() { Days = 7 } }, Ct));
        Assert.Equal(1, (await crm.Loyalty.FindProgramAsync(null, Ct))!.Version);
        await FreeAsync(crm, new("free"));
    }

    [Fact]
    public async Task A_programme_with_overlapping_caps_or_unsorted_tiers()
    {
        using var crm = await OpenAsync(TestStorage.InMemory);
        LoyaltyTier[] tiers = [Tier("base", 0), Tier("gold", 500), Tier("silver", 100)];

        await Named(crm, "program.Earning.PeriodCaps[1]", async () => await crm.Loyalty.SetProgramAsync(
            LoyaltyShop.Program with { Earning = new() { PeriodCaps = [new(EarnPeriod.Month, new(100)), new(EarnPeriod.Month, new(200))] } }, Ct));
        await Named(crm, "program.Earning.PeriodCaps[0]", async () => await crm.Loyalty.SetProgramAsync(
            LoyaltyShop.Program with { Earning = new() { CapPerOrder = new(300), PeriodCaps = [new(EarnPeriod.Day, new(200))] } }, Ct));
        await Named(crm, "program.Tiers.Tiers[2].Threshold", async () => await crm.Loyalty.SetProgramAsync(
            LoyaltyShop.Program with { Tiers = new() { Tiers = [.. tiers] } }, Ct));
        Assert.Equal(1, (await crm.Loyalty.FindProgramAsync(null, Ct))!.Version);

        static LoyaltyTier Tier(string code, long threshold) => new() { Tier = new(code), Name = code, Threshold = threshold };
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Sums_beyond_what_can_be_counted(TestStorage storage)
    {
        using var crm = await OpenAsync(storage);

        await Refused(crm, "loyalty.sum_too_large", "free", () => crm.Loyalty.EarnAsync(new() { Account = Account, Key = new("free"), Points = new(long.MaxValue) }, Ct));
        await Refused(crm, "loyalty.sum_too_large", "free", () => crm.Loyalty.AdjustAsync(new() { Account = Account, Key = new("free"), Points = new(long.MaxValue) }, Ct));
        (await crm.Loyalty.EarnAsync(new() { Account = Other, Key = new("full"), Points = new(long.MaxValue) }, Ct)).OrThrow();
        await Refused(crm, "loyalty.sum_too_large", "free", () => crm.Loyalty.TransferAsync(new() { From = Account, To = Other, Key = new("free"), Points = new(1) }, Ct));
        await Refused(crm, "loyalty.sum_too_large", "4711", () => crm.Loyalty.EarnForOrderAsync(
            OrderOf(new(long.MaxValue, Eur)), Ct), () => crm.Loyalty.EarnForOrderAsync(OrderOf(new(90_000_000_000_000_000_000m, Eur)), Ct));
        await FreeAsync(crm, new("free"));
        Assert.True((await crm.Loyalty.EarnForOrderAsync(OrderOf(new(1m, Eur)), Ct)).IsSuccess);
    }

    [Fact]
    public void A_zone_goes_by_all_its_names_and_another_zone_is_refused()
    {
        var zones = DateTimeZoneProviders.Tzdb;
        var order = new EarnOrder { Lines = [new() { Amount = new(10m, Eur) }], PlacedAt = LoyaltyShop.Start };

        foreach (var (own, given) in new[] { ("Etc/UTC", "UTC"), ("UTC", "Etc/UTC"), ("Asia/Calcutta", "Asia/Kolkata"), ("Etc/GMT", "Etc/GMT"), ("Europe/Berlin", "Europe/Berlin") })
        {
            Assert.Equal(10, EarnRules.Quote(LoyaltyShop.Program with { Zone = own }, order, zones[given]).Points.Value);
        }

        Assert.Equal(10, EarnRules.Quote(LoyaltyShop.Program with { Zone = "Etc/UTC" }, order, DateTimeZone.Utc).Points.Value);
        var error = Assert.Throws<ArgumentException>(() => EarnRules.Quote(LoyaltyShop.Program, order, zones["Europe/Paris"]));
        Assert.Equal("zone", error.ParamName);
        Assert.Contains("Europe/Paris", error.Message, StringComparison.Ordinal);
    }

    private static EarnForOrder OrderOf(Money basis) => new() { Account = Account, Order = Order, OccurredAt = LoyaltyShop.Start, Basis = basis };

    /// <summary>A hundred points, ten of them held and ten spent.</summary>
    private static async Task<LoyaltyShop> OpenAsync(TestStorage storage)
    {
        var crm = await LoyaltyShop.OpenAsync(storage);
        (await crm.Loyalty.EarnAsync(new() { Account = Account, Key = new("e"), Points = new(100) }, Ct)).OrThrow();
        (await crm.Loyalty.AuthorizeAsync(new() { Account = Account, Key = new("hold"), Points = new(10) }, Ct)).OrThrow();
        (await crm.Loyalty.RedeemAsync(new() { Account = Account, Key = new("spent"), Points = new(10) }, Ct)).OrThrow();
        return crm;
    }

    private static async Task<int> EntriesAsync(LoyaltyShop crm) => (await crm.Loyalty.ReadAsync(Account, new(), Ct)).Items.Count;

    private static async Task Named<T>(LoyaltyShop crm, string parameter, Func<ValueTask<T>> call)
    {
        var before = await EntriesAsync(crm);
        var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => call().AsTask());
        Assert.Equal(parameter, error.ParamName);
        Assert.Equal(before, await EntriesAsync(crm));
    }

    private static async Task Refused<T>(LoyaltyShop crm, string code, string key, params Func<ValueTask<CrmResult<T>>>[] calls)
    {
        var before = await EntriesAsync(crm);
        foreach (var call in calls)
        {
            var result = await call();
            Assert.True(!result.IsSuccess && result.Error.Code == code, $"{key}: {(result.IsSuccess ? "accepted" : result.Error)}, not {code}");
        }

        Assert.Equal(before, await EntriesAsync(crm));
    }

    private static async Task FreeAsync(LoyaltyShop crm, IdempotencyKey key) =>
        Assert.Equal(1, (await crm.Loyalty.RedeemAsync(new() { Account = Account, Key = key, Points = new(1) }, Ct)).OrThrow().Points.Value);
}
