using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;
using static CrossBorder.Crm.Tests.Loyalty.ReferralSamples;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>A member of a household brings friends along, the same on every storage.</summary>
public sealed class HouseholdReferralTests
{
    private static readonly LoyaltyAccountId Family = LoyaltyAccountId.FromExternal(new("shop", "family"));

    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task A_reward_is_the_members_who_brought_the_friend_along_wherever_its_points_are(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer);
        (await shop.Referrals.IssueCodeAsync(new() { Account = Anna, Code = "ANNA-10" }, Ct)).OrThrow();
        await JoinAsync(shop, Anna);
        (await shop.Referrals.RegisterAsync(Register(Ben, "ANNA10"), Ct)).OrThrow();
        var rewarded = (await shop.Referrals.QualifyAsync(Paid(Ben, "1", 80m, shop.Now), Ct)).OrThrow();
        var shared = (await shop.Loyalty.FindHouseholdAsync(Family, null, Ct))!;
        Assert.Equal((500, 500), (rewarded.ReferrerReward!.Points.Value, shared.Members.Single().Totals.Earned.Value));

        // She leaves with it, and it is taken back from her.
        (await shop.Loyalty.LeaveHouseholdAsync(new() { Member = Anna, Key = new("leave") }, Ct)).OrThrow();
        var reversed = (await shop.Referrals.RefundAsync(Refund(Ben, "1", 80m, "r"), Ct)).OrThrow();
        Assert.Equal((500, 0), (reversed.ReferrerTakenBack!.Due.Value, reversed.ReferrerTakenBack.Owed.Value));
        Assert.Equal(0, (await shop.Loyalty.GetBalanceAsync(Anna, cancellationToken: Ct)).Pending.Value);
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family, Anna, Ben], shop.Now);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Who_shares_an_account_brings_nobody_of_it_along_and_who_ordered_in_it_has_ordered(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer);
        var carl = LoyaltyAccountId.FromExternal(new("shop", "carl"));
        (await shop.Referrals.IssueCodeAsync(new() { Account = Anna, Code = "ANNA-10" }, Ct)).OrThrow();
        (await shop.Referrals.IssueCodeAsync(new() { Account = carl, Code = "CARL-10" }, Ct)).OrThrow();
        (await shop.Referrals.RegisterAsync(Register(carl, "ANNA10"), Ct)).OrThrow();
        await JoinAsync(shop, Anna);
        await JoinAsync(shop, Ben);
        await JoinAsync(shop, carl);

        Assert.Equal("loyalty.referral_same_household", (await shop.Referrals.RegisterAsync(Register(Ben, "ANNA10"), Ct)).Error.Code);
        Assert.Equal("loyalty.referral_same_household", (await shop.Referrals.QualifyAsync(Paid(carl, "1", 80m, shop.Now), Ct)).Error.Code);

        var dan = LoyaltyAccountId.FromExternal(new("shop", "dan"));
        (await shop.Referrals.IssueCodeAsync(new() { Account = dan, Code = "DAN-1000" }, Ct)).OrThrow();
        (await shop.Loyalty.EarnForOrderAsync(new() { Account = Anna, Order = new("shop", "2"), OccurredAt = shop.Now, Basis = Euro(80m) }, Ct)).OrThrow();
        Assert.Equal("loyalty.referral_existing_customer", (await shop.Referrals.RegisterAsync(Register(Anna, "DAN1000"), Ct)).Error.Code);
        Assert.True((await shop.Referrals.RegisterAsync(Register(Ben, "DAN1000"), Ct)).IsSuccess);
    }

    private static async Task JoinAsync(LoyaltyShop shop, LoyaltyAccountId member) => (await shop.Loyalty.JoinHouseholdAsync(
        new() { Household = Family, Member = member, Role = HouseholdRole.Owner, Key = new(shop.Next()) }, Ct)).OrThrow();
}
