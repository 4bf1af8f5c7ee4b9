using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>A purchase that has begun: who else may touch it, when it is over, and how it is called off. Its appends: hold, order, take, pay.</summary>
public sealed partial class VoucherPurchaseTests
{
    private static readonly LoyaltyAccountId Other = LoyaltyAccountId.FromExternal(new("shop", "m2"));

    /// <summary>Where a call dies after the voucher was ordered: the append, and whether it took effect.</summary>
    public static TheoryData<int, bool> Ordered => new() { { 2, true }, { 3, false } };

    /// <summary>Where a call dies after the points were taken.</summary>
    public static TheoryData<int, bool> Taken => new() { { 3, true }, { 4, false } };

    [Theory, MemberData(nameof(Ordered)), MemberData(nameof(Taken))]
    public async Task The_key_of_a_purchase_that_has_begun_is_no_other_requests(int cut, bool tookEffect)
    {
        using var shop = await DiedAsync(Purchase, cut, tookEffect);
        await shop.Loyalty.EarnAsync(new() { Account = Other, Key = new("e"), Points = new(500) }, Ct);

        foreach (var foreign in new[] { Purchase with { Account = Other }, Purchase with { Points = new(1) }, Purchase with { Terms = new() { Value = new(99m, new("EUR")), Holder = Account } } })
        {
            await Assert.ThrowsAsync<IdempotencyMismatchException>(() => shop.Vouchers.BuyAsync(foreign, Ct).AsTask());
        }

        Assert.Equal(new Points(100), (await shop.Vouchers.BuyAsync(Purchase, Ct)).OrThrow().Points);
        await SoundAsync(shop, VoucherStatus.Issued, 400);
        Assert.Equal(500, (await shop.Loyalty.GetBalanceAsync(Other, cancellationToken: Ct)).Available.Value);
        await Assert.ThrowsAsync<IdempotencyMismatchException>(() => shop.Vouchers.BuyAsync(Purchase with { Account = Other }, Ct).AsTask());
    }

    [Fact]
    public async Task Who_loses_a_key_to_another_account_has_the_points_back_at_once()
    {
        using var shop = await Shop.OpenAsync();
        await shop.Loyalty.EarnAsync(new() { Account = Other, Key = new("e"), Points = new(500) }, Ct);
        shop.Line.Before(2, async () => (await shop.Vouchers.BuyAsync(Purchase with { Account = Other }, Ct)).OrThrow());

        await Assert.ThrowsAsync<IdempotencyMismatchException>(() => shop.Vouchers.BuyAsync(Purchase, Ct).AsTask());

        await SoundAsync(shop, VoucherStatus.Issued, 500);
        Assert.Equal(400, (await shop.Loyalty.GetBalanceAsync(Other, cancellationToken: Ct)).Available.Value);
    }

    [Fact]
    public async Task Who_loses_the_code_keeps_the_points_and_needs_a_new_key()
    {
        using var shop = await Shop.OpenAsync();
        shop.Line.Before(2, async () => (await shop.Vouchers.IssueAsync(new() { Code = Code, Key = new("i"), Terms = Purchase.Terms }, Ct)).OrThrow());

        Assert.Equal("loyalty.voucher_exists", (await shop.Vouchers.BuyAsync(Purchase, Ct)).Error.Code);
        await SoundAsync(shop, VoucherStatus.Issued, 500);
    }

    [Theory, MemberData(nameof(Ordered))]
    public async Task Nobody_pays_for_a_voucher_that_is_over(int cut, bool tookEffect)
    {
        foreach (var then in new[] { "repeated", "swept" })
        {
            using var shop = await DiedAsync(Short, cut, tookEffect);
            Assert.Equal(Short.Terms.ValidUntil, (await shop.Vouchers.FindAsync(Code, cancellationToken: Ct))!.Purchase!.HeldUntil);
            shop.Pass(Duration.FromMinutes(5));
            if (then == "repeated")
            {
                Assert.Equal("loyalty.hold_expired", (await shop.Vouchers.BuyAsync(Short, Ct)).Error.Code);
            }

            await shop.SweepAsync();
            await SoundAsync(shop, VoucherStatus.CalledOff, 500);
        }
    }

    /// <summary>The way back can die as well: before or after each of its appends.</summary>
    [Theory, MemberData(nameof(Taken))]
    public async Task Points_taken_for_a_voucher_that_ended_before_it_was_usable_go_back(int cut, bool tookEffect)
    {
        for (var death = 0; death <= 3; death++)
        {
            foreach (var effect in new[] { true, false })
            {
                using var shop = await DiedAsync(Short, cut, tookEffect);
                shop.Pass(Duration.FromMinutes(5));
                shop.Line.CutAt(death, effect);
                if (death > 0)
                {
                    await Assert.ThrowsAsync<TimeoutException>(() => shop.Vouchers.WriteDownAsync(Code, Ct).AsTask());
                }

                await shop.SweepAsync();
                await SoundAsync(shop, VoucherStatus.CalledOff, 500);
                Assert.Equal("loyalty.voucher_invalid_validity", (await shop.Vouchers.BuyAsync(Short, Ct)).Error.Code);
                (await shop.Vouchers.BuyAsync(Purchase with { Key = new("p2") }, Ct)).OrThrow();
                await SoundAsync(shop, VoucherStatus.Issued, 400);
            }
        }
    }

    [Theory, MemberData(nameof(Ordered))]
    public async Task Cancelling_an_ordered_voucher_costs_nobody_points(int cut, bool tookEffect)
    {
        using var shop = await DiedAsync(Purchase, cut, tookEffect);
        var cancel = new CancelVoucher { Code = Code, Key = new("c"), Reason = "fraud" };

        var receipt = (await shop.Vouchers.CancelAsync(cancel, Ct)).OrThrow();

        Assert.Equal((1000L, 0L), (receipt.Units, receipt.Remaining));
        await SoundAsync(shop, VoucherStatus.CalledOff, 500);
        Assert.True((await shop.Vouchers.ReadAsync(Code, new() { Size = 10 }, Ct)).Items[^1].Value is VoucherCancelled { IsCallOff: true, Reason: "fraud" });
        Assert.Equal(receipt, (await shop.Vouchers.CancelAsync(cancel, Ct)).OrThrow());
        Assert.Equal("loyalty.hold_already_voided", (await shop.Vouchers.BuyAsync(Purchase, Ct)).Error.Code);
        (await shop.Vouchers.BuyAsync(Purchase with { Key = new("p2") }, Ct)).OrThrow();
        await SoundAsync(shop, VoucherStatus.Issued, 400);
    }

    [Theory, MemberData(nameof(Taken))]
    public async Task Cancelling_after_the_points_were_taken_cancels_a_voucher_that_is_paid(int cut, bool tookEffect)
    {
        using var shop = await DiedAsync(Purchase, cut, tookEffect);

        Assert.Equal(1000, (await shop.Vouchers.CancelAsync(new() { Code = Code, Key = new("c") }, Ct)).OrThrow().Units);

        await SoundAsync(shop, VoucherStatus.Cancelled, 400);
        var bought = (await shop.Vouchers.BuyAsync(Purchase, Ct)).OrThrow();
        await shop.Loyalty.ReturnAsync(new() { Account = Account, Key = new("back"), Redemption = bought.Redemption, Points = bought.Points }, Ct);
        await SoundAsync(shop, VoucherStatus.Cancelled, 500);
    }

    [Fact]
    public async Task Cancelling_what_time_has_called_off_finds_no_voucher()
    {
        using var shop = await DiedAsync(Purchase, 2, tookEffect: true);
        shop.Pass(Duration.FromHours(1));

        Assert.Equal("loyalty.unknown_voucher", (await shop.Vouchers.CancelAsync(new() { Code = Code, Key = new("c") }, Ct)).Error.Code);
        await SoundAsync(shop, VoucherStatus.CalledOff, 500);
    }

    [Fact]
    public async Task Codes_and_keys_with_colons_are_two_purchases()
    {
        using var shop = await Shop.OpenAsync();

        var first = (await shop.Vouchers.BuyAsync(Purchase with { Code = "A:B", Key = new("C") }, Ct)).OrThrow();
        var second = (await shop.Vouchers.BuyAsync(Purchase with { Code = "A", Key = new("B:C") }, Ct)).OrThrow();

        Assert.NotEqual(first.Redemption, second.Redemption);
        Assert.Equal(300, (await shop.BalanceAsync()).Available.Value);
    }

    [Theory]
    [InlineData(2, 10, "loyalty.voucher_exists", 500)]
    [InlineData(2, 20, null, 400)]
    [InlineData(3, 20, "loyalty.voucher_exists", 400)]
    public async Task A_purchase_that_died_keeps_its_code_only_as_long_as_its_points(int cut, int minutes, string? refusal, long available)
    {
        foreach (var isIssue in new[] { false, true })
        {
            using var shop = await DiedAsync(Purchase, cut, tookEffect: true);
            shop.Pass(Duration.FromMinutes(minutes));

            var found = isIssue
                ? (await shop.Vouchers.IssueAsync(new() { Code = Code, Key = new("i"), Terms = Purchase.Terms }, Ct)).Match(_ => (string?)null, error => error.Code)
                : (await shop.Vouchers.BuyAsync(Purchase with { Key = new("p2") }, Ct)).Match(_ => (string?)null, error => error.Code);

            Assert.Equal(refusal, found);
            var balance = await shop.BalanceAsync();
            Assert.Equal(isIssue && refusal is null ? 500 : available, balance.Available.Value + balance.Reserved.Value);
            Assert.True((await shop.Vouchers.VerifyAsync(Code, Ct)).IsSound);
        }
    }

    /// <summary>Points that come back after their lot ended follow the programme, as those of any other hold; and a purchase takes all of its points or none.</summary>
    [Theory]
    [InlineData(0, false, 0)]
    [InlineData(5, false, 100)]
    [InlineData(5, true, 100)]
    public async Task What_a_purchase_held_has_the_programmes_days_of_grace(int days, bool lapses, long expected)
    {
        using var shop = await Shop.OpenAsync();
        await shop.Loyalty.SetProgramAsync(LoyaltyShop.Program with { Policies = new() { GraceDays = days, CaptureHonoursExpired = !lapses } }, Ct);
        await shop.Loyalty.EarnAsync(new() { Account = Other, Key = new("e"), Points = new(100), ExpiresAt = Start + Duration.FromMinutes(10) }, Ct);
        shop.Line.CutAt(2, tookEffect: true);
        await Assert.ThrowsAsync<TimeoutException>(() => shop.Vouchers.BuyAsync(Purchase with { Account = Other }, Ct).AsTask());

        shop.Pass(Duration.FromMinutes(11));
        Assert.Equal(100, (await shop.Loyalty.GetBalanceAsync(Other, cancellationToken: Ct)).Reserved.Value);
        shop.Pass(Duration.FromMinutes(9));
        await shop.SweepAsync();
        Assert.Equal(expected, (await shop.Loyalty.GetBalanceAsync(Other, cancellationToken: Ct)).Available.Value);
        Assert.True((await shop.Loyalty.VerifyAsync(Other, Ct)).IsSound);
    }

    private static BuyVoucher Short => Purchase with { Terms = Purchase.Terms with { ValidUntil = Start + Duration.FromMinutes(5) } };

    private static async Task<Shop> DiedAsync(BuyVoucher purchase, int cut, bool tookEffect)
    {
        var shop = await Shop.OpenAsync();
        shop.Line.CutAt(cut, tookEffect);
        await Assert.ThrowsAsync<TimeoutException>(() => shop.Vouchers.BuyAsync(purchase, Ct).AsTask());
        return shop;
    }

    private static async Task SoundAsync(Shop shop, VoucherStatus status, long available)
    {
        var balance = await shop.BalanceAsync();
        Assert.Equal((available, 0L), (balance.Available.Value, balance.Reserved.Value));
        Assert.Equal(status, (await shop.Vouchers.FindAsync(Code, cancellationToken: Ct))!.Status);
        Assert.Null((await shop.Vouchers.VerifyAsync(Code, Ct)).Problem);
        Assert.Null((await shop.Loyalty.VerifyAsync(Account, Ct)).Problem);
    }
}
