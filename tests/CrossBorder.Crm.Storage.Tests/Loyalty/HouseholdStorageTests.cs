using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Loyalty;

/// <summary>Households on every storage, in one write and step by step, killed anywhere.</summary>
public sealed class HouseholdStorageTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly LoyaltyAccountId Family = LoyaltyAccountId.FromExternal(new("shop", "family"));
    private static readonly LoyaltyAccountId Ada = LoyaltyAccountId.FromExternal(new("shop", "ada"));
    private static readonly LoyaltyAccountId Ben = LoyaltyAccountId.FromExternal(new("shop", "ben"));
    private static readonly ExternalRef Order = new("shop", "o1");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<string, bool>> Ways =>
        from row in LedgerStore.Adapters
        from isAtomic in new[] { true, false }
        select new TheoryDataRow<string, bool>(row.Data, isAtomic) { Traits = row.Traits };

    [Theory, MemberData(nameof(Ways))]
    public async Task Joining_and_leaving_that_are_killed_between_any_two_steps_are_completed_by_a_repetition(string adapter, bool isAtomic)
    {
        await using var store = await LedgerStore.OpenAsync(adapter);
        store.Killer.IsAtomic = isAtomic;
        await PrepareAsync(store, "whole");
        await JoinAsync(store, "whole");
        var joined = await store.WholeAsync("whole", Family, Ada, Ben);
        await SpendAsync(store, "whole");
        await LeaveAsync(store, "whole");
        var left = await store.WholeAsync("whole", Family, Ada, Ben);
        foreach (var after in new[] { false, true })
        {
            var (calls, isDone) = (0, false);
            while (!isDone)
            {
                var tenant = $"killed-{after}-{calls}";
                await PrepareAsync(store, tenant);
                isDone = await store.DiesAsync(calls, after, () => JoinAsync(store, tenant));
                await JoinAsync(store, tenant);
                Assert.Equal(joined, await store.WholeAsync(tenant, Family, Ada, Ben));
                await SpendAsync(store, tenant);
                isDone &= await store.DiesAsync(calls, after, () => LeaveAsync(store, tenant));
                await LeaveAsync(store, tenant);
                Assert.Equal(left, await store.WholeAsync(tenant, Family, Ada, Ben));
                calls++;
            }

            Assert.True(calls > 3, $"only {calls} steps");
        }
    }

    [Theory, MemberData(nameof(LedgerStore.Adapters), MemberType = typeof(LedgerStore))]
    public async Task What_died_half_way_can_be_spent_by_nobody_and_the_sweep_completes_it(string adapter)
    {
        await using var store = await LedgerStore.OpenAsync(adapter);
        for (var (calls, isDone) = (0, false); !isDone; calls++)
        {
            var tenant = $"killed-{calls}";
            var loyalty = store.In(tenant);
            await PrepareAsync(store, tenant);
            isDone = await store.DiesAsync(calls, true, () => JoinAsync(store, tenant));
            await CheckAsync(loyalty, 140);
            store.Now += Duration.FromMinutes(2);
            await loyalty.RunOnceAsync(Ct);
            await JoinAsync(store, tenant);
            Assert.Equal((140, 140), (await AvailableAsync(loyalty, Ada), await AvailableAsync(loyalty, Ben)));

            await SpendAsync(store, tenant);
            isDone &= await store.DiesAsync(calls, true, () => LeaveAsync(store, tenant));
            await CheckAsync(loyalty, 120);
            store.Now += Duration.FromMinutes(2);
            await loyalty.RunOnceAsync(Ct);
            await LeaveAsync(store, tenant);
            Assert.Equal((80, 40), (await AvailableAsync(loyalty, Ben), await AvailableAsync(loyalty, Ada)));
            Assert.Empty((await loyalty.ListAsync(new() { DueBy = store.Now }, null, new(), Ct)).Items);
        }
    }

    [Theory, MemberData(nameof(LedgerStore.Adapters), MemberType = typeof(LedgerStore))]
    public async Task A_household_lives_from_its_first_order_to_its_last_refund_on_every_storage(string adapter)
    {
        await using var store = await LedgerStore.OpenAsync(adapter);
        store.Killer.IsAtomic = adapter != "InMemory";
        var loyalty = store.In("shop");
        await PrepareAsync(store, "shop");
        await JoinAsync(store, "shop");
        await SpendAsync(store, "shop");
        var then = store.Now;
        store.Now += Duration.FromDays(1);
        (await loyalty.ReturnAsync(new() { Account = Ben, Key = new("back"), Redemption = "r", Points = new(5) }, Ct)).OrThrow();
        await LeaveAsync(store, "shop", 85);
        var refund = (await loyalty.RefundEarningAsync(new() { Account = Ben, Key = new("f"), Order = Order, RefundedMinor = 5_000, OrderTotalMinor = 10_000 }, Ct)).OrThrow();
        (await loyalty.ReturnAsync(new() { Account = Ben, Key = new("back2"), Redemption = "r", Points = new(15) }, Ct)).OrThrow();

        Assert.Equal((50, 0, 35), (refund.Due.Value, refund.Owed.Value, await AvailableAsync(loyalty, Ben)));
        Assert.Equal(55, await AvailableAsync(loyalty, Family));
        var household = (await loyalty.FindHouseholdAsync(Family, null, Ct))!;
        Assert.Equal([(0, 40, 0, 0), (100, 0, 20, 20)], household.Members.OrderBy(member => member.Account == Ben).Select(member =>
            ((int)member.Totals.TransferredIn.Value, (int)member.Totals.Earned.Value, (int)member.Totals.Redeemed.Value, (int)member.Totals.Returned.Value)));
        Assert.Equal(0, (await loyalty.FindHouseholdAsync(Ben, then, Ct))!.Members.Sum(member => member.Totals.Returned.Value));
        foreach (var account in new[] { Family, Ada, Ben })
        {
            var verified = await loyalty.VerifyAsync(account, Ct);
            Assert.True(verified.IsSound, verified.Problem);
        }
    }

    /// <summary>Loads and appends, counted: what a member of a household costs, nobody else pays.</summary>
    [Theory, MemberData(nameof(LedgerStore.Adapters), MemberType = typeof(LedgerStore))]
    public async Task A_command_of_an_account_in_no_household_is_one_read_and_one_write_and_a_members_is_one_read_more(string adapter)
    {
        await using var store = await LedgerStore.OpenAsync(adapter);
        await PrepareAsync(store, "shop");
        Assert.False(await store.DiesAsync(1, false, () => SpendAsync(store, "shop")));
        Assert.True(await store.DiesAsync(2, false, () => SpendAsync(store, "shop")));

        await PrepareAsync(store, "family");
        await JoinAsync(store, "family");
        Assert.False(await store.DiesAsync(2, false, () => SpendAsync(store, "family")));
        Assert.True(await store.DiesAsync(3, false, () => SpendAsync(store, "family")));
    }

    private static async Task PrepareAsync(LedgerStore store, string tenant)
    {
        var loyalty = store.In(tenant);
        store.Now = Start;
        await loyalty.SetProgramAsync(
            new()
            {
                Zone = "Europe/Berlin",
                Currency = new("EUR"),
                Rates = [new() { Unit = new(1m, new("EUR")), Points = new(1) }],
                Validity = new() { Months = 12 },
            },
            Ct);
        (await loyalty.EarnForOrderAsync(new() { Account = Ben, Order = Order, OccurredAt = Start, Basis = new(100m, new("EUR")) }, Ct)).OrThrow();
        store.Now += Duration.FromHours(1);
    }

    private static async Task JoinAsync(LedgerStore store, string tenant)
    {
        var loyalty = store.In(tenant);
        (await loyalty.JoinHouseholdAsync(new() { Household = Family, Member = Ada, Role = HouseholdRole.Owner, Key = new("ada") }, Ct)).OrThrow();
        Assert.Equal(100, (await loyalty.JoinHouseholdAsync(new() { Household = Family, Member = Ben, Key = new("ben") }, Ct)).OrThrow().Points.Value);
        (await loyalty.EarnAsync(new() { Account = Ada, Key = new("e"), Points = new(40) }, Ct)).OrThrow();
    }

    private static async Task SpendAsync(LedgerStore store, string tenant) =>
        (await store.In(tenant).RedeemAsync(new() { Account = Ben, Key = new("spend"), Redemption = "r", Points = new(20) }, Ct)).OrThrow();

    private static async Task LeaveAsync(LedgerStore store, string tenant, long points = 80) =>
        Assert.Equal(points, (await store.In(tenant).LeaveHouseholdAsync(new() { Member = Ben, Key = new("leave") }, Ct)).OrThrow().Points.Value);

    private static async Task CheckAsync(ILoyaltyService loyalty, long most)
    {
        var available = (await loyalty.ListAsync(new(), null, new(), Ct)).Items.Where(balance => balance.Account != Ben).Sum(balance => balance.Available.Value);
        Assert.True(available <= most, $"{available}");
    }

    private static async Task<long> AvailableAsync(ILoyaltyService loyalty, LoyaltyAccountId account) =>
        (await loyalty.GetBalanceAsync(account, cancellationToken: Ct)).Available.Value;
}
