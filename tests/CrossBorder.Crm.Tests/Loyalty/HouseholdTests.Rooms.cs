using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>What the rest of the room does with a shared account.</summary>
public sealed partial class HouseholdTests
{
    [Theory, MemberData(nameof(Storages))]
    public async Task Tiers_and_caps_stay_a_members_own_and_go_with_her(TestStorage storage)
    {
        var program = LoyaltyShop.Program with
        {
            Tiers = ProgramSamples.Ladder,
            Earning = new() { PeriodCaps = [new(EarnPeriod.Month, new(1_500))] },
            Triggers = new() { Triggers = [new() { Code = "sign_up", Points = new(100), Kind = TriggerKind.Once }] },
        };
        using var shop = await LoyaltyShop.OpenAsync(storage, program);
        await OrderAsync(shop, Ada, "o1", 600);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await JoinAsync(shop, Ben);
        await OrderAsync(shop, Ada, "o2", 400);
        await OrderAsync(shop, Ben, "o3", 900);
        await OrderAsync(shop, Ada, "o4", 900);

        // Each signs up once, under the same name of the request; the cap of a month is each one's own.
        Assert.All([Ada, Ben], member => Assert.True(shop.Loyalty.EarnForTriggerAsync(new() { Account = member, Trigger = "sign_up" }, Ct).AsTask().GetAwaiter().GetResult().IsSuccess));
        Assert.Equal([1_000 - 600 + 500 + 100, 900 + 100], (await FindAsync(shop)).Members.Select(member => (int)member.Totals.Earned.Value));
        Assert.Equal((ProgramSamples.Silver, 1_500L), await TierAsync(shop, Ada));
        Assert.Equal((ProgramSamples.Base, 900L), await TierAsync(shop, Ben));
        Assert.Equal([Ada], (await shop.EventsAsync()).Where(told => told.Kind == TierReached.Kind).Select(told => ((TierReached)told.Data.Value).Account));
        Assert.Single(await shop.Loyalty.ReadTiersAsync(Ada, Ct));
        Assert.Empty(await shop.Loyalty.ReadTiersAsync(Ben, Ct));

        await JoinAsync(shop, Cleo, HouseholdRole.Owner);
        await LeaveAsync(shop, Ada);
        Assert.Equal((ProgramSamples.Silver, 1_500L), await TierAsync(shop, Ada));
        Assert.Single(await shop.Loyalty.ReadTiersAsync(Ada, Ct));
        await OrderAsync(shop, Ben, "o5", 100);
        Assert.Equal((ProgramSamples.Silver, 1_000L), await TierAsync(shop, Ben));

        // A member's tier lapses by time, and the sweep tells it.
        shop.SetTo(Instant.FromUtc(2028, 1, 1, 0, 0));
        Assert.Equal((ProgramSamples.Base, 0L), await TierAsync(shop, Ben));
        await shop.Loyalty.RunOnceAsync(Ct);
        Assert.Contains(await shop.EventsAsync(), told => told.Data.Value is TierLapsed lapsed && lapsed.Account == Ben);
        Assert.Empty((await shop.Loyalty.ListAsync(new() { DueBy = shop.Now }, null, new(), Ct)).Items);
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family, Ada, Ben, Cleo], shop.Now);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Expiry_is_the_members_whose_points_they_were_swept_or_not(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Validity = new() { Days = 10 }, Notices = new() { DaysBefore = [5] } });
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await JoinAsync(shop, Ben);
        await OrderAsync(shop, Ada, "a", 30);
        await OrderAsync(shop, Ben, "b", 20);
        await RedeemAsync(shop, Ben, 10);
        shop.Pass(Duration.FromDays(8));
        Assert.Equal(1, (await shop.Loyalty.RunOnceAsync(Ct)).Changed);
        Assert.Equal((Family, 40L), (await shop.EventsAsync()).Select(told => told.Data.Value).OfType<PointsExpiring>().Select(told => (told.Account, told.Points.Value)).Single());

        shop.Pass(Duration.FromDays(8));
        var unswept = (await FindAsync(shop)).Members.Select(member => member.Totals.Expired.Value).ToArray();
        await shop.Loyalty.RunOnceAsync(Ct);

        Assert.Equal([20, 20], unswept);
        Assert.Equal(unswept, (await FindAsync(shop)).Members.Select(member => member.Totals.Expired.Value));
        Assert.Equal(0, await AvailableAsync(shop, Ada));
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family, Ada, Ben], shop.Now);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task The_liability_counts_a_shared_account_once(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        await OrderAsync(shop, Ada, "a", 100);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await JoinAsync(shop, Ben);
        await OrderAsync(shop, Ben, "b", 50);
        await RedeemAsync(shop, Ben, 30);
        await LeaveAsync(shop, Ben);

        var report = await shop.Loyalty.GetLiabilityAsync(cancellationToken: Ct);

        Assert.Equal((0, 120, 150, 30), (report.Unreconciled.Value, report.Outstanding.Value, report.Totals.Earned.Value, report.Totals.Redeemed.Value));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Balances_of_another_system_come_to_a_member_or_to_the_household(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        var order = new OpeningOrder { Order = new("shop", "old"), Earned = new(60), TotalMinor = 6_000, RefundedMinor = 0 };
        var pool = new ImportAccounts
        {
            Source = "oldsys",
            ImportedBefore = shop.Now,
            Accounts = [new() { Key = "family", Account = Family, Lots = [new() { Points = new(40), EarnedAt = shop.Now - Duration.FromDays(1) }] }],
        };
        Assert.True((await shop.Loyalty.ImportAsync(pool, Ct)).IsComplete);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await JoinAsync(shop, Ben);
        var his = pool with { Accounts = [new() { Key = "ben", Account = Ben, Lots = [new() { Points = new(60), EarnedAt = shop.Now - Duration.FromDays(1), Order = order }] }] };

        var report = await shop.Loyalty.ImportAsync(his, Ct);
        var again = await shop.Loyalty.ImportAsync(his, Ct);
        await RefundAsync(shop, Ben, "old", 1_000, 6_000);

        Assert.Equal((1L, 1L, true), (report.Stored.Accounts, again.AlreadyThere.Accounts, again.IsComplete));
        var household = await FindAsync(shop);
        Assert.Equal((40, 0, 60, 10), (household.Shared.Imported.Value, household.Members[0].Totals.Imported.Value, household.Members[1].Totals.Imported.Value, household.Members[1].Totals.ClawedBack.Value));
        Assert.Equal(90, await AvailableAsync(shop, Ada));
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family, Ada, Ben], shop.Now);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task The_checkout_path_knows_the_member_by_her_own_account_and_by_the_order(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await JoinAsync(shop, Ben);
        await OrderAsync(shop, Ada, "a", 100);
        var order = new ExternalRef("shop", "cart");
        (await shop.Loyalty.AuthorizeAsync(new() { Account = Ben, Key = IdempotencyKey.For("hold", order), Points = new(40), Order = order, Value = new(4m, Eur), ExpiresAt = shop.Now + Duration.FromHours(1) }, Ct)).OrThrow();
        Assert.Equal("loyalty.open_hold", Code(await shop.Loyalty.LeaveHouseholdAsync(new() { Member = Ben, Key = new("no") }, Ct)));
        Assert.Equal((40, 0), ((await FindAsync(shop)).Members[1].Held.Value, (await FindAsync(shop)).Members[1].Remaining.Value));
        (await shop.Loyalty.AdjustHoldAsync(new() { Account = Ben, Key = new("adjust"), Points = new(50), Order = order, Value = new(5m, Eur) }, Ct)).OrThrow();
        (await shop.Loyalty.CaptureAsync(new() { Account = Family, Key = IdempotencyKey.For("capture", order), Order = order }, Ct)).OrThrow();
        (await shop.Loyalty.EarnForOrderAsync(new() { Account = Ben, Order = order, OccurredAt = shop.Now, Basis = new(20m, Eur) }, Ct)).OrThrow();

        var refund = (await shop.Loyalty.RefundOrderAsync(new() { Account = Ben, Key = new("refund"), Order = order, Refunded = new(25m, Eur), Total = new(25m, Eur) }, Ct)).OrThrow();

        Assert.Equal((50, new Money(20m, Eur), 20), (refund.Returned.Value, refund.Cash, refund.Due.Value));
        Assert.Equal((50, 50, 20, 20), (await FindAsync(shop)).Members[1].Totals is var t ? (t.Redeemed.Value, t.Returned.Value, t.Earned.Value, t.ClawedBack.Value) : default);

        // Once she has left with what the order earned, its halves are settled where each belongs.
        (await shop.Loyalty.EarnForOrderAsync(new() { Account = Ben, Order = new("shop", "mixed"), OccurredAt = shop.Now, Basis = new(20m, Eur) }, Ct)).OrThrow();
        (await shop.Loyalty.RedeemAsync(new() { Account = Ben, Key = new("mixed"), Points = new(50), Order = new("shop", "mixed"), Value = new(5m, Eur) }, Ct)).OrThrow();
        await LeaveAsync(shop, Ben);
        var whole = new RefundOrder { Account = Ben, Key = new("split"), Order = new("shop", "mixed"), Refunded = new(25m, Eur), Total = new(25m, Eur) };
        Assert.Equal("loyalty.order_split", Code(await shop.Loyalty.RefundOrderAsync(whole, Ct)));
        Assert.Equal(20, (await RefundAsync(shop, Ben, "mixed", 2_000, 2_000)).Due.Value);
        (await shop.Loyalty.ReturnAsync(new() { Account = Ben, Key = new("half"), Order = new("shop", "mixed"), Points = new(50) }, Ct)).OrThrow();
        Assert.Equal((100, 0), (await AvailableAsync(shop, Family), await AvailableAsync(shop, Ben)));
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family, Ada, Ben], shop.Now);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Two_members_who_spend_at_once_never_overspend(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await JoinAsync(shop, Ben);
        await JoinAsync(shop, Cleo, HouseholdRole.Spender, new(new(25), EarnPeriod.Day));
        await OrderAsync(shop, Ada, "a", 100);

        var results = await Task.WhenAll(Enumerable.Range(0, 45).Select(number => Task.Run(async () =>
        {
            var member = new[] { Ada, Ben, Cleo }[number % 3];
            while (true)
            {
                try
                {
                    return (member, (await shop.Loyalty.RedeemAsync(new() { Account = member, Key = new($"r{number}"), Points = new(5) }, Ct)).IsSuccess);
                }
                catch (ConcurrencyConflictException)
                {
                    // Others were faster; nothing was written.
                }
            }
        }, Ct)));

        Assert.Equal(20, results.Count(result => result.IsSuccess));
        Assert.InRange(results.Count(result => result.IsSuccess && result.member == Cleo), 0, 5);
        Assert.Equal(0, await AvailableAsync(shop, Family));
        Assert.All((await FindAsync(shop)).Members, member => Assert.Equal(5 * results.Count(result => result.IsSuccess && result.member == member.Account), member.Totals.Redeemed.Value));
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family], shop.Now);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Every_request_may_be_repeated_also_after_she_left(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        var join = new JoinHousehold { Household = Family, Member = Ada, Role = HouseholdRole.Owner, Key = new("join") };
        var own = await shop.Loyalty.EarnAsync(new() { Account = Ada, Key = new("before"), Points = new(5) }, Ct);
        var joined = await shop.Loyalty.JoinHouseholdAsync(join, Ct);
        await JoinAsync(shop, Ben, HouseholdRole.Owner);
        var earned = await shop.Loyalty.EarnAsync(new() { Account = Ada, Key = new("e"), Points = new(10) }, Ct);
        var his = await shop.Loyalty.EarnAsync(new() { Account = Ben, Key = new("e"), Points = new(20) }, Ct);
        var leave = new LeaveHousehold { Member = Ada, Key = new("leave") };
        var left = await shop.Loyalty.LeaveHouseholdAsync(leave, Ct);

        Assert.Equal(own, await shop.Loyalty.EarnAsync(new() { Account = Ada, Key = new("before"), Points = new(5) }, Ct));
        Assert.Equal(joined, await shop.Loyalty.JoinHouseholdAsync(join, Ct));
        Assert.Equal(earned, await shop.Loyalty.EarnAsync(new() { Account = Ada, Key = new("e"), Points = new(10) }, Ct));
        Assert.Equal(his, await shop.Loyalty.EarnAsync(new() { Account = Ben, Key = new("e"), Points = new(20) }, Ct));
        Assert.Equal(left, await shop.Loyalty.LeaveHouseholdAsync(leave, Ct));
        Assert.Equal((15, 20), (await AvailableAsync(shop, Ada), await AvailableAsync(shop, Ben)));
        await Assert.ThrowsAsync<IdempotencyMismatchException>(async () => await shop.Loyalty.JoinHouseholdAsync(join with { Role = HouseholdRole.Earner }, Ct));
        await Assert.ThrowsAsync<IdempotencyMismatchException>(async () => await shop.Loyalty.EarnAsync(new() { Account = Ada, Key = new("e"), Points = new(11) }, Ct));
        Assert.Equal(["loyalty_household_joined.v1", "loyalty_household_joined.v1", "loyalty_household_left.v1"], (await shop.EventsAsync()).Select(told => told.Kind).Order());
    }

    private static async Task<(ValueTier, long)> TierAsync(LoyaltyShop shop, LoyaltyAccountId account)
    {
        var status = (await shop.Loyalty.GetTierAsync(account, cancellationToken: Ct))!;
        return (status.Tier.Tier, status.Qualifying);
    }
}
