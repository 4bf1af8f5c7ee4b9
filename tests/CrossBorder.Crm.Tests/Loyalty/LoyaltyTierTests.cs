using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;
using static CrossBorder.Crm.Tests.Loyalty.ProgramSamples;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Tiers, caps and multipliers on the ledger, the same on every storage.</summary>
public sealed class LoyaltyTierTests
{
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));
    private static readonly LoyaltyProgram Tiered = LoyaltyShop.Program with { Tiers = Ladder };

    public static TheoryData<TestStorage> Storages => [.. Enum.GetValues<TestStorage>()];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task A_tier_is_reached_held_lost_softly_and_every_instant_can_be_asked(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Tiered);
        await EarnAsync(shop, "1", 4_660m);
        shop.SetTo(Instant.FromUtc(2026, 3, 1, 10, 0));
        await EarnAsync(shop, "2", 340m);

        Assert.Equal((Base, 0L), await TierAsync(shop, LoyaltyShop.Start - Duration.FromSeconds(1)));
        Assert.Equal((Silver, 4_660L), await TierAsync(shop, LoyaltyShop.Start));
        Assert.Equal((Gold, 5_000L), await TierAsync(shop));
        Assert.Equal((Gold, 0L), await TierAsync(shop, Instant.FromUtc(2027, 12, 31, 22, 59)));
        Assert.Equal((Silver, 0L), await TierAsync(shop, Instant.FromUtc(2027, 12, 31, 23, 0)));
        Assert.Equal((Base, 0L), await TierAsync(shop, Instant.FromUtc(2028, 12, 31, 23, 0)));
        Assert.Equal(
            [(Silver, new LocalDate(2026, 1, 4)), (Gold, new LocalDate(2026, 3, 1))],
            (await shop.Loyalty.ReadTiersAsync(Account, Ct)).Select(change => (change.Standing.Tier, change.Standing.Since!.Value)));
        Assert.True((await shop.Loyalty.VerifyAsync(Account, Ct)).IsSound);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Only_orders_count_and_a_late_one_counts_in_its_own_year_only(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Tiered);
        await shop.Loyalty.EarnAsync(new() { Account = Account, Key = new("gift"), Points = new(9_000) }, Ct);
        Assert.Equal((Base, 0L), await TierAsync(shop));

        await EarnAsync(shop, "late", 9_000m, LoyaltyShop.Start - Duration.FromDays(10));

        Assert.Equal((Base, 0L), await TierAsync(shop));
        await EarnAsync(shop, "now", 1_000m);
        Assert.Equal((Silver, 1_000L), await TierAsync(shop));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_refund_lowers_the_year_of_the_order_and_the_tier_when_its_validity_ends(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Tiered);
        await EarnAsync(shop, "1", 5_000m);
        shop.SetTo(Instant.FromUtc(2027, 6, 1, 0, 0));
        await EarnAsync(shop, "2", 1_000m);

        await RefundAsync(shop, "2", 50_000, 100_000);

        Assert.Equal((Gold, 500L), await TierAsync(shop));
        Assert.Equal((Silver, 0L), await TierAsync(shop, Instant.FromUtc(2028, 6, 1, 0, 0)));
        Assert.Equal((Base, 0L), await TierAsync(shop, Instant.FromUtc(2029, 6, 1, 0, 0)));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_late_earn_or_refund_does_not_reach_back_behind_a_lapse(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Tiered with { Tiers = Ladder with { Downgrade = TierDowngrade.Recalculate } });
        await EarnAsync(shop, "1", 5_000m);
        shop.SetTo(Instant.FromUtc(2027, 6, 1, 0, 0));
        await EarnAsync(shop, "2", 1_200m);
        shop.SetTo(Instant.FromUtc(2028, 1, 2, 0, 0));
        Assert.Equal((Silver, 0L), await TierAsync(shop));

        await RefundAsync(shop, "2", 120_000, 120_000);
        await EarnAsync(shop, "3", 9_000m, Instant.FromUtc(2027, 12, 1, 0, 0));

        Assert.Equal((Silver, 0L), await TierAsync(shop));
        Assert.Equal((Base, 0L), await TierAsync(shop, Instant.FromUtc(2029, 1, 2, 0, 0)));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Refunds_can_lower_a_tier_at_once(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Tiered with { Tiers = Ladder with { Refunds = TierRefunds.AtOnce } });
        await EarnAsync(shop, "1", 1_100m);
        await EarnAsync(shop, "2", 4_000m);

        await RefundAsync(shop, "2", 400_000, 400_000);

        Assert.Equal((Silver, 1_100L), await TierAsync(shop));
        Assert.Equal(TierReason.Refunded, (await shop.Loyalty.ReadTiersAsync(Account, Ct))[^1].Standing.Reason);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Spend_in_a_rolling_window_is_counted_in_the_programmes_currency(TestStorage storage)
    {
        var ladder = Ladder with { Measure = TierMeasure.Spend, RollingMonths = 3, Tiers = [Ladder.Tiers[0], new() { Tier = Silver, Threshold = 100_00 }] };
        using var shop = await LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Tiers = ladder });
        await shop.Loyalty.EarnForOrderAsync(Order("1", 0m) with { Basis = new(10_000m, new("JPY")), Rate = 0.00605m }, Ct);
        Assert.Equal((Base, 60_50L), await TierAsync(shop));
        shop.SetTo(Instant.FromUtc(2026, 3, 31, 10, 0));

        await EarnAsync(shop, "2", 39.50m, shop.Now);

        Assert.Equal((Silver, 100_00L), await TierAsync(shop));
        Assert.Equal((Silver, 39_50L), await TierAsync(shop, Instant.FromUtc(2026, 4, 1, 0, 0)));
        Assert.Equal((Base, 0L), await TierAsync(shop, Instant.FromUtc(2026, 7, 1, 0, 0)));
        await RefundAsync(shop, "1", 2_500, 10_000);
        Assert.Equal((Silver, 84_87L), await TierAsync(shop));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_later_ladder_takes_no_tier_away_before_its_time(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Tiered);
        await EarnAsync(shop, "1", 1_000m);

        await shop.Loyalty.SetProgramAsync(Tiered with { Tiers = Ladder with { Tiers = [Ladder.Tiers[0], new() { Tier = Silver, Threshold = 2_000 }] } }, Ct);

        Assert.Equal((Silver, 1_000L), await TierAsync(shop));
        Assert.Equal((Base, 0L), await TierAsync(shop, Instant.FromUtc(2028, 6, 1, 0, 0)));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_sweep_writes_a_lapse_down_once(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Tiered);
        await EarnAsync(shop, "1", 1_000m);
        shop.SetTo(Instant.FromUtc(2027, 12, 31, 22, 59));
        Assert.False(await shop.Loyalty.WriteDownAsync(Account, Ct));
        Assert.Empty((await shop.Loyalty.ListAsync(new() { DueBy = shop.Now }, null, new(), Ct)).Items);

        shop.SetTo(Instant.FromUtc(2027, 12, 31, 23, 0));

        Assert.Single((await shop.Loyalty.ListAsync(new() { DueBy = shop.Now }, null, new(), Ct)).Items);
        Assert.True(await shop.Loyalty.WriteDownAsync(Account, Ct));
        Assert.False(await shop.Loyalty.WriteDownAsync(Account, Ct));
        Assert.Equal((Base, TierReason.Lapsed), ((await shop.Loyalty.ReadTiersAsync(Account, Ct))[^1].Standing.Tier, (await shop.Loyalty.ReadTiersAsync(Account, Ct))[^1].Standing.Reason));
    }

    [Fact]
    public async Task A_tier_reached_and_lost_is_told_through_the_outbox()
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.InMemory, Tiered);
        await EarnAsync(shop, "1", 5_000m);
        await EarnAsync(shop, "2", 10m);
        shop.SetTo(Instant.FromUtc(2028, 1, 1, 0, 0));
        await shop.Loyalty.WriteDownAsync(Account, Ct);

        var events = await shop.EventsAsync();

        Assert.Equal(["tier_reached.v1", "tier_lapsed.v1"], events.Select(e => e.Kind));
        Assert.Equal((Base, Gold), (((TierReached)events[0].Data.Value).From, ((TierReached)events[0].Data.Value).To));
        Assert.Equal((Gold, Silver, new LocalDate(2028, 1, 1)), (((TierLapsed)events[1].Data.Value).From, ((TierLapsed)events[1].Data.Value).To, ((TierLapsed)events[1].Data.Value).Since));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task The_tier_that_she_has_multiplies_and_the_order_that_reaches_one_does_not_profit(TestStorage storage)
    {
        var program = Tiered with { Earning = new() { Multipliers = [new() { Code = "silver", Factor = new(3, 2), Tier = Silver }] } };
        using var shop = await LoyaltyShop.OpenAsync(storage, program);

        Assert.Equal(1_000, await EarnAsync(shop, "1", 1_000m));
        Assert.Equal(150, await EarnAsync(shop, "2", 100m));
        var entry = (PointsEarned)(await shop.Loyalty.ReadOrderAsync(Account, new("shop", "2"), Ct))[0].Value;
        Assert.Equal([new("silver", new(3, 2))], entry.Quote!.Reasons!.Multipliers);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_cap_of_a_period_holds_over_its_orders_also_when_they_race(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Earning = new() { PeriodCaps = [new(EarnPeriod.Day, new(100)), new(EarnPeriod.Month, new(120))] } });

        var points = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => EarnAsync(shop, $"{i}", 30m), Ct)));
        Assert.Equal(100, points.Sum());
        Assert.Equal([30, 30, 30, 10], points.Where(p => p > 0).OrderDescending());
        Assert.Equal(20, await EarnAsync(shop, "next day", 30m, LoyaltyShop.Start + Duration.FromDays(1)));
        Assert.Equal(30, await EarnAsync(shop, "last month", 30m, LoyaltyShop.Start - Duration.FromDays(10)));
        Assert.Equal(30, await EarnAsync(shop, "next month", 30m, LoyaltyShop.Start + Duration.FromDays(30)));
        Assert.True((await shop.Loyalty.VerifyAsync(Account, Ct)).IsSound);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Lines_are_part_of_the_request_and_come_to_its_basis(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Earning = new() { ExcludedCategories = ["books"] } });
        var order = Order("1", 30m) with { Lines = [Line(10m, "novel", "books"), Line(20m, "soap")] };

        Assert.Equal(20, (await shop.Loyalty.EarnForOrderAsync(order, Ct)).OrThrow().Points.Value);
        Assert.Equal(20, (await shop.Loyalty.EarnForOrderAsync(order, Ct)).OrThrow().Points.Value);
        await Assert.ThrowsAsync<IdempotencyMismatchException>(
            () => shop.Loyalty.EarnForOrderAsync(order with { Lines = [Line(10m, "novel"), Line(20m, "soap")] }, Ct).AsTask());
        var wrong = await Assert.ThrowsAsync<ArgumentException>(() => shop.Loyalty.EarnForOrderAsync(order with { Order = new("shop", "2"), Basis = new(31m, Eur) }, Ct).AsTask());
        Assert.Contains("The lines come to 30 EUR, the basis is 31 EUR", wrong.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_whole_programme_comes_back_from_storage_and_is_the_same_programme_again(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Full);

        Assert.Equal(Full with { Version = 1 }, await shop.Loyalty.FindProgramAsync(cancellationToken: Ct));
        Assert.Equal(1, (await shop.Loyalty.SetProgramAsync(Full, Ct)).Version);
        var changed = Full with { Benefits = new() { Standards = [.. Full.Benefits!.Standards[..1], Full.Benefits.Standards[1] with { Benefits = ["other"] }] } };
        Assert.Equal(2, (await shop.Loyalty.SetProgramAsync(changed, Ct)).Version);
        Assert.Equal(Full with { Version = 1 }, await shop.Loyalty.FindProgramAsync(1, Ct));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Checkout_and_support_read_what_the_tier_gets_in_the_market_or_the_nearest_larger_one(TestStorage storage)
    {
        var plan = new BenefitPlan
        {
            Standards =
            [
                new() { Tier = Silver, Benefits = [BenefitCodes.FreeReturns], DiscountPercent = 5m },
                new() { Tier = Silver, Market = new("asia"), RoutingWish = "asia-desk" },
                new() { Tier = Silver, Market = new("JP"), Benefits = [BenefitCodes.PriorityDelivery], SlaPolicy = "silver-jp" },
            ],
        };
        using var shop = await LoyaltyShop.OpenAsync(storage, Tiered with { Benefits = plan });
        Market In(string id, string? region) => new() { Id = new(id), Region = region is null ? null : new(region), Currency = Eur, DefaultZone = "Etc/UTC" };
        Assert.Null((await shop.Loyalty.GetEntitlementsAsync(Account, In("JP", "asia"), null, Ct)).Standard);
        await EarnAsync(shop, "1", 1_000m);

        var japan = await shop.Loyalty.GetEntitlementsAsync(Account, In("JP", "asia"), null, Ct);
        var korea = await shop.Loyalty.GetEntitlementsAsync(Account, In("KR", "asia"), null, Ct);
        var france = await shop.Loyalty.GetEntitlementsAsync(Account, In("FR", null), null, Ct);

        Assert.Equal((Silver, new LocalDate(2027, 12, 31), "silver-jp"), (japan.Tier!.Value, japan.ValidThrough!.Value, japan.Standard!.SlaPolicy));
        Assert.Equal("asia-desk", korea.Standard!.RoutingWish);
        Assert.False(BenefitRules.Has(japan.Standard, BenefitCodes.FreeReturns));
        Assert.True(BenefitRules.Has(france.Standard, BenefitCodes.FreeReturns));
        Assert.Equal(new Money(0.99m, Eur), BenefitRules.DiscountOn(france.Standard, new(19.99m, Eur)));
        Assert.Equal(Money.Zero(Eur), BenefitRules.DiscountOn(korea.Standard, new(19.99m, Eur)));
    }

    private static EarnForOrder Order(string order, decimal amount) =>
        new() { Account = Account, Order = new("shop", order), OccurredAt = LoyaltyShop.Start, Basis = new(amount, Eur) };

    private static async Task<long> EarnAsync(LoyaltyShop shop, string order, decimal amount, Instant? at = null) =>
        (await shop.Loyalty.EarnForOrderAsync(Order(order, amount) with { OccurredAt = at ?? shop.Now }, Ct)).OrThrow().Points.Value;

    private static async Task RefundAsync(LoyaltyShop shop, string order, long refunded, long total) =>
        (await shop.Loyalty.RefundEarningAsync(
            new() { Account = Account, Key = new($"refund-{order}"), Order = new("shop", order), RefundedMinor = refunded, OrderTotalMinor = total }, Ct)).OrThrow();

    private static async Task<(ValueTier, long)> TierAsync(LoyaltyShop shop, Instant? at = null)
    {
        var status = (await shop.Loyalty.GetTierAsync(Account, at, Ct))!;
        return (status.Tier.Tier, status.Qualifying);
    }
}
