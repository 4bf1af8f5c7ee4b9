using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>From one household to the next: what was answered, owed and left behind.</summary>
public sealed partial class HouseholdTests
{
    private static readonly LoyaltyAccountId Other = LoyaltyAccountId.FromExternal(new("shop", "other"));

    public static TheoryData<TestStorage, JoiningPoints, LeavingPoints> Policies => new(
        from storage in new[] { TestStorage.InMemory, TestStorage.Engine }
        from joining in Enum.GetValues<JoiningPoints>()
        from leaving in Enum.GetValues<LeavingPoints>()
        select (storage, joining, leaving));

    [Theory, MemberData(nameof(Policies))]
    public async Task What_one_household_answered_is_answered_alike_in_the_next(TestStorage storage, JoiningPoints joining, LeavingPoints leaving)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Households = new() { Joining = joining, Leaving = leaving } });
        var old = LoyaltyAccountId.FromExternal(new("shop", "old"));
        var gift = new EarnPoints { Account = old, Key = new("gift"), Points = new(30) };
        var given = (await shop.Loyalty.EarnAsync(gift, Ct)).OrThrow();
        (await shop.Loyalty.MergeAsync(new() { From = old, Into = Ada, Key = new("m") }, Ct)).OrThrow();
        await JoinAsync(shop, Ben, HouseholdRole.Owner);
        await OrderAsync(shop, Ben, "b", 100);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await OrderAsync(shop, Ada, "a", 100);
        var redeem = new RedeemPoints { Account = Ada, Key = new("r1"), Points = new(20) };
        var redeemed = (await shop.Loyalty.RedeemAsync(redeem, Ct)).OrThrow();

        await LeaveAsync(shop, Ada);
        await JoinAsync(shop, Cleo, HouseholdRole.Owner, household: Other);
        await OrderAsync(shop, Cleo, "c", 100);
        await JoinAsync(shop, Ada, HouseholdRole.Owner, household: Other);
        var (before, family) = (await AvailableAsync(shop, Other), await AvailableAsync(shop, Family));

        Assert.Equal(redeemed, (await shop.Loyalty.RedeemAsync(redeem, Ct)).OrThrow());
        Assert.Equal(given, (await shop.Loyalty.EarnAsync(gift with { Account = Ada }, Ct)).OrThrow());
        Assert.Equal((before, family), (await AvailableAsync(shop, Other), await AvailableAsync(shop, Family)));
        await Assert.ThrowsAsync<IdempotencyMismatchException>(async () => await shop.Loyalty.RedeemAsync(redeem with { Points = new(21) }, Ct));

        // What she asks here is asked here, and known when she is back in the first one.
        var here = redeem with { Key = new("r2") };
        var second = (await shop.Loyalty.RedeemAsync(here, Ct)).OrThrow();
        Assert.Equal(before - 20, await AvailableAsync(shop, Other));
        await LeaveAsync(shop, Ada);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        (before, family) = (await AvailableAsync(shop, Other), await AvailableAsync(shop, Family));
        Assert.Equal([redeemed, second], [(await shop.Loyalty.RedeemAsync(redeem, Ct)).OrThrow(), (await shop.Loyalty.RedeemAsync(here, Ct)).OrThrow()]);
        Assert.Equal((before, family), (await AvailableAsync(shop, Other), await AvailableAsync(shop, Family)));
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family, Other, Ada, Ben, Cleo], shop.Now);
    }

    [Theory, MemberData(nameof(Policies))]
    public async Task What_she_owes_she_does_not_leave_behind_in_a_household(TestStorage storage, JoiningPoints joining, LeavingPoints leaving)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Households = new() { Joining = joining, Leaving = leaving } });
        await JoinAsync(shop, Ben, HouseholdRole.Owner);
        (await shop.Loyalty.AdjustAsync(new() { Account = Ada, Key = new("d"), Points = new(-500), AllowNegative = true }, Ct)).OrThrow();
        await JoinAsync(shop, Ada);
        await LeaveAsync(shop, Ada);
        Assert.Equal(500, await DebtAsync(shop, Ada));
        Assert.Equal(0, await DebtAsync(shop, Family));

        // What the household repaid is gone for good, also where it owes anew; the rest goes with her.
        await JoinAsync(shop, Ada);
        await OrderAsync(shop, Ben, "b1", 200);
        (await shop.Loyalty.AdjustAsync(new() { Account = Ben, Key = new("d"), Points = new(-250), AllowNegative = true }, Ct)).OrThrow();
        var owed = joining == JoiningPoints.Move ? 550 : 50;
        Assert.Equal(owed, await DebtAsync(shop, Family));
        await LeaveAsync(shop, Ada);
        Assert.Equal(joining == JoiningPoints.Move ? 300 : 500, await DebtAsync(shop, Ada));
        Assert.Equal(joining == JoiningPoints.Move ? 250 : 50, await DebtAsync(shop, Family));
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family, Ada, Ben], shop.Now);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task The_last_one_takes_what_came_back_to_those_who_left_too(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        var old = LoyaltyAccountId.FromExternal(new("shop", "old"));
        (await shop.Loyalty.AdjustAsync(new() { Account = old, Key = new("pot"), Points = new(9) }, Ct)).OrThrow();
        (await shop.Loyalty.MergeAsync(new() { From = old, Into = Family, Key = new("m") }, Ct)).OrThrow();
        await OrderAsync(shop, Ben, "before", 30);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await OrderAsync(shop, Ada, "a", 5);
        await JoinAsync(shop, Ben, HouseholdRole.Owner);
        await OrderAsync(shop, Ben, "b", 100);
        await RedeemAsync(shop, Ben, 144, "r1");
        await LeaveAsync(shop, Ben);
        (await shop.Loyalty.ReturnAsync(new() { Account = Family, Key = new("back"), Redemption = "r1", Points = new(144) }, Ct)).OrThrow();

        Assert.Equal(144, (await LeaveAsync(shop, Ada)).Points.Value);
        Assert.Equal((0, 144), (await AvailableAsync(shop, Family), await AvailableAsync(shop, Ada)));

        // She may go on with them to the next one, or come back.
        await JoinAsync(shop, Ada, HouseholdRole.Owner, household: Other);
        await RedeemAsync(shop, Ada, 4);
        await LeaveAsync(shop, Ada);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        Assert.Equal(140, await AvailableAsync(shop, Family));
        Assert.Equal(140, (await LeaveAsync(shop, Ada)).Points.Value);
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family, Other, Ada, Ben], shop.Now);
    }

    private static async Task<long> DebtAsync(LoyaltyShop shop, LoyaltyAccountId account) => (await shop.Loyalty.GetBalanceAsync(account, cancellationToken: Ct)).Debt.Value;
}
