using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Whose it is where names meet and points come from outside.</summary>
public sealed partial class HouseholdTests
{
    [Theory, MemberData(nameof(Storages))]
    public async Task Redemptions_that_two_members_name_alike_come_back_each_as_its_own(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        await OrderAsync(shop, Ada, "a", 100);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await JoinAsync(shop, Ben, HouseholdRole.Owner);
        await JoinAsync(shop, Cleo, HouseholdRole.Owner);
        await OrderAsync(shop, Ben, "b", 100);
        var adas = (await shop.Loyalty.RedeemAsync(new() { Account = Ada, Key = new("r1"), Points = new(30) }, Ct)).OrThrow();
        var bens = (await shop.Loyalty.RedeemAsync(new() { Account = Ben, Key = new("r1"), Points = new(50) }, Ct)).OrThrow();
        Assert.NotEqual(adas, bens);

        await ReturnAsync(Ada, 10);
        Assert.Equal([10, 0], await ReturnedAsync());
        Assert.Equal("loyalty.return_exceeds_redemption", Code(await TryReturnAsync(Ada, 21)));
        await ReturnAsync(Ben, 50);
        await ReturnAsync(Ada, 20);
        Assert.Equal([30, 50], await ReturnedAsync());
        Assert.Equal("loyalty.return_exceeds_redemption", Code(await TryReturnAsync(Ada, 1)));

        // Who has none of the name may return any of them, the last one first; each counts for whose it was.
        await RedeemAsync(shop, Ada, 8, "r2");
        await RedeemAsync(shop, Ben, 5, "r2");
        (await shop.Loyalty.ReturnAsync(new() { Account = Cleo, Key = new(shop.Next()), Redemption = "r2", Points = new(7) }, Ct)).OrThrow();
        Assert.Equal([32, 55], await ReturnedAsync());

        // Also after she has left: what she redeemed here is the household's, and only what is left of it.
        await LeaveAsync(shop, Ada);
        Assert.Equal("loyalty.return_exceeds_redemption", Code(await TryReturnAsync(Ada, 7, "r2")));
        await ReturnAsync(Ada, 6, "r2");
        Assert.Equal([38, 55], await ReturnedAsync());
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family, Ada, Ben], shop.Now);

        ValueTask<CrmResult<ReturnReceipt>> TryReturnAsync(LoyaltyAccountId account, long points, string name = "r1") =>
            shop.Loyalty.ReturnAsync(new() { Account = account, Key = new(shop.Next()), Redemption = name, Points = new(points) }, Ct);

        async Task ReturnAsync(LoyaltyAccountId account, long points, string name = "r1") => (await TryReturnAsync(account, points, name)).OrThrow();

        async Task<IEnumerable<long>> ReturnedAsync() => (await FindAsync(shop)).Members.Take(2).Select(member => member.Totals.Returned.Value);
    }

    [Theory, MemberData(nameof(Policies))]
    public async Task A_redemption_from_before_she_joined_comes_back_no_more_than_once(TestStorage storage, JoiningPoints joining, LeavingPoints leaving)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Households = new() { Joining = joining, Leaving = leaving } });
        await OrderAsync(shop, Ada, "a", 100);
        await RedeemAsync(shop, Ada, 40, "r0");
        await JoinAsync(shop, Ben, HouseholdRole.Owner);
        shop.Pass(Duration.FromHours(1));
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await ReturnedAsync(10, "");
        await ReturnedAsync(31, "loyalty.return_exceeds_redemption");
        shop.Pass(Duration.FromHours(1));
        await LeaveAsync(shop, Ada);
        await ReturnedAsync(31, "loyalty.return_exceeds_redemption");
        await ReturnedAsync(20, "");
        shop.Pass(Duration.FromHours(1));
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await ReturnedAsync(11, "loyalty.return_exceeds_redemption");
        await ReturnedAsync(10, "");
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family, Ada, Ben], shop.Now);

        async Task ReturnedAsync(long points, string code) =>
            Assert.Equal(code, Code(await shop.Loyalty.ReturnAsync(new() { Account = Ada, Key = new(shop.Next()), Redemption = "r0", Points = new(points) }, Ct)));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Points_that_are_sent_to_a_member_are_hers(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        await OrderAsync(shop, Cleo, "c", 100);
        await JoinAsync(shop, Ben, HouseholdRole.Owner);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        var send = new TransferPoints { From = Cleo, To = Ada, Key = new("t"), Points = new(40) };
        var sent = await shop.Loyalty.TransferAsync(send, Ct);
        (await shop.Loyalty.TransferAsync(send with { To = Family, Key = new("pot"), Points = new(7) }, Ct)).OrThrow();

        Assert.Equal((sent, sent.OrThrow().Points.Value), (await shop.Loyalty.TransferAsync(send, Ct), 40));
        var household = await FindAsync(shop);
        Assert.Equal((0, 40, 7), (household.Members[0].Totals.TransferredIn.Value, household.Members[1].Totals.TransferredIn.Value, household.Shared.TransferredIn.Value));
        Assert.Equal((40, 53), ((await LeaveAsync(shop, Ada)).Points.Value, await AvailableAsync(shop, Cleo)));
        Assert.Equal((sent, 40), (await shop.Loyalty.TransferAsync(send, Ct), await AvailableAsync(shop, Ada)));
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family, Ada, Ben, Cleo], shop.Now);
    }
}
