using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Every named choice of the ledger with an example in which it differs from the default.</summary>
public sealed class LedgerPoliciesTests
{
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly ExternalRef Order = new("shop", "4711");
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));
    private static readonly LoyaltyAccountId Other = LoyaltyAccountId.FromExternal(new("shop", "m2"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(TestStorage.InMemory), InlineData(TestStorage.Engine)]
    public async Task A_refund_beyond_the_balance_is_owed_or_nobodys(TestStorage storage)
    {
        Assert.Equal((80, 0), await Left(ClawbackPolicy.AllowNegative));
        Assert.Equal((0, 80), await Left(ClawbackPolicy.ClampToZero));

        async Task<(long Debt, long Waived)> Left(ClawbackPolicy clawback)
        {
            using var crm = await LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Clawback = clawback });
            await EarnAsync(crm, 100, null);
            await RedeemAsync(crm, 80);
            await RefundAsync(crm, 100);
            var balance = await crm.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct);
            Assert.Equal(0, balance.Available.Value);
            return (balance.Debt.Value, balance.Totals.Waived.Value);
        }
    }

    [Theory, InlineData(TestStorage.InMemory), InlineData(TestStorage.Engine)]
    public async Task Expired_points_of_the_order_count_against_its_refund_or_do_not(TestStorage storage)
    {
        Assert.Equal(0, await Due(new()));
        Assert.Equal(100, await Due(new() { ExpiredCountAgainstRefund = false }));

        async Task<long> Due(LedgerPolicies policies)
        {
            using var crm = await OpenAsync(storage, policies);
            await EarnAsync(crm, 100, Duration.FromDays(1));
            crm.Pass(Duration.FromDays(2));
            return await RefundAsync(crm, 100);
        }
    }

    [Theory, InlineData(TestStorage.InMemory), InlineData(TestStorage.Engine)]
    public async Task Waived_points_are_waived_for_good_or_asked_for_again(TestStorage storage)
    {
        Assert.Equal(50, await DueOfTheRest(new()));
        Assert.Equal(100, await DueOfTheRest(new() { WaivedForGood = false }));

        async Task<long> DueOfTheRest(LedgerPolicies policies)
        {
            using var crm = await LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Clawback = ClawbackPolicy.ClampToZero, Policies = policies });
            await EarnAsync(crm, 100, null);
            await RedeemAsync(crm, 100);
            Assert.Equal(50, await RefundAsync(crm, 50));
            return await RefundAsync(crm, 50);
        }
    }

    [Theory, InlineData(TestStorage.InMemory), InlineData(TestStorage.Engine)]
    public async Task A_capture_honours_points_that_expired_while_held_or_does_not(TestStorage storage)
    {
        Assert.Null(await Refusal(new()));
        Assert.Equal("loyalty.hold_expired", await Refusal(new() { CaptureHonoursExpired = false }));

        async Task<string?> Refusal(LedgerPolicies policies)
        {
            using var crm = await OpenAsync(storage, policies);
            await EarnAsync(crm, 100, Duration.FromDays(1));
            await HoldAsync(crm, 100, null);
            crm.Pass(Duration.FromDays(2));
            var captured = await crm.Loyalty.CaptureAsync(new() { Account = Account, Key = new("capture"), Hold = "cart" }, Ct);
            return captured.IsSuccess ? null : captured.Error.Code;
        }
    }

    [Theory, InlineData(TestStorage.InMemory), InlineData(TestStorage.Engine)]
    public async Task A_grant_posted_after_its_own_expiry_expires_at_once_or_is_refused(TestStorage storage)
    {
        using (var crm = await OpenAsync(storage, new()))
        {
            Assert.True((await PostAsync(crm)).IsSuccess);
            var balance = await crm.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct);
            Assert.Equal((0, 100, 100), (balance.Available.Value, balance.Totals.Earned.Value, balance.Totals.Expired.Value));
        }

        using (var crm = await OpenAsync(storage, new() { PostExpired = false }))
        {
            Assert.Equal("loyalty.invalid_validity", (await PostAsync(crm)).Error.Code);
            Assert.Empty((await crm.Loyalty.ReadAsync(Account, new(), Ct)).Items);
        }

        async Task<CrmResult<EarnReceipt>> PostAsync(LoyaltyShop crm) => await crm.Loyalty.EarnAsync(
            new()
            {
                Account = Account, Key = new("late"), Points = new(100), OccurredAt = crm.Now - Duration.FromDays(9), ExpiresAt = crm.Now - Duration.FromDays(1),
            },
            Ct);
    }

    [Theory, InlineData(TestStorage.InMemory), InlineData(TestStorage.Engine)]
    public async Task Transferred_points_keep_their_expiry_or_start_anew(TestStorage storage)
    {
        Assert.Equal(LoyaltyShop.Start + Duration.FromDays(10), await Expiry(new()));
        // Five days after the day of the transfer, in Berlin.
        Assert.Equal(Instant.FromUtc(2026, 1, 11, 23, 0), await Expiry(new() { TransfersKeepAge = false }));

        async Task<Instant?> Expiry(LedgerPolicies policies)
        {
            using var crm = await LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Policies = policies, Validity = new() { Days = 5 } });
            await EarnAsync(crm, 100, Duration.FromDays(10));
            crm.Pass(Duration.FromDays(2));
            (await crm.Loyalty.TransferAsync(new() { From = Account, To = Other, Key = new("t"), Points = new(100) }, Ct)).OrThrow();
            return (await crm.Loyalty.GetBalanceAsync(Other, cancellationToken: Ct)).Lots.Single().ExpiresAt;
        }
    }

    [Theory, InlineData(TestStorage.InMemory), InlineData(TestStorage.Engine)]
    public async Task Points_returned_to_an_expired_lot_expire_at_once_or_after_their_days_of_grace(TestStorage storage)
    {
        Assert.Equal((100, 0), await Returned(new()));
        Assert.Equal((0, 100), await Returned(new() { GraceDays = 14 }));

        async Task<(long Expired, long Available)> Returned(LedgerPolicies policies)
        {
            using var crm = await OpenAsync(storage, policies);
            await EarnAsync(crm, 100, Duration.FromDays(1));
            await RedeemAsync(crm, 100);
            crm.Pass(Duration.FromDays(2));
            var back = (await crm.Loyalty.ReturnAsync(new() { Account = Account, Key = new("back"), Redemption = "r", Points = new(100) }, Ct)).OrThrow();
            await EndsAfter(crm, policies, back.Available.Value);
            return (back.Expired.Value, back.Available.Value);
        }
    }

    [Theory, InlineData("void"), InlineData("time-out"), InlineData("cut"), InlineData("capture")]
    public async Task Points_released_to_an_expired_lot_expire_at_once_or_after_their_days_of_grace(string how)
    {
        Assert.Equal(0, await Released(new()));
        Assert.Equal(60, await Released(new() { GraceDays = 14 }));

        async Task<long> Released(LedgerPolicies policies)
        {
            using var crm = await OpenAsync(TestStorage.InMemory, policies);
            await EarnAsync(crm, 60, Duration.FromDays(1));
            await crm.Loyalty.EarnAsync(new() { Account = Account, Key = new("more"), Points = new(40), ExpiresAt = crm.Now + Duration.FromHours(20) }, Ct);
            await HoldAsync(crm, 100, how == "time-out" ? Duration.FromDays(2) : null);
            crm.Pass(Duration.FromDays(2));
            var named = (Account, Key: new IdempotencyKey(how));
            _ = how switch
            {
                "void" => (await crm.Loyalty.VoidAsync(new() { Account = named.Account, Key = named.Key, Hold = "cart" }, Ct)).IsSuccess,
                "cut" => (await crm.Loyalty.AdjustHoldAsync(new() { Account = named.Account, Key = named.Key, Hold = "cart", Points = new(40) }, Ct)).IsSuccess,
                "capture" => (await crm.Loyalty.CaptureAsync(new() { Account = named.Account, Key = named.Key, Hold = "cart", Points = new(40) }, Ct)).IsSuccess,
                _ => true,
            };
            var balance = await crm.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct);
            var available = balance.Available.Value - (how is "void" or "time-out" && policies.GraceDays > 0 ? 40 : 0);
            await EndsAfter(crm, policies, balance.Available.Value);
            return available;
        }
    }

    [Fact]
    public async Task A_hold_that_timed_out_long_ago_leaves_no_points_whose_grace_is_over_and_pays_debt_while_it_lasts()
    {
        using var crm = await OpenAsync(TestStorage.InMemory, new() { GraceDays = 3 });
        await EarnAsync(crm, 100, Duration.FromDays(1));
        await HoldAsync(crm, 100, Duration.FromDays(2));
        (await crm.Loyalty.AdjustAsync(new() { Account = Account, Key = new("debit"), Points = new(-30), AllowNegative = true }, Ct)).OrThrow();

        crm.Pass(Duration.FromDays(30));

        var during = await crm.Loyalty.GetBalanceAsync(Account, LoyaltyShop.Start + Duration.FromDays(4), Ct);
        var after = await crm.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct);
        Assert.Equal((70, 0, 0), (during.Available.Value, during.Debt.Value, during.Totals.Expired.Value));
        Assert.Equal((0, 0, 70), (after.Available.Value, after.Debt.Value, after.Totals.Expired.Value));
        Assert.True(await crm.Loyalty.WriteDownAsync(Account, Ct));
        await LoyaltyInvariants.CheckAsync(crm.Loyalty, [Account], crm.Now);
    }

    [Theory, InlineData(TestStorage.InMemory, 2, 5), InlineData(TestStorage.InMemory, 5, 2), InlineData(TestStorage.Engine, 2, 5), InlineData(TestStorage.Engine, 5, 2)]
    public async Task Parts_of_a_lot_that_come_back_one_after_the_other_have_days_of_grace_of_their_own_swept_or_not(TestStorage storage, int first, int second)
    {
        Assert.Equal((100, 50, 0), await Left(isSwept: true));
        Assert.Equal((100, 50, 0), await Left(isSwept: false));

        async Task<(long All, long Half, long None)> Left(bool isSwept)
        {
            using var crm = await OpenAsync(storage, new() { GraceDays = 7 });
            await EarnAsync(crm, 100, Duration.FromDays(1));
            foreach (var (name, days) in new[] { ("a", first), ("b", second) })
            {
                (await crm.Loyalty.AuthorizeAsync(
                    new() { Account = Account, Key = new(name), Hold = name, Points = new(50), ExpiresAt = crm.Now + Duration.FromDays(days) }, Ct)).OrThrow();
            }

            if (isSwept)
            {
                crm.Pass(Duration.FromDays(6));
                Assert.Equal(1, (await crm.Loyalty.RunOnceAsync(Ct)).Changed);
                var lot = Assert.Single((await crm.Loyalty.ListLotsAsync(Account, null, new(), Ct)).Items);
                Assert.Equal((100, LoyaltyShop.Start + Duration.FromDays(12)), (lot.Lot.Remaining.Value, lot.Lot.ExpiresAt));
            }

            crm.SetTo(LoyaltyShop.Start + Duration.FromDays(12));
            await LoyaltyInvariants.CheckAsync(crm.Loyalty, [Account], crm.Now);
            var (all, half, none) = (await AvailableAsync(crm, 6), await AvailableAsync(crm, 9), await AvailableAsync(crm, 12));
            return (all, half, none);
        }

        async Task<long> AvailableAsync(LoyaltyShop crm, int day) =>
            (await crm.Loyalty.GetBalanceAsync(Account, LoyaltyShop.Start + Duration.FromDays(day), Ct)).Available.Value;
    }

    [Fact]
    public async Task Parts_of_a_lot_with_ends_of_their_own_are_spent_held_and_returned_as_two()
    {
        using var crm = await OpenAsync(TestStorage.InMemory, new() { GraceDays = 7 });
        await EarnAsync(crm, 100, Duration.FromDays(1));
        foreach (var (name, days) in new[] { ("a", 2), ("b", 5) })
        {
            (await crm.Loyalty.AuthorizeAsync(
                new() { Account = Account, Key = new(name), Hold = name, Points = new(50), ExpiresAt = crm.Now + Duration.FromDays(days) }, Ct)).OrThrow();
        }

        // They end on day 9 and day 12: 50 and 30 are spent, 30 and 20 come back, 20 and 25 are held.
        crm.Pass(Duration.FromDays(6));
        await RedeemAsync(crm, 80);
        (await crm.Loyalty.ReturnAsync(new() { Account = Account, Key = new("back"), Redemption = "r", Points = new(50) }, Ct)).OrThrow();
        await HoldAsync(crm, 45, null);
        Assert.Equal(25, (await crm.Loyalty.GetBalanceAsync(Account, LoyaltyShop.Start + Duration.FromDays(9), Ct)).Available.Value);
        (await crm.Loyalty.VoidAsync(new() { Account = Account, Key = new("void"), Hold = "cart" }, Ct)).OrThrow();

        Assert.Equal(50, (await crm.Loyalty.GetBalanceAsync(Account, LoyaltyShop.Start + Duration.FromDays(9), Ct)).Available.Value);
        Assert.Equal(0, (await crm.Loyalty.GetBalanceAsync(Account, LoyaltyShop.Start + Duration.FromDays(12), Ct)).Available.Value);
        await LoyaltyInvariants.CheckAsync(crm.Loyalty, [Account], crm.Now);
    }

    [Theory, InlineData(TestStorage.InMemory), InlineData(TestStorage.Engine)]
    public async Task The_name_of_a_refused_request_is_free_again_or_used_up(TestStorage storage)
    {
        using (var crm = await OpenAsync(storage, new()))
        {
            Assert.Equal("loyalty.insufficient_points", (await TryAsync(crm)).Error.Code);
            await EarnAsync(crm, 100, null);
            Assert.True((await TryAsync(crm)).IsSuccess);
        }

        using (var crm = await OpenAsync(storage, new() { RefusalsAreKept = true }))
        {
            var first = await TryAsync(crm);
            await EarnAsync(crm, 100, null);
            var again = await TryAsync(crm);

            Assert.Equal("loyalty.insufficient_points", first.Error.Code);
            Assert.Equal(first.Error, again.Error);
            Assert.Equal(100, (await crm.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Available.Value);
            Assert.Equal(first.Error, Assert.IsType<RequestRefused>((await crm.Loyalty.ReadAsync(Account, new(), Ct)).Items[0].Value).Error);
            await Assert.ThrowsAsync<IdempotencyMismatchException>(
                () => crm.Loyalty.RedeemAsync(new() { Account = Account, Key = new("r"), Points = new(51) }, Ct).AsTask());
            Assert.True((await crm.Loyalty.RedeemAsync(new() { Account = Account, Key = new("r2"), Points = new(50) }, Ct)).IsSuccess);
            await LoyaltyInvariants.CheckAsync(crm.Loyalty, [Account], crm.Now);
        }

        async Task<CrmResult<RedeemReceipt>> TryAsync(LoyaltyShop crm) => await crm.Loyalty.RedeemAsync(new() { Account = Account, Key = new("r"), Points = new(50) }, Ct);
    }

    [Theory, InlineData(TestStorage.InMemory), InlineData(TestStorage.Engine)]
    public async Task A_refused_transfer_is_kept_by_the_sender(TestStorage storage)
    {
        using var crm = await OpenAsync(storage, new() { RefusalsAreKept = true });
        var transfer = new TransferPoints { From = Account, To = Other, Key = new("t"), Points = new(5) };
        var first = await crm.Loyalty.TransferAsync(transfer, Ct);
        await EarnAsync(crm, 100, null);

        Assert.Equal("loyalty.insufficient_points", first.Error.Code);
        Assert.Equal(first.Error, (await crm.Loyalty.TransferAsync(transfer, Ct)).Error);
        Assert.Equal("loyalty.same_account", (await crm.Loyalty.TransferAsync(transfer with { Key = new("self"), To = Account }, Ct)).Error.Code);
        Assert.Empty((await crm.Loyalty.ReadAsync(Other, new(), Ct)).Items);
    }

    [Fact]
    public async Task A_validity_counts_from_the_earn_or_from_the_activation()
    {
        Assert.Equal(Instant.FromUtc(2026, 1, 14, 23, 0), await Expiry(null));
        Assert.Equal(Instant.FromUtc(2026, 1, 21, 23, 0), await Expiry(ValidityStart.Activation));

        async Task<Instant?> Expiry(ValidityStart? start)
        {
            using var crm = await LoyaltyShop.OpenAsync(
                TestStorage.InMemory, LoyaltyShop.Program with { Activation = new() { Days = 7 }, Validity = new() { Days = 10, CountsFrom = start } });
            return (await crm.Loyalty.EarnAsync(new() { Account = Account, Key = new("e"), Points = new(1) }, Ct)).OrThrow().ExpiresAt;
        }
    }

    [Fact]
    public void What_of_an_order_earns_is_a_choice_for_each_part()
    {
        var order = new OrderAmounts
        {
            Goods = new(119m, Eur), Discounts = new(19m, Eur), GoodsTax = new(15.97m, Eur), Freight = new(5.95m, Eur), FreightTax = new(0.95m, Eur), Redeemed = new(10m, Eur),
        };

        Assert.Equal(90m, Base(null));
        Assert.Equal(90m, Base(new()));
        Assert.Equal(109m, Base(new() { BeforeDiscounts = true }));
        Assert.Equal(74.03m, Base(new() { WithTax = false }));
        Assert.Equal(95.95m, Base(new() { WithFreight = true }));
        Assert.Equal(100m, Base(new() { WithRedeemed = true }));
        Assert.Equal(79.03m, Base(new() { WithTax = false, WithFreight = true }));
        Assert.Equal(Money.Zero(Eur), EarnRules.BaseOf(LoyaltyShop.Program, order with { Redeemed = new(500m, Eur) }));
        Assert.Equal("order.Discounts", Assert.Throws<ArgumentOutOfRangeException>(() => EarnRules.BaseOf(LoyaltyShop.Program, order with { Discounts = new(-1m, Eur) })).ParamName);
        Assert.Throws<CurrencyMismatchException>(() => EarnRules.BaseOf(LoyaltyShop.Program, order with { Redeemed = new(1m, new("JPY")) }));

        decimal Base(EarnBase? terms) => EarnRules.BaseOf(LoyaltyShop.Program with { Base = terms }, order).Amount;
    }

    [Fact]
    public async Task Days_of_grace_have_bounds() =>
        Assert.Equal("program.Policies.GraceDays", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => OpenAsync(TestStorage.InMemory, new() { GraceDays = 367 }))).ParamName);

    private static Task<LoyaltyShop> OpenAsync(TestStorage storage, LedgerPolicies policies) =>
        LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Policies = policies });

    private static async Task EarnAsync(LoyaltyShop crm, long points, Duration? valid) => (await crm.Loyalty.EarnAsync(
        new() { Account = Account, Key = new("e"), Points = new(points), Order = Order, ExpiresAt = valid is { } time ? crm.Now + time : LoyaltyShop.Start + Duration.FromDays(999) }, Ct)).OrThrow();

    private static async Task RedeemAsync(LoyaltyShop crm, long points) =>
        (await crm.Loyalty.RedeemAsync(new() { Account = Account, Key = new("r"), Points = new(points) }, Ct)).OrThrow();

    private static async Task HoldAsync(LoyaltyShop crm, long points, Duration? time) => (await crm.Loyalty.AuthorizeAsync(
        new() { Account = Account, Key = new("h"), Hold = "cart", Points = new(points), ExpiresAt = time is { } valid ? crm.Now + valid : null }, Ct)).OrThrow();

    private static async Task<long> RefundAsync(LoyaltyShop crm, long percent) => (await crm.Loyalty.RefundEarningAsync(
        new() { Account = Account, Key = new(crm.Next()), Order = Order, RefundedMinor = percent, OrderTotalMinor = 100 }, Ct)).OrThrow().Due.Value;

    private static async Task EndsAfter(LoyaltyShop crm, LedgerPolicies policies, long available)
    {
        var end = crm.Now + Duration.FromDays(policies.GraceDays);
        Assert.Equal(available, (await crm.Loyalty.GetBalanceAsync(Account, policies.GraceDays > 0 ? end - Duration.Epsilon : end, Ct)).Available.Value);
        Assert.Equal(0, (await crm.Loyalty.GetBalanceAsync(Account, end, Ct)).Available.Value);
        await LoyaltyInvariants.CheckAsync(crm.Loyalty, [Account], crm.Now);
        crm.Pass(Duration.FromDays(30));
        await crm.Loyalty.WriteDownAsync(Account, Ct);
        await LoyaltyInvariants.CheckAsync(crm.Loyalty, [Account], crm.Now);
    }
}
