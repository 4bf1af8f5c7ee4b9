using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>What a household refuses, by name, with nothing written.</summary>
public sealed partial class HouseholdTests
{
    [Theory, MemberData(nameof(Storages))]
    public async Task What_cannot_be_is_refused_by_name_and_nothing_is_written(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Households = new() { MaxMembers = 2 } });
        var dora = LoyaltyAccountId.FromExternal(new("shop", "dora"));
        await RefusedAsync("loyalty.same_account", Family, Family, HouseholdRole.Owner);
        await RefusedAsync("loyalty.last_owner", Family, Ada, HouseholdRole.Spender);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await RefusedAsync("loyalty.in_household", Family, Ada, HouseholdRole.Owner);
        await RefusedAsync("loyalty.in_household", dora, Ada, HouseholdRole.Owner);
        await RefusedAsync("loyalty.in_household", dora, Family, HouseholdRole.Owner);
        await RefusedAsync("loyalty.in_household", Ada, dora, HouseholdRole.Owner);
        await shop.Loyalty.EarnAsync(new() { Account = Ben, Key = new("e"), Points = new(10) }, Ct);
        (await shop.Loyalty.AuthorizeAsync(new() { Account = Ben, Key = new("h"), Points = new(5) }, Ct)).OrThrow();
        await RefusedAsync("loyalty.open_hold", Family, Ben, HouseholdRole.Spender);
        (await shop.Loyalty.VoidAsync(new() { Account = Ben, Key = new("v"), Hold = "h" }, Ct)).OrThrow();
        await RefusedAsync("loyalty.account_of_customer", Ben, dora, HouseholdRole.Owner);
        await JoinAsync(shop, Ben, HouseholdRole.Earner);
        await RefusedAsync("loyalty.household_full", Family, Cleo, HouseholdRole.Spender);

        var entries = (await shop.Loyalty.ReadAsync(Family, new(), Ct)).Items.Count;
        Assert.Equal("loyalty.last_owner", Code(await shop.Loyalty.LeaveHouseholdAsync(new() { Member = Ada, Key = new("l") }, Ct)));
        Assert.Equal("loyalty.last_owner", Code(await shop.Loyalty.ChangeHouseholdMemberAsync(new() { Household = Family, Member = Ada, Role = HouseholdRole.Spender, Key = new("c") }, Ct)));
        Assert.Equal("loyalty.not_a_member", Code(await shop.Loyalty.ChangeHouseholdMemberAsync(new() { Household = Family, Member = Cleo, Role = HouseholdRole.Spender, Key = new("c") }, Ct)));
        Assert.Equal("loyalty.not_a_household", Code(await shop.Loyalty.ChangeHouseholdMemberAsync(new() { Household = Cleo, Member = Ada, Role = HouseholdRole.Spender, Key = new("c") }, Ct)));
        Assert.Equal("loyalty.not_a_member", Code(await shop.Loyalty.LeaveHouseholdAsync(new() { Member = Cleo, Key = new("l") }, Ct)));
        Assert.Equal("loyalty.member_needed", Code(await TryRedeemAsync(shop, Family, 1)));
        Assert.Equal("loyalty.member_needed", Code(await shop.Loyalty.AuthorizeAsync(new() { Account = Family, Key = new("h"), Points = new(5) }, Ct)));
        Assert.Equal("loyalty.member_needed", Code(await shop.Loyalty.EarnAsync(new() { Account = Family, Key = new("e"), Points = new(5) }, Ct)));
        Assert.Equal("loyalty.household_transfer", Code(await shop.Loyalty.TransferAsync(new() { From = Ada, To = Cleo, Key = new("t"), Points = new(5) }, Ct)));
        Assert.Equal("loyalty.household_transfer", Code(await shop.Loyalty.TransferAsync(new() { From = Family, To = Cleo, Key = new("t"), Points = new(5) }, Ct)));
        Assert.Equal("loyalty.in_household", Code(await shop.Loyalty.MergeAsync(new() { From = Ada, Into = Cleo, Key = new("m") }, Ct)));
        Assert.Equal("loyalty.in_household", Code(await shop.Loyalty.MergeAsync(new() { From = Cleo, Into = Ada, Key = new("m") }, Ct)));
        Assert.Equal("loyalty.in_household", Code(await shop.Loyalty.MergeAsync(new() { From = Cleo, Into = Family, Key = new("m") }, Ct)));
        Assert.Equal("loyalty.in_household", Code(await shop.Loyalty.MergeAsync(new() { From = Family, Into = Cleo, Key = new("m") }, Ct)));
        Assert.Equal(entries, (await shop.Loyalty.ReadAsync(Family, new(), Ct)).Items.Count);
        Assert.Empty((await shop.Loyalty.ReadAsync(Cleo, new(), Ct)).Items);

        async Task RefusedAsync(string code, LoyaltyAccountId household, LoyaltyAccountId member, HouseholdRole role)
        {
            var before = (await shop.Loyalty.ReadAsync(household, new(), Ct)).Items.Count;
            Assert.Equal(code, Code(await shop.Loyalty.JoinHouseholdAsync(new() { Household = household, Member = member, Role = role, Key = new("refused") }, Ct)));
            Assert.Equal(before, (await shop.Loyalty.ReadAsync(household, new(), Ct)).Items.Count);
        }
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task An_owner_who_has_left_does_not_count_as_one(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await JoinAsync(shop, Ben, HouseholdRole.Owner);
        await JoinAsync(shop, Cleo);
        await LeaveAsync(shop, Ben);

        Assert.Equal("loyalty.last_owner", Code(await shop.Loyalty.LeaveHouseholdAsync(new() { Member = Ada, Key = new("l") }, Ct)));
    }

    [Fact]
    public async Task Bad_input_is_named_by_parameter_value_and_rule()
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.InMemory);
        var join = new JoinHousehold { Household = Family, Member = Ada, Role = HouseholdRole.Owner, Key = new("join") };
        await ThrowsAsync("request.Household", join with { Household = default });
        await ThrowsAsync("request.Member", join with { Member = default });
        await ThrowsAsync("request.Key", join with { Key = default });
        await ThrowsAsync("request.Role", join with { Role = (HouseholdRole)7 });
        await ThrowsAsync("request.Limit.Most", join with { Limit = new(new(-1), EarnPeriod.Day) });
        await ThrowsAsync("request.Limit.Period", join with { Limit = new(new(1), (EarnPeriod)9) });
        foreach (var (path, plan) in new[]
                 {
                     ("program.Households.MaxMembers", new HouseholdPlan { MaxMembers = 1 }), ("program.Households.MaxMembers", new HouseholdPlan { MaxMembers = 33 }),
                     ("program.Households.Joining", new HouseholdPlan { Joining = (JoiningPoints)5 }), ("program.Households.Leaving", new HouseholdPlan { Leaving = (LeavingPoints)5 }),
                 })
        {
            Assert.Equal(path, (await Assert.ThrowsAnyAsync<ArgumentException>(async () => await shop.Loyalty.SetProgramAsync(LoyaltyShop.Program with { Households = plan }, Ct))).ParamName);
        }

        async Task ThrowsAsync(string parameter, JoinHousehold request) =>
            Assert.Equal(parameter, (await Assert.ThrowsAnyAsync<ArgumentException>(async () => await shop.Loyalty.JoinHouseholdAsync(request, Ct))).ParamName);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Merged_accounts_are_one_member_and_what_she_owes_comes_along(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        var old = LoyaltyAccountId.FromExternal(new("shop", "old"));
        await OrderAsync(shop, old, "o0", 30);
        (await shop.Loyalty.MergeAsync(new() { From = old, Into = Ada, Key = new("m") }, Ct)).OrThrow();
        await JoinAsync(shop, Ada, HouseholdRole.Owner);
        await OrderAsync(shop, old, "o1", 10);
        Assert.Equal(40, await AvailableAsync(shop, old));
        Assert.Equal(30, (await RefundAsync(shop, old, "o0", 3_000, 3_000)).Due.Value);
        Assert.Equal((10, 30), (await FindAsync(shop)).Members.Single().Totals is var t ? (t.Earned.Value, t.ClawedBack.Value) : default);
        Assert.Equal("loyalty.in_household", Code(await shop.Loyalty.UnmergeAsync(new() { Account = old, Key = new("u") }, Ct)));

        (await shop.Loyalty.AdjustAsync(new() { Account = Ben, Key = new("d"), Points = new(-25), AllowNegative = true }, Ct)).OrThrow();
        var joined = await JoinAsync(shop, Ben);
        Assert.Equal((0, 25, 0), (joined.Points.Value, joined.Debt.Value, joined.Available.Value));
        Assert.Equal(15, (await shop.Loyalty.GetBalanceAsync(Ada, cancellationToken: Ct)).Debt.Value);
        await OrderAsync(shop, Ada, "o2", 20);
        Assert.Equal(5, await AvailableAsync(shop, Ben));
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, [Family, Ada, Ben, old], shop.Now);
    }
}
