using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Accounts that turn out to be one member's, the same on every storage.</summary>
public sealed class MergeTests
{
    private static readonly LoyaltyAccountId Old = LoyaltyAccountId.FromExternal(new("shop", "old"));
    private static readonly LoyaltyAccountId Main = LoyaltyAccountId.FromExternal(new("shop", "main"));
    private static readonly LoyaltyAccountId Third = LoyaltyAccountId.FromExternal(new("shop", "third"));
    private static readonly CurrencyCode Eur = new("EUR");

    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task Lots_holds_and_links_come_along_whichever_account_is_named(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        await OrderAsync(shop, Old, "o1", 100);
        await OrderAsync(shop, Main, "o2", 40);
        await RedeemAsync(shop, Old, "r1", 30);
        (await shop.Loyalty.AuthorizeAsync(new() { Account = Old, Key = new("h"), Hold = "h1", Points = new(20), Order = new("shop", "o3") }, Ct)).OrThrow();
        var before = shop.Now;
        shop.Pass(Duration.FromHours(1));

        var merged = await MergeAsync(shop, Old, Main);

        Assert.Equal((70, 0, 90), (merged.Points.Value, merged.Debt.Value, merged.Available.Value));
        Assert.Equal(await BalanceAsync(shop, Main), await BalanceAsync(shop, Old));
        Assert.Equal((50, 20), ((await shop.Loyalty.GetBalanceAsync(Old, before, Ct)).Available.Value, (await shop.Loyalty.GetBalanceAsync(Old, before, Ct)).Reserved.Value));
        Assert.Equal(40, (await shop.Loyalty.GetBalanceAsync(Main, before, Ct)).Available.Value);

        (await shop.Loyalty.CaptureAsync(new() { Account = Main, Key = new("c"), Order = new("shop", "o3") }, Ct)).OrThrow();
        (await shop.Loyalty.ReturnAsync(new() { Account = Main, Key = new("b1"), Redemption = "r1", Points = new(10) }, Ct)).OrThrow();
        (await shop.Loyalty.ReturnAsync(new() { Account = Old, Key = new("b2"), Redemption = "h1", Points = new(20) }, Ct)).OrThrow();
        var refund = (await shop.Loyalty.RefundEarningAsync(new() { Account = Main, Key = new("f"), Order = new("shop", "o1"), RefundedMinor = 5_000, OrderTotalMinor = 10_000 }, Ct)).OrThrow();

        Assert.Equal((50, 0), (refund.Due.Value, refund.Owed.Value));
        Assert.Equal((70, 0, 0), await BalanceAsync(shop, Old));
        Assert.Equal(3, (await shop.Loyalty.ReadRedemptionAsync(Old, "h1", Ct)).Count);
        Assert.Equal(["PointsEarned", "EarningRefunded"], (await shop.Loyalty.ReadOrderAsync(Main, new("shop", "o1"), Ct)).Select(e => e.Value.GetType().Name));
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Main], shop.Now);
        Assert.True((await shop.Loyalty.VerifyAsync(Old, Ct)).IsSound);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task What_either_account_has_answered_is_answered_alike_after_the_merge(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        var earned = await shop.Loyalty.EarnForOrderAsync(Order(Old, "o1", 100), Ct);
        var spent = await RedeemAsync(shop, Old, "r1", 100);
        await MergeAsync(shop, Old, Main);

        Assert.Equal(earned, await shop.Loyalty.EarnForOrderAsync(Order(Old, "o1", 100), Ct));
        Assert.Equal(earned, await shop.Loyalty.EarnForOrderAsync(Order(Main, "o1", 100), Ct));
        Assert.Equal(spent, await RedeemAsync(shop, Main, "r1", 100));
        Assert.Equal(await MergeAsync(shop, Old, Main), await MergeAsync(shop, Old, Main));
        Assert.Equal((0, 0, 0), await BalanceAsync(shop, Main));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task An_undone_merge_gives_back_what_is_left_and_what_was_spent_stays_spent(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        await OrderAsync(shop, Old, "o1", 100);
        shop.Pass(Duration.FromHours(1));
        await OrderAsync(shop, Main, "o2", 40);
        await MergeAsync(shop, Old, Main);
        await RedeemAsync(shop, Main, "meanwhile", 30);
        await OrderAsync(shop, Old, "o4", 7);
        (await shop.Loyalty.RefundEarningAsync(new() { Account = Main, Key = new("f1"), Order = new("shop", "o1"), RefundedMinor = 2_000, OrderTotalMinor = 10_000 }, Ct)).OrThrow();

        var undone = (await shop.Loyalty.UnmergeAsync(new() { Account = Old, Key = new("undo") }, Ct)).OrThrow();

        // 30 were spent from the older lot, 20 taken back for its refund; the order that came meanwhile stays with the survivor.
        Assert.Equal((50, 50), (undone.Points.Value, undone.Available.Value));
        Assert.Equal((50, 0, 0), await BalanceAsync(shop, Old));
        Assert.Equal((47, 0, 0), await BalanceAsync(shop, Main));
        Assert.Equal(undone, (await shop.Loyalty.UnmergeAsync(new() { Account = Old, Key = new("undo") }, Ct)).OrThrow());

        // Its own order, refunded in part meanwhile, is refunded on from there; what was spent meanwhile comes back to the survivor only.
        var rest = (await shop.Loyalty.RefundEarningAsync(new() { Account = Old, Key = new("f2"), Order = new("shop", "o1"), RefundedMinor = 8_000, OrderTotalMinor = 10_000 }, Ct)).OrThrow();
        Assert.Equal((80, 30), (rest.Due.Value, rest.Owed.Value));
        Assert.Equal("loyalty.refund_exceeds_order", (await shop.Loyalty.RefundEarningAsync(new() { Account = Old, Key = new("f3"), Order = new("shop", "o1"), RefundedMinor = 1, OrderTotalMinor = 10_000 }, Ct)).Error.Code);
        Assert.Equal("loyalty.unknown_order", (await shop.Loyalty.RefundEarningAsync(new() { Account = Main, Key = new("f4"), Order = new("shop", "o1"), RefundedMinor = 1, OrderTotalMinor = 10_000 }, Ct)).Error.Code);
        Assert.Equal("loyalty.unknown_redemption", (await shop.Loyalty.ReturnAsync(new() { Account = Old, Key = new("b"), Redemption = "meanwhile", Points = new(1) }, Ct)).Error.Code);
        (await shop.Loyalty.ReturnAsync(new() { Account = Main, Key = new("b"), Redemption = "meanwhile", Points = new(30) }, Ct)).OrThrow();
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Old, Main], shop.Now);
        Assert.Equal("loyalty.not_merged", (await shop.Loyalty.UnmergeAsync(new() { Account = Old, Key = new("again") }, Ct)).Error.Code);
        Assert.Equal([AccountUnmerged.Kind, AccountsMerged.Kind], (await shop.EventsAsync()).Select(e => e.Kind).Order());

        // And it can be merged again, under other lot numbers.
        (await shop.Loyalty.MergeAsync(new() { From = Old, Into = Main, Key = new("merge again") }, Ct)).OrThrow();
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Main], shop.Now);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Debt_and_open_holds_come_back_as_far_as_they_are_still_there(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        (await shop.Loyalty.AdjustAsync(new() { Account = Main, Key = new("d"), Points = new(-50), AllowNegative = true }, Ct)).OrThrow();
        await MergeAsync(shop, Main, Third);
        await OrderAsync(shop, Third, "o1", 20);
        var owing = (await shop.Loyalty.UnmergeAsync(new() { Account = Main, Key = new("u") }, Ct)).OrThrow();
        await OrderAsync(shop, Old, "o2", 60);
        (await shop.Loyalty.AuthorizeAsync(new() { Account = Old, Key = new("h1"), Hold = "h1", Points = new(10) }, Ct)).OrThrow();
        (await shop.Loyalty.AuthorizeAsync(new() { Account = Old, Key = new("h2"), Hold = "h2", Points = new(10) }, Ct)).OrThrow();
        await MergeAsync(shop, Old, Third);
        (await shop.Loyalty.CaptureAsync(new() { Account = Old, Key = new("c"), Hold = "h1" }, Ct)).OrThrow();

        var back = (await shop.Loyalty.UnmergeAsync(new() { Account = Old, Key = new("u") }, Ct)).OrThrow();

        Assert.Equal((0, 30), (owing.Points.Value, owing.Debt.Value));
        Assert.Equal((50, 40), (back.Points.Value, back.Available.Value));
        Assert.Equal((40, 10, 0), await BalanceAsync(shop, Old));
        (await shop.Loyalty.CaptureAsync(new() { Account = Old, Key = new("c2"), Hold = "h2" }, Ct)).OrThrow();
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Old, Main, Third], shop.Now);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_chain_of_merges_answers_by_its_last_and_is_undone_from_there(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        await OrderAsync(shop, Old, "o1", 10);
        await OrderAsync(shop, Main, "o2", 20);
        await OrderAsync(shop, Third, "o3", 40);
        await MergeAsync(shop, Old, Main);
        await MergeAsync(shop, Main, Third);

        Assert.Equal((70, 0, 0), await BalanceAsync(shop, Old));
        Assert.Equal("loyalty.same_account", (await shop.Loyalty.MergeAsync(new() { From = Third, Into = Old, Key = new("m") }, Ct)).Error.Code);
        Assert.Equal("loyalty.same_account", (await shop.Loyalty.TransferAsync(new() { From = Third, To = Old, Key = new("t"), Points = new(1) }, Ct)).Error.Code);
        Assert.Equal("loyalty.already_merged", (await shop.Loyalty.MergeAsync(new() { From = Old, Into = Third, Key = new("m") }, Ct)).Error.Code);
        Assert.Equal("loyalty.survivor_merged", (await shop.Loyalty.UnmergeAsync(new() { Account = Old, Key = new("u") }, Ct)).Error.Code);
        (await shop.Loyalty.RefundEarningAsync(new() { Account = Third, Key = new("f"), Order = new("shop", "o1"), RefundedMinor = 500, OrderTotalMinor = 1_000 }, Ct)).OrThrow();
        (await shop.Loyalty.UnmergeAsync(new() { Account = Main, Key = new("u") }, Ct)).OrThrow();
        Assert.Equal((25, 0, 0), await BalanceAsync(shop, Old));
        (await shop.Loyalty.UnmergeAsync(new() { Account = Old, Key = new("u") }, Ct)).OrThrow();

        Assert.Equal([(5, 0, 0), (20, 0, 0), (40, 0, 0)], [await BalanceAsync(shop, Old), await BalanceAsync(shop, Main), await BalanceAsync(shop, Third)]);
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Old, Main, Third], shop.Now);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Sums_that_reach_a_tier_together_reach_it_and_part_again(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Tiers = ProgramSamples.Ladder });
        await OrderAsync(shop, Old, "o1", 600);
        await OrderAsync(shop, Main, "o2", 600);

        await MergeAsync(shop, Old, Main);
        var together = await shop.Loyalty.GetTierAsync(Old, cancellationToken: Ct);
        (await shop.Loyalty.UnmergeAsync(new() { Account = Old, Key = new("u") }, Ct)).OrThrow();
        var (old, main) = (await shop.Loyalty.GetTierAsync(Old, cancellationToken: Ct), await shop.Loyalty.GetTierAsync(Main, cancellationToken: Ct));

        Assert.Equal((ProgramSamples.Silver, 1_200), (together!.Tier.Tier, together.Qualifying));
        Assert.Equal((ProgramSamples.Base, 600), (old!.Tier.Tier, old.Qualifying));
        Assert.Equal((ProgramSamples.Base, 600), (main!.Tier.Tier, main.Qualifying));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Two_open_holds_of_a_name_or_an_order_are_settled_before_a_merge(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        foreach (var account in new[] { Old, Main })
        {
            await OrderAsync(shop, account, "o", 10);
            (await shop.Loyalty.AuthorizeAsync(new() { Account = account, Key = new("h"), Hold = "cart", Points = new(5) }, Ct)).OrThrow();
        }

        Assert.Equal("loyalty.hold_exists", (await shop.Loyalty.MergeAsync(new() { From = Old, Into = Main, Key = new("m") }, Ct)).Error.Code);
        Assert.Equal((5, 5, 0), await BalanceAsync(shop, Old));
        (await shop.Loyalty.VoidAsync(new() { Account = Old, Key = new("v"), Hold = "cart" }, Ct)).OrThrow();
        await MergeAsync(shop, Old, Main);
        Assert.Equal((15, 5, 0), await BalanceAsync(shop, Main));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Commands_that_run_while_accounts_are_merged_and_parted_lose_nothing(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        (await shop.Loyalty.AdjustAsync(new() { Account = Old, Key = new("a"), Points = new(500) }, Ct)).OrThrow();
        (await shop.Loyalty.AdjustAsync(new() { Account = Main, Key = new("a"), Points = new(500) }, Ct)).OrThrow();

        var spending = Enumerable.Range(0, 300).Select(i => Task.Run(async () => (await RetryAsync(() => shop.Loyalty.RedeemAsync(
            new() { Account = i % 2 == 0 ? Old : Main, Key = new($"r{i}"), Points = new(4) }, Ct))).IsSuccess, Ct));
        var moving = Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                (await RetryAsync(() => shop.Loyalty.MergeAsync(new() { From = Old, Into = Main, Key = new($"m{i}") }, Ct))).OrThrow();
                (await RetryAsync(() => shop.Loyalty.UnmergeAsync(new() { Account = Old, Key = new($"u{i}") }, Ct))).OrThrow();
            }

            return false;
        }, Ct);
        var spent = (await Task.WhenAll(spending.Append(moving))).Count(isSpent => isSpent);

        var (old, main) = (await shop.Loyalty.GetBalanceAsync(Old, cancellationToken: Ct), await shop.Loyalty.GetBalanceAsync(Main, cancellationToken: Ct));
        Assert.Equal(1_000 - (spent * 4), old.Available.Value + main.Available.Value);
        Assert.Equal(spent * 4, old.Totals.Redeemed.Value + main.Totals.Redeemed.Value);
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Old, Main], shop.Now);
    }

    private static async Task<CrmResult<T>> RetryAsync<T>(Func<ValueTask<CrmResult<T>>> command)
    {
        while (true)
        {
            try
            {
                return await command();
            }
            catch (CrossBorder.Crm.Storage.ConcurrencyConflictException)
            {
                // Too many others were faster; the key makes the repetition safe.
            }
        }
    }

    private static async Task<MergeReceipt> MergeAsync(LoyaltyShop shop, LoyaltyAccountId from, LoyaltyAccountId into) =>
        (await shop.Loyalty.MergeAsync(new() { From = from, Into = into, Key = new("merge") }, Ct)).OrThrow();

    private static EarnForOrder Order(LoyaltyAccountId account, string order, decimal amount) =>
        new() { Account = account, Order = new("shop", order), OccurredAt = LoyaltyShop.Start, Basis = new(amount, Eur) };

    private static async Task OrderAsync(LoyaltyShop shop, LoyaltyAccountId account, string order, decimal amount) =>
        (await shop.Loyalty.EarnForOrderAsync(Order(account, order, amount) with { OccurredAt = shop.Now }, Ct)).OrThrow();

    private static async Task<CrmResult<RedeemReceipt>> RedeemAsync(LoyaltyShop shop, LoyaltyAccountId account, string name, long points) =>
        await shop.Loyalty.RedeemAsync(new() { Account = account, Key = new(name), Points = new(points) }, Ct);

    private static async Task<(int Available, int Reserved, int Debt)> BalanceAsync(LoyaltyShop shop, LoyaltyAccountId account)
    {
        var balance = await shop.Loyalty.GetBalanceAsync(account, cancellationToken: Ct);
        return ((int)balance.Available.Value, (int)balance.Reserved.Value, (int)balance.Debt.Value);
    }
}
