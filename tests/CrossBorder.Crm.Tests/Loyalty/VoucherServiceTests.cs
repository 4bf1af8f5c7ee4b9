using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>What a checkout sees of vouchers, the same on every storage.</summary>
public sealed class VoucherServiceTests
{
    private const string Code = "SPRING-7F3K";
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));
    private static readonly VoucherTerms TwentyFive = new() { Value = new(25m, Eur), ValidUntil = LoyaltyShop.Start + Duration.FromDays(30) };

    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task A_voucher_pays_for_orders_until_nothing_is_left(TestStorage storage)
    {
        using var crm = await ShopAsync(storage, TwentyFive);

        var first = (await crm.Vouchers.RedeemAsync(Redeem("1", 19.90m), Ct)).OrThrow();
        var again = (await crm.Vouchers.RedeemAsync(Redeem("1", 19.90m), Ct)).OrThrow();
        var second = (await crm.Vouchers.RedeemAsync(Redeem("2", 80m), Ct)).OrThrow();
        var third = await crm.Vouchers.RedeemAsync(Redeem("3", 80m), Ct);

        Assert.Equal((Euro(19.90m), Euro(5.10m)), (first.Value, first.RemainingValue));
        Assert.Equal(first, again);
        Assert.Equal((Euro(5.10m), Euro(0m)), (second.Value, second.RemainingValue));
        Assert.Equal("loyalty.voucher_not_enough", third.Error.Code);
        await Assert.ThrowsAsync<IdempotencyMismatchException>(() => crm.Vouchers.RedeemAsync(Redeem("1", 20m), Ct).AsTask());
        await SoundAsync(crm, storage);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_held_voucher_is_nobody_elses_and_comes_back_by_itself(TestStorage storage)
    {
        using var crm = await ShopAsync(storage, TwentyFive);

        var held = (await crm.Vouchers.HoldAsync(Hold("1", 20m, minutes: 30), Ct)).OrThrow();
        Assert.Equal((Euro(20m), Euro(5m)), (held.Value, held.RemainingValue));
        Assert.Equal("loyalty.voucher_not_enough", (await crm.Vouchers.RedeemAsync(Redeem("2", 10m, 10m), Ct)).Error.Code);
        Assert.Equal("loyalty.voucher_hold_exists", (await crm.Vouchers.HoldAsync(Hold("1", 21m, minutes: 30), Ct)).Error.Code);

        crm.Pass(Duration.FromMinutes(30));
        Assert.Equal(2500, (await crm.Vouchers.FindAsync(Code, cancellationToken: Ct))!.Remaining);
        Assert.Equal("loyalty.hold_expired", (await crm.Vouchers.CaptureAsync(Capture("1"), Ct)).Error.Code);
        Assert.Equal(1, (await crm.Loyalty.RunOnceAsync(Ct)).Changed);
        Assert.False(await crm.Vouchers.WriteDownAsync(Code, Ct));
        await SoundAsync(crm, storage);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_capture_follows_the_order_and_releases_the_rest(TestStorage storage)
    {
        using var crm = await ShopAsync(storage, TwentyFive with { MinimumOrder = Euro(10m) });
        await crm.Vouchers.HoldAsync(Hold("1", 60m, minutes: 30), Ct);

        Assert.Equal("loyalty.voucher_exceeds_hold", (await crm.Vouchers.CaptureAsync(Capture("1") with { Amount = Euro(25.01m) }, Ct)).Error.Code);
        Assert.Equal("loyalty.voucher_below_minimum", (await crm.Vouchers.CaptureAsync(Capture("1") with { Total = Euro(9.99m) }, Ct)).Error.Code);
        var captured = (await crm.Vouchers.CaptureAsync(Capture("1") with { Total = Euro(18m) }, Ct)).OrThrow();

        Assert.Equal((Euro(18m), Euro(7m)), (captured.Value, captured.RemainingValue));
        Assert.Equal("loyalty.hold_already_captured", (await crm.Vouchers.CaptureAsync(Capture("1", "again"), Ct)).Error.Code);
        Assert.Equal("loyalty.unknown_hold", (await crm.Vouchers.VoidAsync(new() { Code = Code, Key = new("v"), Order = Order("9") }, Ct)).Error.Code);
        await SoundAsync(crm, storage);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_single_use_uses_the_voucher_up_and_a_refund_gives_back_what_was_paid(TestStorage storage)
    {
        using var crm = await ShopAsync(storage, TwentyFive with { IsSingleUse = true });

        var used = (await crm.Vouchers.RedeemAsync(Redeem("1", 20m), Ct)).OrThrow();
        Assert.Equal((2000L, 500L, 0L), (used.Units, used.Lost, used.Remaining));
        Assert.Equal("loyalty.voucher_used_for_order", (await crm.Vouchers.RedeemAsync(Redeem("1", 20m, key: "again"), Ct)).Error.Code);

        var part = (await crm.Vouchers.ReturnAsync(Refund("1", 6.66m), Ct)).OrThrow();
        var rest = (await crm.Vouchers.ReturnAsync(Refund("1", null), Ct)).OrThrow();
        var more = await crm.Vouchers.ReturnAsync(Refund("1", 0.01m), Ct);

        Assert.Equal((Euro(6.66m), Euro(13.34m)), (part.Value, rest.Value));
        Assert.Equal("loyalty.refund_exceeds_order", more.Error.Code);
        Assert.Equal(Euro(20m), (await crm.Vouchers.RedeemAsync(Redeem("1", 20m, key: "anew"), Ct)).OrThrow().Value);
        await SoundAsync(crm, storage);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task What_comes_back_to_an_expired_voucher_follows_its_policy(TestStorage storage)
    {
        using var crm = await ShopAsync(storage, TwentyFive);
        await crm.Vouchers.IssueAsync(new() { Code = "KIND", Key = new("i"), Terms = TwentyFive with { ReturnedValidFor = Duration.FromDays(14) } }, Ct);
        await crm.Vouchers.RedeemAsync(Redeem("1", 20m), Ct);
        await crm.Vouchers.RedeemAsync(Redeem("1", 20m) with { Code = "KIND" }, Ct);
        crm.Pass(Duration.FromDays(40));
        Assert.Equal("loyalty.voucher_expired", (await crm.Vouchers.RedeemAsync(Redeem("2", 5m), Ct)).Error.Code);

        var strict = (await crm.Vouchers.ReturnAsync(Refund("1", 10m), Ct)).OrThrow();
        var kind = (await crm.Vouchers.ReturnAsync(Refund("1", 10m) with { Code = "KIND" }, Ct)).OrThrow();

        Assert.Equal((1000L, 1000L, 0L), (strict.Units, strict.Lost, strict.Remaining));
        Assert.Equal((1000L, 0L, 1000L), (kind.Units, kind.Lost, kind.Remaining));
        Assert.Equal(crm.Now + Duration.FromDays(14), kind.ValidUntil);
        var after = (await crm.Vouchers.FindAsync("KIND", cancellationToken: Ct))!;
        Assert.Equal((500L, 1000L), (after.Totals.Expired, after.Remaining));
        await SoundAsync(crm, storage);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_use_is_refused_for_the_first_reason_that_applies(TestStorage storage)
    {
        var terms = TwentyFive with
        {
            ValidFrom = LoyaltyShop.Start + Duration.FromDays(1), MinimumOrder = Euro(30m), Markets = [new("DE")], Segments = ["regulars"], Holder = Account,
        };
        using var crm = await ShopAsync(storage, terms);
        var use = new VoucherUse { Order = Order("1"), Total = new(3000m, new("JPY")) };

        await RefusedAsync("loyalty.voucher_not_yet_valid");
        crm.Pass(Duration.FromDays(1));
        await RefusedAsync("loyalty.voucher_not_holder");
        use = use with { Account = Account };
        await RefusedAsync("loyalty.voucher_wrong_market");
        use = use with { Market = new("DE") };
        await RefusedAsync("loyalty.voucher_wrong_segment");
        use = use with { Segments = ["new", "regulars"] };
        await RefusedAsync("loyalty.voucher_wrong_currency");
        use = use with { Total = Euro(29.99m) };
        await RefusedAsync("loyalty.voucher_below_minimum");
        use = use with { Total = Euro(30m), Amount = Euro(25.01m) };
        await RefusedAsync("loyalty.voucher_not_enough");
        Assert.Equal(Euro(25m), (await crm.Vouchers.QuoteAsync(Code, use with { Amount = null }, Ct)).OrThrow().Value);
        crm.Pass(Duration.FromDays(29));
        await RefusedAsync("loyalty.voucher_expired");
        Assert.Equal("loyalty.unknown_voucher", (await crm.Vouchers.QuoteAsync("OTHER", use, Ct)).Error.Code);
        Assert.Single((await crm.Vouchers.ReadAsync(Code, new() { Size = 10 }, Ct)).Items);

        async Task RefusedAsync(string code)
        {
            Assert.Equal(code, (await crm.Vouchers.QuoteAsync(Code, use, Ct)).Error.Code);
            Assert.Equal(code, (await crm.Vouchers.RedeemAsync(new() { Code = Code, Key = new("r"), Use = use }, Ct)).Error.Code);
            Assert.Equal(code, (await crm.Vouchers.HoldAsync(new() { Code = Code, Key = new("r"), Use = use }, Ct)).Error.Code);
        }
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_benefit_is_used_so_often(TestStorage storage)
    {
        using var crm = await ShopAsync(storage, new() { Benefit = BenefitCodes.FreeDelivery, Uses = 2 });
        foreach (var order in new[] { "1", "2" })
        {
            var used = (await crm.Vouchers.RedeemAsync(Redeem(order, 12m), Ct)).OrThrow();
            Assert.Equal((1L, (Money?)null), (used.Units, used.Value));
        }

        Assert.Equal("loyalty.voucher_not_enough", (await crm.Vouchers.RedeemAsync(Redeem("3", 12m), Ct)).Error.Code);
        Assert.Equal(0, (await crm.Vouchers.ReturnAsync(Refund("1", 11.99m), Ct)).OrThrow().Units);
        Assert.Equal(1, (await crm.Vouchers.ReturnAsync(Refund("1", 0.01m), Ct)).OrThrow().Units);
        await SoundAsync(crm, storage);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task What_is_cancelled_is_gone_and_what_comes_back_is_too(TestStorage storage)
    {
        using var crm = await ShopAsync(storage, TwentyFive);
        await crm.Vouchers.RedeemAsync(Redeem("1", 10m), Ct);
        await crm.Vouchers.HoldAsync(Hold("2", 4m, minutes: 30), Ct);

        Assert.Equal(Euro(11m), (await crm.Vouchers.CancelAsync(new() { Code = Code, Key = new("c"), Reason = "fraud" }, Ct)).OrThrow().Value);
        Assert.Equal("loyalty.voucher_cancelled", (await crm.Vouchers.RedeemAsync(Redeem("3", 1m), Ct)).Error.Code);
        Assert.Equal(Euro(4m), (await crm.Vouchers.CaptureAsync(Capture("2"), Ct)).OrThrow().Value);
        var back = (await crm.Vouchers.ReturnAsync(Refund("1", null), Ct)).OrThrow();
        Assert.Equal((1000L, 1000L, 0L), (back.Units, back.Lost, back.Remaining));
        await SoundAsync(crm, storage);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_member_sees_her_vouchers_and_the_sweep_what_is_due(TestStorage storage)
    {
        using var crm = await ShopAsync(storage, TwentyFive);
        await crm.Vouchers.IssueAsync(new() { Code = "HERS", Key = new("i"), Terms = new() { Value = Euro(5m), Holder = Account } }, Ct);

        Assert.Equal(["HERS"], (await crm.Vouchers.ListAsync(new() { Holder = Account }, new() { Size = 10 }, Ct)).Items.Select(voucher => voucher.Code));
        Assert.Equal([Code], (await crm.Vouchers.ListAsync(new() { DueBy = TwentyFive.ValidUntil }, new() { Size = 10 }, Ct)).Items.Select(voucher => voucher.Code));
        Assert.Equal("loyalty.voucher_exists", (await crm.Vouchers.IssueAsync(new() { Code = "HERS", Key = new("other"), Terms = TwentyFive }, Ct)).Error.Code);
        Assert.Null(await crm.Vouchers.FindAsync("HERS", LoyaltyShop.Start - Duration.FromDays(1), Ct));
    }

    [Fact]
    public async Task Bad_input_is_named_and_nothing_is_written()
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory);
        foreach (var terms in new VoucherTerms[]
        {
            new(),
            new() { Value = Euro(5m), Benefit = "free_delivery" },
            new() { Value = Euro(0m) },
            new() { Value = Euro(5.001m) },
            new() { Value = new(1e12m, Eur) },
            new() { Value = Euro(5m), Uses = 2 },
            new() { Benefit = "free_delivery", Uses = 0 },
            new() { Benefit = "Free Delivery" },
            new() { Benefit = "free_delivery", IsSingleUse = true },
            new() { Value = Euro(5m), ValidFrom = LoyaltyShop.Start, ValidUntil = LoyaltyShop.Start },
            new() { Value = Euro(5m), ReturnedValidFor = Duration.Zero },
            new() { Value = Euro(5m), Markets = [default] },
            new() { Value = Euro(5m), Segments = [" "] },
        })
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => crm.Vouchers.IssueAsync(new() { Code = Code, Key = new("i"), Terms = terms }, Ct).AsTask());
        }

        await Assert.ThrowsAsync<CurrencyMismatchException>(() => crm.Vouchers.IssueAsync(
            new() { Code = Code, Key = new("i"), Terms = new() { Value = Euro(5m), MinimumOrder = new(10m, new("USD")) } }, Ct).AsTask());
        Assert.Null(await crm.Vouchers.FindAsync(Code, cancellationToken: Ct));
        Assert.Equal("loyalty.voucher_invalid_validity", (await crm.Vouchers.IssueAsync(
            new() { Code = Code, Key = new("i"), Terms = new() { Value = Euro(5m), ValidUntil = LoyaltyShop.Start } }, Ct)).Error.Code);

        (await crm.Vouchers.IssueAsync(new() { Code = Code, Key = new("i"), Terms = TwentyFive }, Ct)).OrThrow();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => crm.Vouchers.RedeemAsync(Redeem("1", 5m, 6m), Ct).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => crm.Vouchers.RedeemAsync(new() { Code = Code, Key = new("r"), Use = new() { Order = Order("1") } }, Ct).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => crm.Vouchers.ReturnAsync(Refund("1", 0m), Ct).AsTask());
        Assert.Equal("loyalty.unknown_redemption", (await crm.Vouchers.ReturnAsync(Refund("1", 1m), Ct)).Error.Code);
        Assert.Single((await crm.Vouchers.ReadAsync(Code, new() { Size = 10 }, Ct)).Items);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Racing_checkouts_never_use_more_than_there_is(TestStorage storage)
    {
        using var crm = await ShopAsync(storage, TwentyFive);

        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Run(async () =>
        {
            while (true)
            {
                try
                {
                    return await crm.Vouchers.RedeemAsync(Redeem($"{number % 24}", 4m, 4m), Ct);
                }
                catch (ConcurrencyConflictException)
                {
                }
            }
        })));

        // Eight orders came twice, each pair with one key: whoever won, both were told the same.
        var paid = results.Select((result, number) => (Order: number % 24, result)).Where(item => item.result.IsSuccess).Select(item => item.Order).Distinct().Count();
        Assert.Equal(6, paid);
        Assert.Equal(100, (await crm.Vouchers.FindAsync(Code, cancellationToken: Ct))!.Remaining);
        await SoundAsync(crm, storage);
    }

    private static async Task<LoyaltyShop> ShopAsync(TestStorage storage, VoucherTerms terms)
    {
        var crm = await LoyaltyShop.OpenAsync(storage);
        (await crm.Vouchers.IssueAsync(new() { Code = Code, Key = new("issue"), Terms = terms }, Ct)).OrThrow();
        return crm;
    }

    private static async Task SoundAsync(LoyaltyShop crm, TestStorage storage)
    {
        var verification = await crm.Vouchers.VerifyAsync(Code, Ct);
        Assert.Null(verification.Problem);
        Assert.Equal(storage == TestStorage.Engine, verification.IsChained);
    }

    private static ExternalRef Order(string number) => new("shop", number);

    private static Money Euro(decimal amount) => new(amount, Eur);

    private static RedeemVoucher Redeem(string order, decimal total, decimal? amount = null, string? key = null) => new()
    {
        Code = Code, Key = new(key ?? $"redeem:{order}"), Use = new() { Order = Order(order), Total = Euro(total), Amount = amount is { } part ? Euro(part) : null },
    };

    private static HoldVoucher Hold(string order, decimal total, int minutes) => new()
    {
        Code = Code, Key = new($"hold:{order}:{total}"), Use = new() { Order = Order(order), Total = Euro(total) }, ExpiresAt = LoyaltyShop.Start + Duration.FromMinutes(minutes),
    };

    private static CaptureVoucher Capture(string order, string key = "capture") => new() { Code = Code, Key = new($"{key}:{order}"), Order = Order(order) };

    private static ReturnVoucher Refund(string order, decimal? refunded) => new()
    {
        Code = Code, Key = new($"refund:{order}:{refunded}"), Order = Order(order), Refunded = refunded is { } part ? Euro(part) : null,
    };
}
