using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>What is told of vouchers through the outbox, by the one sweep of the room.</summary>
public sealed class VoucherNoticeTests
{
    private const string Code = "SPRING-7F3K";
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly LoyaltyAccountId Holder = LoyaltyAccountId.FromExternal(new("shop", "m1"));
    private static readonly Instant End = Instant.FromUtc(2026, 3, 31, 22, 0);
    private static readonly LoyaltyProgram Noticing = LoyaltyShop.Program with { VoucherNotices = new() { DaysBefore = [30, 7] } };
    private static readonly VoucherTerms TwentyFive = new() { Value = new(25m, Eur), ValidUntil = End, Holder = Holder };

    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task Each_notice_of_an_end_is_told_once_then_the_expiry(TestStorage storage)
    {
        using var shop = await OpenAsync(storage, Noticing, TwentyFive);

        Assert.Equal(new LoyaltySweep(0, End - Duration.FromDays(30)), await SweepAtAsync(shop, LoyaltyShop.Start));
        Assert.Equal(new LoyaltySweep(1, End - Duration.FromDays(7)), await SweepAtAsync(shop, End - Duration.FromDays(30)));
        (await shop.Vouchers.RedeemAsync(Redeem("1", 10m), Ct)).OrThrow();
        Assert.Equal(new LoyaltySweep(0, End - Duration.FromDays(7)), await SweepAtAsync(shop, End - Duration.FromDays(29)));
        Assert.Equal(new LoyaltySweep(1, End), await SweepAtAsync(shop, End - Duration.FromDays(7)));
        Assert.Equal(new LoyaltySweep(1, null), await SweepAtAsync(shop, End));
        Assert.Equal(new LoyaltySweep(0, null), await SweepAtAsync(shop, End + Duration.FromDays(1)));

        var events = (await shop.EventsAsync()).Select(told => told.Data.Value).ToList();
        Assert.Equal(
            [
                new VoucherExpiring { Code = Code, Holder = Holder, LastDay = new(2026, 3, 31), ExpiresAt = End, Units = 2500, Value = new(25m, Eur), DaysBefore = 30 },
                new VoucherExpiring { Code = Code, Holder = Holder, LastDay = new(2026, 3, 31), ExpiresAt = End, Units = 1500, Value = new(15m, Eur), DaysBefore = 7 },
                new VoucherExpired { Code = Code, Holder = Holder, ExpiredAt = End, Units = 1500, Value = new(15m, Eur) },
            ],
            events);
        Assert.True((await shop.Vouchers.VerifyAsync(Code, Ct)).IsSound);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_return_that_prolongs_the_voucher_has_its_new_end_told_and_one_that_does_not_expires_at_once(TestStorage storage)
    {
        using var shop = await OpenAsync(storage, Noticing, TwentyFive with { ReturnedValidFor = Duration.FromDays(60) });
        (await shop.Vouchers.IssueAsync(new() { Code = "PLAIN", Key = new("i"), Terms = TwentyFive }, Ct)).OrThrow();
        (await shop.Vouchers.RedeemAsync(Redeem("1", 25m), Ct)).OrThrow();
        (await shop.Vouchers.RedeemAsync(Redeem("1", 25m) with { Code = "PLAIN" }, Ct)).OrThrow();
        Assert.Equal(0, (await SweepAtAsync(shop, End - Duration.FromDays(5))).Changed);
        shop.SetTo(End + Duration.FromDays(1));

        (await shop.Vouchers.ReturnAsync(Refund("1"), Ct)).OrThrow();
        (await shop.Vouchers.ReturnAsync(Refund("1") with { Code = "PLAIN" }, Ct)).OrThrow();
        (await shop.Vouchers.ReturnAsync(Refund("1") with { Code = "PLAIN" }, Ct)).OrThrow();

        var end = End + Duration.FromDays(61);
        Assert.Equal(end - Duration.FromDays(30), (await shop.Loyalty.RunOnceAsync(Ct)).NextAt);
        Assert.Equal(1, (await SweepAtAsync(shop, end - Duration.FromDays(6))).Changed);
        var events = (await shop.EventsAsync()).Select(told => told.Data.Value).ToList();
        Assert.Equal((("PLAIN", 2500L), (Code, 7, end)), events is [VoucherExpired gone, VoucherExpiring told]
            ? ((gone.Code, gone.Units), (told.Code, told.DaysBefore, told.ExpiresAt)) : default);
        Assert.Equal(2, events.Count);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task An_expiry_is_told_by_the_first_entry_after_it_and_not_again_by_the_sweep(TestStorage storage)
    {
        using var shop = await OpenAsync(storage, Noticing, TwentyFive);
        shop.SetTo(End + Duration.FromHours(1));

        (await shop.Vouchers.CancelAsync(new() { Code = Code, Key = new("c") }, Ct)).OrThrow();
        Assert.Equal(new LoyaltySweep(0, null), await shop.Loyalty.RunOnceAsync(Ct));

        Assert.Equal([("voucher_expired.v1", 2500L)], (await shop.EventsAsync()).Select(told => (told.Kind, ((VoucherExpired)told.Data.Value).Units)));
    }

    [Fact]
    public async Task A_voucher_without_units_left_or_that_nobody_paid_for_is_not_told_of()
    {
        using var shop = await OpenAsync(TestStorage.InMemory, Noticing, TwentyFive);
        (await shop.Vouchers.HoldAsync(new() { Code = Code, Key = new("h"), Use = new() { Order = new("shop", "1"), Total = new(25m, Eur), Account = Holder } }, Ct)).OrThrow();
        (await shop.Vouchers.IssueAsync(new() { Code = "GONE", Key = new("i"), Terms = TwentyFive }, Ct)).OrThrow();
        (await shop.Vouchers.CancelAsync(new() { Code = "GONE", Key = new("c") }, Ct)).OrThrow();

        Assert.Equal(new LoyaltySweep(0, null), await SweepAtAsync(shop, End - Duration.FromDays(1)));
        (await shop.Vouchers.VoidAsync(new() { Code = Code, Key = new("v"), Order = new("shop", "1") }, Ct)).OrThrow();
        Assert.Equal(new LoyaltySweep(1, End), await shop.Loyalty.RunOnceAsync(Ct));

        Assert.Equal(7, Assert.IsType<VoucherExpiring>(Assert.Single(await shop.EventsAsync()).Data.Value).DaysBefore);
    }

    [Fact]
    public async Task A_plan_that_changes_tells_what_it_says_from_then_on()
    {
        using var shop = await OpenAsync(TestStorage.InMemory, LoyaltyShop.Program, TwentyFive with { Value = null, Benefit = BenefitCodes.FreeDelivery, Uses = 3 });
        Assert.Equal(new LoyaltySweep(0, End), await SweepAtAsync(shop, End - Duration.FromDays(40)));
        await shop.Loyalty.SetProgramAsync(Noticing, Ct);
        Assert.Equal(new LoyaltySweep(1, End - Duration.FromDays(7)), await SweepAtAsync(shop, End - Duration.FromDays(20)));

        // The mark promised a notice seven days before; without a plan it is struck out once, and is not due for ever.
        await shop.Loyalty.SetProgramAsync(LoyaltyShop.Program, Ct);
        Assert.Equal(new LoyaltySweep(1, End), await SweepAtAsync(shop, End - Duration.FromDays(7)));
        await shop.Loyalty.SetProgramAsync(LoyaltyShop.Program with { VoucherNotices = new() { DaysBefore = [2] } }, Ct);
        Assert.Equal(0, (await SweepAtAsync(shop, End - Duration.FromDays(3))).Changed);
        Assert.True(await shop.Vouchers.WriteDownAsync(Code, Ct) is false);
        shop.SetTo(End - Duration.FromDays(2));
        Assert.True(await shop.Vouchers.WriteDownAsync(Code, Ct));

        Assert.Equal(
            [(30, 3L, null, BenefitCodes.FreeDelivery), (2, 3L, (Money?)null, BenefitCodes.FreeDelivery)],
            (await shop.EventsAsync()).Select(told => (VoucherExpiring)told.Data.Value).Select(told => (told.DaysBefore, told.Units, told.Value, told.Benefit!)));
    }

    [Fact]
    public async Task A_plan_that_makes_no_sense_is_refused_by_its_path()
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.InMemory);
        var wrong = await Assert.ThrowsAnyAsync<ArgumentException>(
            () => shop.Loyalty.SetProgramAsync(LoyaltyShop.Program with { VoucherNotices = new() { DaysBefore = [7, 30] } }, Ct).AsTask());

        Assert.Equal("program.VoucherNotices.DaysBefore[1]", wrong.ParamName);
    }

    private static async Task<LoyaltyShop> OpenAsync(TestStorage storage, LoyaltyProgram program, VoucherTerms terms)
    {
        var shop = await LoyaltyShop.OpenAsync(storage, program);
        (await shop.Vouchers.IssueAsync(new() { Code = Code, Key = new("issue"), Terms = terms }, Ct)).OrThrow();
        return shop;
    }

    private static async Task<LoyaltySweep> SweepAtAsync(LoyaltyShop shop, Instant at)
    {
        shop.SetTo(at);
        return await shop.Loyalty.RunOnceAsync(Ct);
    }

    private static RedeemVoucher Redeem(string order, decimal total) =>
        new() { Code = Code, Key = new($"redeem:{order}"), Use = new() { Order = new("shop", order), Total = new(total, Eur), Account = Holder } };

    private static ReturnVoucher Refund(string order) => new() { Code = Code, Key = new($"refund:{order}"), Order = new("shop", order) };
}
