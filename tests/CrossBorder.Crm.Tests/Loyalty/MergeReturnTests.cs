using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>What came back before a merge, or while it held, does not come back again; the same on every storage.</summary>
public sealed class MergeReturnTests
{
    private static readonly LoyaltyAccountId Old = LoyaltyAccountId.FromExternal(new("shop", "old"));
    private static readonly LoyaltyAccountId Main = LoyaltyAccountId.FromExternal(new("shop", "main"));

    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The clock stands: the return in the survivor is posted at the instant of the redemption that it is of.</summary>
    [Theory, MemberData(nameof(Storages))]
    public async Task A_return_while_merged_counts_after_parting_though_all_was_posted_at_one_instant(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        await EarnAsync(shop, Old, "o1", 10);
        await RedeemAsync(shop, Old, "r", 10);
        await MergeAsync(shop);
        await ReturnAsync(shop, Main, "r", 4);
        (await shop.Loyalty.UnmergeAsync(new() { Account = Old, Key = new("undo") }, Ct)).OrThrow();

        var tooMuch = await shop.Loyalty.ReturnAsync(new() { Account = Old, Key = new("7 more"), Redemption = "r", Points = new(7) }, Ct);
        await ReturnAsync(shop, Old, "r", 6);

        Assert.Equal("loyalty.return_exceeds_redemption", tooMuch.Error.Code);
        await AssertLotsAsync(shop, Old, 10);
    }

    /// <summary>Both accounts have a redemption of that name: what came back to the one does not count for the other.</summary>
    [Theory, MemberData(nameof(Storages))]
    public async Task A_return_before_a_merge_belongs_to_the_redemption_whose_lots_it_restored(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        await EarnAsync(shop, Old, "o1", 10);
        await EarnAsync(shop, Main, "o2", 10);
        await RedeemAsync(shop, Main, "r", 10);
        shop.Pass(Duration.FromHours(1));
        await RedeemAsync(shop, Old, "r", 10);
        shop.Pass(Duration.FromHours(1));
        await ReturnAsync(shop, Main, "r", 10);
        await MergeAsync(shop);

        await ReturnAsync(shop, Main, "r", 4);
        await AssertLotsAsync(shop, Main, 14);
        await ReturnAsync(shop, Main, "r", 6);
        await AssertLotsAsync(shop, Main, 20);
    }

    private static async Task AssertLotsAsync(LoyaltyShop shop, LoyaltyAccountId account, long available)
    {
        Assert.Equal(available, (await shop.Loyalty.GetBalanceAsync(account, cancellationToken: Ct)).Available.Value);
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [account], shop.Now);
    }

    private static async Task EarnAsync(LoyaltyShop shop, LoyaltyAccountId account, string order, long points) =>
        (await shop.Loyalty.EarnAsync(new() { Account = account, Key = new(order), Order = new("shop", order), Points = new(points) }, Ct)).OrThrow();

    private static async Task RedeemAsync(LoyaltyShop shop, LoyaltyAccountId account, string name, long points) =>
        (await shop.Loyalty.RedeemAsync(new() { Account = account, Key = new(name), Points = new(points) }, Ct)).OrThrow();

    private static async Task ReturnAsync(LoyaltyShop shop, LoyaltyAccountId account, string name, long points) =>
        (await shop.Loyalty.ReturnAsync(new() { Account = account, Key = new(shop.Next()), Redemption = name, Points = new(points) }, Ct)).OrThrow();

    private static async Task MergeAsync(LoyaltyShop shop) =>
        (await shop.Loyalty.MergeAsync(new() { From = Old, Into = Main, Key = new("merge") }, Ct)).OrThrow();
}
