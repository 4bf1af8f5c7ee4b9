using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>A shared account with member attribution, the same on every storage.</summary>
public sealed partial class HouseholdTests
{
    private static readonly LoyaltyAccountId Family = LoyaltyAccountId.FromExternal(new("shop", "family"));
    private static readonly LoyaltyAccountId Ada = LoyaltyAccountId.FromExternal(new("shop", "ada"));
    private static readonly LoyaltyAccountId Ben = LoyaltyAccountId.FromExternal(new("shop", "ben"));
    private static readonly LoyaltyAccountId Cleo = LoyaltyAccountId.FromExternal(new("shop", "cleo"));
    private static readonly CurrencyCode Eur = new("EUR");

    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task Members_earn_into_one_account_and_spend_from_it_and_it_is_known_who_did(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        await OrderAsync(shop, Ada, "o1", 100);
        var joined = await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await JoinAsync(shop, Ben);
        shop.Pass(Duration.FromHours(1));
        await OrderAsync(shop, Ben, "o2", 40);
        var before = shop.Now;
        shop.Pass(Duration.FromHours(1));
        await RedeemAsync(shop, Ben, 110);

        Assert.Equal((100, 0, 100), (joined.Points.Value, joined.Debt.Value, joined.Available.Value));
        Assert.Equal(30, await AvailableAsync(shop, Ada));
        Assert.Equal(await AvailableAsync(shop, Family), await AvailableAsync(shop, Ben));
        Assert.Equal(
            [(Ada, 100, 0, 0, 0), (Ben, 0, 40, 110, 30)],
            (await FindAsync(shop)).Members.Select(m => (m.Account, m.Totals.TransferredIn.Value, m.Totals.Earned.Value, m.Totals.Redeemed.Value, m.Remaining.Value)));
        Assert.Equal([0, 0], (await FindAsync(shop, before)).Members.Select(m => m.Totals.Redeemed.Value));
        Assert.Equal(Ben, Assert.Single((await shop.Loyalty.ReadOrderAsync(Ada, new("shop", "o2"), Ct))).Value.Member);
        Assert.Equal(["MemberJoined", "PointsEarned", "PointsRedeemed"], (await shop.Loyalty.ReadMemberAsync(Family, Ben, new(), Ct)).Items.Select(e => e.Value.GetType().Name));
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family, Ada], shop.Now);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_page_of_a_members_entries_is_full_unless_they_end(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await JoinAsync(shop, Ben);
        for (var i = 0; i < 12; i++)
        {
            await OrderAsync(shop, i % 4 == 3 ? Ben : Ada, $"o{i}", 10);
        }

        foreach (var descending in new[] { false, true })
        {
            // Ben joined, then ordered three times: two full pages of two, and no third.
            var first = await shop.Loyalty.ReadMemberAsync(Family, Ben, new() { Size = 2, Descending = descending }, Ct);
            var second = await shop.Loyalty.ReadMemberAsync(Family, Ben, new() { Size = 2, Descending = descending, After = first.Next }, Ct);
            var all = (await shop.Loyalty.ReadMemberAsync(Family, Ben, new() { Descending = descending }, Ct)).Items.Select(entry => entry.Version).ToList();

            Assert.Equal((2, 2, 4), (first.Items.Count, second.Items.Count, all.Count));
            Assert.NotNull(first.Next);
            Assert.Null(second.Next);
            Assert.Equal(all, first.Items.Concat(second.Items).Select(entry => entry.Version));
            Assert.Equal(descending ? all.OrderDescending() : all.Order(), all);
        }

        var nobodys = await shop.Loyalty.ReadMemberAsync(Family, Cleo, new() { Size = 1 }, Ct);
        Assert.Empty(nobodys.Items);
        Assert.Null(nobodys.Next);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Roles_and_limits_say_who_may_spend_and_how_much_in_a_period(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await JoinAsync(shop, Ben, HouseholdRole.Earner);
        await JoinAsync(shop, Cleo, HouseholdRole.Spender, new(new(50), EarnPeriod.Month));
        await OrderAsync(shop, Ben, "o1", 200);

        Assert.Equal("loyalty.member_may_not_spend", Code(await TryRedeemAsync(shop, Ben, 1)));
        await RedeemAsync(shop, Cleo, 30, "r1");
        var held = (await shop.Loyalty.AuthorizeAsync(new() { Account = Cleo, Key = new("h"), Hold = "h", Points = new(15), ExpiresAt = shop.Now + Duration.FromHours(1) }, Ct)).OrThrow();
        var refused = (await TryRedeemAsync(shop, Cleo, 6)).Error;
        Assert.Equal(("loyalty.member_limit", "50", "5", "6"), (refused.Code, refused.Parameters["most"], refused.Parameters["left"], refused.Parameters["asked"]));
        Assert.Equal("loyalty.member_limit", Code(await shop.Loyalty.AdjustHoldAsync(new() { Account = Cleo, Key = new("more"), Hold = "h", Points = new(21) }, Ct)));
        Assert.Equal(15, held.Points.Value);

        // A hold that times out and points that are returned count no more; neither does last month.
        shop.Pass(Duration.FromHours(2));
        (await shop.Loyalty.ReturnAsync(new() { Account = Cleo, Key = new("b"), Redemption = "r1", Points = new(10) }, Ct)).OrThrow();
        Assert.Equal(30, (await FindAsync(shop)).Members[2].Allowance!.Value.Value);
        Assert.Equal("loyalty.member_limit", Code(await TryRedeemAsync(shop, Cleo, 31)));
        await RedeemAsync(shop, Cleo, 30);
        shop.SetTo(Instant.FromUtc(2026, 1, 31, 22, 59));
        Assert.Equal("loyalty.member_limit", Code(await TryRedeemAsync(shop, Cleo, 1)));
        shop.SetTo(Instant.FromUtc(2026, 1, 31, 23, 0));
        await RedeemAsync(shop, Cleo, 50);

        // Rights change at once, and what was spent in the period counts under the new limit too.
        await ChangeAsync(shop, Cleo, HouseholdRole.Spender, new(new(60), EarnPeriod.Month));
        Assert.Equal("loyalty.member_limit", Code(await TryRedeemAsync(shop, Cleo, 11)));
        await ChangeAsync(shop, Ben, HouseholdRole.Spender, null);
        await RedeemAsync(shop, Ben, 60);
        Assert.Equal(
            [(Ada, HouseholdRole.Owner), (Ben, HouseholdRole.Earner), (Cleo, HouseholdRole.Spender), (Cleo, HouseholdRole.Spender), (Ben, (HouseholdRole?)HouseholdRole.Spender)],
            (await shop.Loyalty.ReadMembershipAsync(Family, Ct)).Select(change => (change.Member, change.Role)));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_refund_takes_back_where_the_points_are_and_is_attributed_to_who_earned_them(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        await OrderAsync(shop, Ada, "before", 100);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await JoinAsync(shop, Ben);
        await OrderAsync(shop, Ben, "o2", 40);
        await RedeemAsync(shop, Ben, 60, "r1");

        // An order from before she joined came with its lot: the payment provider's message may name any of the accounts.
        var mine = await RefundAsync(shop, Family, "before", 5_000, 10_000);
        var his = await RefundAsync(shop, Ada, "o2", 4_000, 4_000);
        (await shop.Loyalty.ReturnAsync(new() { Account = Family, Key = new("b"), Redemption = "r1", Points = new(20) }, Ct)).OrThrow();

        Assert.Equal((50, 0, 40, 10), (mine.Due.Value, mine.Owed.Value, his.Due.Value, his.Owed.Value));
        var members = (await FindAsync(shop)).Members;
        Assert.Equal((50, 0, 0), (members[0].Totals.ClawedBack.Value, members[0].Totals.Redeemed.Value, members[0].Totals.Returned.Value));
        Assert.Equal((40, 60, 20), (members[1].Totals.ClawedBack.Value, members[1].Totals.Redeemed.Value, members[1].Totals.Returned.Value));
        Assert.Equal(10, await AvailableAsync(shop, Ben));
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family, Ada, Ben], shop.Now);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Who_leaves_takes_what_is_left_of_what_she_earned_and_its_orders(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Validity = new() { Months = 12 } });
        await OrderAsync(shop, Ben, "before", 30);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await JoinAsync(shop, Ben);
        shop.Pass(Duration.FromDays(1));
        await OrderAsync(shop, Ada, "a", 50);
        shop.Pass(Duration.FromDays(1));
        await OrderAsync(shop, Ben, "b", 100);
        await RedeemAsync(shop, Ben, 20, "r1");
        await RefundAsync(shop, Ben, "b", 1_000, 10_000);

        var left = await LeaveAsync(shop, Ben);

        // 20 of the oldest lot were spent and 10 of the order taken back; expiry and order links come along.
        Assert.Equal((100, 100), (left.Points.Value, left.Available.Value));
        var own = await shop.Loyalty.GetBalanceAsync(Ben, cancellationToken: Ct);
        Assert.Equal([("shop:before", 10), ("shop:b", 90)], own.Lots.Select(lot => (lot.Order.ToString(), lot.Remaining.Value)));
        Assert.Equal([new LocalDate(2027, 1, 4), new LocalDate(2027, 1, 6)], own.Lots.Select(lot => lot.ExpiresAt!.Value.InZone(DateTimeZoneProviders.Tzdb["Europe/Berlin"]).Date.PlusDays(-1)));
        Assert.Equal(50, await AvailableAsync(shop, Family));

        // Her orders are refunded where their points are now, and counted on from there; what she redeemed comes back to the household.
        var refund = await RefundAsync(shop, Ben, "b", 9_000, 10_000);
        Assert.Equal((90, 0), (refund.Due.Value, refund.Owed.Value));
        Assert.Equal("loyalty.refund_exceeds_order", Code(await shop.Loyalty.RefundEarningAsync(Refund(shop, Ben, "b", 1, 10_000), Ct)));
        Assert.Equal("loyalty.order_left", Code(await shop.Loyalty.RefundEarningAsync(Refund(shop, Family, "b", 1, 10_000), Ct)));
        await RefundAsync(shop, Ben, "before", 3_000, 3_000);
        (await shop.Loyalty.ReturnAsync(new() { Account = Ben, Key = new("back"), Redemption = "r1", Points = new(20) }, Ct)).OrThrow();
        Assert.Equal(70, await AvailableAsync(shop, Family));
        Assert.Equal((0, 20), ((await shop.Loyalty.GetBalanceAsync(Ben, cancellationToken: Ct)).Available.Value, (await shop.Loyalty.GetBalanceAsync(Ben, cancellationToken: Ct)).Debt.Value));
        Assert.Equal((20, 20), (await FindAsync(shop)).Members[1] is var ben ? (ben.Totals.Redeemed.Value, ben.Totals.Returned.Value) : default);
        Assert.Null(await shop.Loyalty.FindHouseholdAsync(Ben, null, Ct));
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family, Ada, Ben], shop.Now);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Who_comes_back_finds_her_orders_and_the_last_one_takes_everything(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await JoinAsync(shop, Ben, HouseholdRole.Owner);
        await OrderAsync(shop, Ben, "b", 100);
        (await shop.Loyalty.AdjustAsync(new() { Account = Family, Key = new("gift"), Points = new(7) }, Ct)).OrThrow();
        await LeaveAsync(shop, Ben);
        await RefundAsync(shop, Ben, "b", 1_000, 10_000);
        await JoinAsync(shop, Ben, HouseholdRole.Owner);
        var refund = await RefundAsync(shop, Ben, "b", 2_000, 10_000);

        Assert.Equal((20, 77), (refund.Due.Value, await AvailableAsync(shop, Ada)));
        Assert.Equal(70, Assert.Single((await shop.Loyalty.GetBalanceAsync(Family, cancellationToken: Ct)).Lots, lot => lot.Order is not null).Remaining.Value);

        Assert.Equal(0, (await LeaveAsync(shop, Ada)).Points.Value);
        Assert.Equal(77, (await LeaveAsync(shop, Ben)).Points.Value);
        Assert.Equal((0, 77), (await AvailableAsync(shop, Family), await AvailableAsync(shop, Ben)));
        Assert.All((await FindAsync(shop)).Members, member => Assert.NotNull(member.LeftAt));
        await RefundAsync(shop, Ben, "b", 7_000, 10_000);
        Assert.Equal(7, await AvailableAsync(shop, Ben));
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family, Ada, Ben], shop.Now);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Points_may_stay_where_they_are_when_a_member_joins_or_leaves(TestStorage storage)
    {
        var plan = new HouseholdPlan { Joining = JoiningPoints.Stay, Leaving = LeavingPoints.StayInHousehold };
        using var shop = await LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Households = plan });
        await OrderAsync(shop, Ada, "before", 100);
        await RedeemAsync(shop, Ada, 10, "r0");
        Assert.Equal(0, (await JoinAsync(shop, Ada, HouseholdRole.Owner)).Points.Value);
        await JoinAsync(shop, Ben, HouseholdRole.Owner);
        await OrderAsync(shop, Ada, "a", 40);

        // What rested is spent by nobody; its orders and redemptions are settled where they were.
        Assert.Equal(40, await AvailableAsync(shop, Ada));
        Assert.Equal("loyalty.insufficient_points", Code(await TryRedeemAsync(shop, Ada, 41)));
        Assert.Equal((20, 0), (await RefundAsync(shop, Ada, "before", 2_000, 10_000) is var r ? (r.Due.Value, r.Owed.Value) : default));
        (await shop.Loyalty.ReturnAsync(new() { Account = Ada, Key = new("b0"), Redemption = "r0", Points = new(10) }, Ct)).OrThrow();
        Assert.Equal(40, await AvailableAsync(shop, Family));

        Assert.Equal((0, 80), await LeaveAsync(shop, Ada) is var left ? (left.Points.Value, left.Available.Value) : default);
        Assert.Equal(40, await AvailableAsync(shop, Ben));
        Assert.Equal(10, (await RefundAsync(shop, Ada, "a", 1_000, 4_000)).Due.Value);
        Assert.Equal(30, await AvailableAsync(shop, Family));
        Assert.Equal(10, (await FindAsync(shop)).Members[0].Totals.ClawedBack.Value);
        Assert.Equal(["PointsEarned", "EarningRefunded"], (await shop.Loyalty.ReadOrderAsync(Ada, new("shop", "a"), Ct)).Select(e => e.Value.GetType().Name));
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family, Ada, Ben], shop.Now);
    }

    private static async Task<HouseholdReceipt> JoinAsync(LoyaltyShop shop, LoyaltyAccountId member, HouseholdRole role = HouseholdRole.Spender, SpendingLimit? limit = null, LoyaltyAccountId? household = null) =>
        (await shop.Loyalty.JoinHouseholdAsync(new() { Household = household ?? Family, Member = member, Role = role, Limit = limit, Key = new(shop.Next()) }, Ct)).OrThrow();

    private static async Task<HouseholdReceipt> LeaveAsync(LoyaltyShop shop, LoyaltyAccountId member) =>
        (await shop.Loyalty.LeaveHouseholdAsync(new() { Member = member, Key = new(shop.Next()) }, Ct)).OrThrow();

    private static async Task ChangeAsync(LoyaltyShop shop, LoyaltyAccountId member, HouseholdRole role, SpendingLimit? limit) =>
        (await shop.Loyalty.ChangeHouseholdMemberAsync(new() { Household = Family, Member = member, Role = role, Limit = limit, Key = new(shop.Next()) }, Ct)).OrThrow();

    private static async Task OrderAsync(LoyaltyShop shop, LoyaltyAccountId account, string order, decimal amount) => (await shop.Loyalty.EarnForOrderAsync(
        new() { Account = account, Order = new("shop", order), OccurredAt = shop.Now, Basis = new(amount, Eur) }, Ct)).OrThrow();

    private static async Task RedeemAsync(LoyaltyShop shop, LoyaltyAccountId account, long points, string? name = null) => (await TryRedeemAsync(shop, account, points, name)).OrThrow();

    private static ValueTask<CrmResult<RedeemReceipt>> TryRedeemAsync(LoyaltyShop shop, LoyaltyAccountId account, long points, string? name = null) =>
        shop.Loyalty.RedeemAsync(new() { Account = account, Key = new(shop.Next()), Redemption = name, Points = new(points) }, Ct);

    private static async Task<RefundReceipt> RefundAsync(LoyaltyShop shop, LoyaltyAccountId account, string order, long refunded, long total) =>
        (await shop.Loyalty.RefundEarningAsync(Refund(shop, account, order, refunded, total), Ct)).OrThrow();

    private static RefundEarning Refund(LoyaltyShop shop, LoyaltyAccountId account, string order, long refunded, long total) =>
        new() { Account = account, Key = new(shop.Next()), Order = new("shop", order), RefundedMinor = refunded, OrderTotalMinor = total };

    private static async Task<long> AvailableAsync(LoyaltyShop shop, LoyaltyAccountId account) => (await shop.Loyalty.GetBalanceAsync(account, cancellationToken: Ct)).Available.Value;

    private static async Task<Household> FindAsync(LoyaltyShop shop, Instant? asOf = null) => (await shop.Loyalty.FindHouseholdAsync(Family, asOf, Ct))!;

    private static string Code<T>(CrmResult<T> result) => result.IsSuccess ? "" : result.Error.Code;
}
