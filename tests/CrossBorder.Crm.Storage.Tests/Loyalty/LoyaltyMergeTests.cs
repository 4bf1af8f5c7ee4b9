using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Loyalty;

/// <summary>Merges on every storage, in one write and step by step, killed anywhere.</summary>
public sealed class LoyaltyMergeTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly LoyaltyAccountId Old = LoyaltyAccountId.FromExternal(new("shop", "old"));
    private static readonly LoyaltyAccountId Main = LoyaltyAccountId.FromExternal(new("shop", "main"));
    private static readonly ExternalRef Order = new("shop", "o1");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<string, bool>> Ways =>
        from row in LedgerStore.Adapters
        from isAtomic in new[] { true, false }
        select new TheoryDataRow<string, bool>(row.Data, isAtomic) { Traits = row.Traits };

    [Theory, MemberData(nameof(Ways))]
    public async Task A_merge_and_its_undoing_that_are_killed_between_any_two_steps_are_completed_by_a_repetition(string adapter, bool isAtomic)
    {
        await using var store = await LedgerStore.OpenAsync(adapter);
        store.Killer.IsAtomic = isAtomic;
        await PrepareAsync(store, "whole");
        await MergeAsync(store, "whole");
        var merged = await store.WholeAsync("whole", Old, Main);
        await UnmergeAsync(store, "whole");
        var parted = await store.WholeAsync("whole", Old, Main);
        foreach (var after in new[] { false, true })
        {
            var (calls, isDone) = (0, false);
            while (!isDone)
            {
                var tenant = $"killed-{after}-{calls}";
                await PrepareAsync(store, tenant);
                isDone = await store.DiesAsync(calls, after, () => MergeAsync(store, tenant));
                await MergeAsync(store, tenant);
                Assert.Equal(merged, await store.WholeAsync(tenant, Old, Main));
                isDone &= await store.DiesAsync(calls, after, () => UnmergeAsync(store, tenant));
                await UnmergeAsync(store, tenant);
                Assert.Equal(parted, await store.WholeAsync(tenant, Old, Main));
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
            isDone = await store.DiesAsync(calls, true, () => MergeAsync(store, tenant));
            var between = await loyalty.GetBalanceAsync(Main, cancellationToken: Ct);
            Assert.True(between.Available.Value <= 120, $"{between.Available}");
            store.Now += Duration.FromMinutes(2);
            await loyalty.RunOnceAsync(Ct);
            await MergeAsync(store, tenant);
            Assert.Equal((120, 20), await BalanceAsync(loyalty, Main));

            isDone &= await store.DiesAsync(calls, true, () => UnmergeAsync(store, tenant));
            store.Now += Duration.FromMinutes(2);
            await loyalty.RunOnceAsync(Ct);
            await UnmergeAsync(store, tenant);
            Assert.Equal((40, 0), await BalanceAsync(loyalty, Main));
            Assert.Equal((80, 20), await BalanceAsync(loyalty, Old));
            Assert.Empty((await loyalty.ListAsync(new() { DueBy = store.Now }, null, new(), Ct)).Items);
        }
    }

    [Theory, MemberData(nameof(LedgerStore.Adapters), MemberType = typeof(LedgerStore))]
    public async Task Orders_and_requests_of_a_merged_account_are_found_on_every_storage(string adapter)
    {
        await using var store = await LedgerStore.OpenAsync(adapter);
        store.Killer.IsAtomic = true;
        var loyalty = store.In("shop");
        await PrepareAsync(store, "shop");
        await MergeAsync(store, "shop");

        var refund = (await loyalty.RefundEarningAsync(new() { Account = Main, Key = new("f"), Order = Order, RefundedMinor = 5_000, OrderTotalMinor = 10_000 }, Ct)).OrThrow();
        var again = (await loyalty.EarnForOrderAsync(
            new() { Account = Main, Order = Order, OccurredAt = Start, Basis = new(100m, new("EUR")) }, Ct)).OrThrow();

        Assert.Equal((50, 100), (refund.Due.Value, again.Points.Value));
        Assert.Equal((70, 20), await BalanceAsync(loyalty, Old));
        Assert.Equal(2, (await loyalty.ReadOrderAsync(Old, Order, Ct)).Count);
        Assert.True((await loyalty.VerifyAsync(Main, Ct)).IsSound);
        Assert.Single((await store.EventsAsync("shop")), e => e.Kind == AccountsMerged.Kind);
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
        (await loyalty.EarnForOrderAsync(new() { Account = Old, Order = Order, OccurredAt = Start, Basis = new(100m, new("EUR")) }, Ct)).OrThrow();
        (await loyalty.AuthorizeAsync(new() { Account = Old, Key = new("h"), Points = new(20), ExpiresAt = Start + Duration.FromDays(1) }, Ct)).OrThrow();
        (await loyalty.EarnAsync(new() { Account = Main, Key = new("e"), Points = new(40) }, Ct)).OrThrow();
        store.Now += Duration.FromHours(1);
    }

    private static async Task MergeAsync(LedgerStore store, string tenant) =>
        Assert.Equal(100, (await store.In(tenant).MergeAsync(new() { From = Old, Into = Main, Key = new("merge") }, Ct)).OrThrow().Points.Value);

    private static async Task UnmergeAsync(LedgerStore store, string tenant) =>
        Assert.Equal(100, (await store.In(tenant).UnmergeAsync(new() { Account = Old, Key = new("undo") }, Ct)).OrThrow().Points.Value);

    private static async Task<(long Available, long Reserved)> BalanceAsync(ILoyaltyService loyalty, LoyaltyAccountId account)
    {
        var balance = await loyalty.GetBalanceAsync(account, cancellationToken: Ct);
        return (balance.Available.Value, balance.Reserved.Value);
    }
}
