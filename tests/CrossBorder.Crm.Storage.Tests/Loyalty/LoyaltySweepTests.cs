using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Loyalty;

/// <summary>The sweep of the loyalty room on every storage, killed anywhere.</summary>
public sealed class LoyaltySweepTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly LoyaltyAccountId[] Accounts = [.. Enumerable.Range(1, 6).Select(n => LoyaltyAccountId.FromExternal(new("shop", $"m{n}")))];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(LedgerStore.Adapters), MemberType = typeof(LedgerStore))]
    public async Task A_sweep_that_is_killed_between_any_two_steps_and_run_again_ends_as_one_that_was_not(string adapter)
    {
        await using var store = await LedgerStore.OpenAsync(adapter);
        await PrepareAsync(store, "whole");
        var run = await store.In("whole").RunOnceAsync(Ct);
        var whole = await store.WholeAsync("whole", Accounts);

        // Expired; a hold timed out; told of an expiry; debt paid; the transfer's two sides.
        Assert.Equal((5, 0), (run.Changed, run.Failed));
        Assert.Equal(2, (await store.EventsAsync("whole")).Count(e => e.Kind == PointsExpiring.Kind));
        foreach (var after in new[] { false, true })
        {
            var (calls, isDone) = (0, false);
            while (!isDone)
            {
                var tenant = $"killed-{after}-{calls}";
                await PrepareAsync(store, tenant);
                isDone = await store.DiesAsync(calls, after, async () => await store.In(tenant).RunOnceAsync(Ct));
                await store.In(tenant).RunOnceAsync(Ct);
                Assert.Equal(whole, await store.WholeAsync(tenant, Accounts));
                calls++;
            }

            Assert.True(calls > 15, $"only {calls} steps");
        }
    }

    [Theory, MemberData(nameof(LedgerStore.Adapters), MemberType = typeof(LedgerStore))]
    public async Task A_sweep_goes_page_by_page_and_two_at_once_write_each_account_once(string adapter)
    {
        await using var store = await LedgerStore.OpenAsync(adapter);
        await PrepareAsync(store, "whole");
        await store.In("whole").RunOnceAsync(Ct);
        var whole = await store.WholeAsync("whole", Accounts);

        await PrepareAsync(store, "pages");
        var (page, pages) = (default(LoyaltySweep), 0);
        do
        {
            page = await store.In("pages").SweepAsync(1, page.Next, Ct);
            pages++;
        }
        while (page.Next is not null);

        await PrepareAsync(store, "two");
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () => await store.In("two").RunOnceAsync(Ct), Ct)));

        Assert.InRange(pages, 5, 8);
        Assert.Equal(whole, await store.WholeAsync("pages", Accounts));
        Assert.Equal(whole, await store.WholeAsync("two", Accounts));
        Assert.All(both, sweep => Assert.Equal(0, sweep.Failed));
        Assert.Equal(page.NextAt, (await store.In("two").RunOnceAsync(Ct)).NextAt);
        Assert.Equal(0, (await store.In("two").RunOnceAsync(Ct)).Changed);
    }

    [Theory, MemberData(nameof(LedgerStore.Adapters), MemberType = typeof(LedgerStore))]
    public async Task A_sweep_reads_due_accounts_only(string adapter)
    {
        await using var store = await LedgerStore.OpenAsync(adapter);
        var loyalty = store.In("shop");
        store.Now = Start;
        await loyalty.SetProgramAsync(Program, Ct);
        for (var n = 0; n < 50; n++)
        {
            await EarnAsync(loyalty, LoyaltyAccountId.FromExternal(new("many", $"{n}")), 10, days: n == 7 ? 10 : 100);
        }

        store.Now = Start + Duration.FromDays(1);

        Assert.Equal(1, (await loyalty.RunOnceAsync(Ct)).Changed);
        Assert.Empty((await loyalty.ListAsync(new() { DueBy = store.Now }, null, new(), Ct)).Items);
        Assert.Empty((await loyalty.ListAsync(new() { UntoldBy = store.Now + Duration.FromDays(30) }, null, new(), Ct)).Items);
        Assert.Equal(49, (await loyalty.ListAsync(new() { UntoldAfter = store.Now + Duration.FromDays(30) }, null, new(), Ct)).Items.Count);
        Assert.Single((await loyalty.ListAsync(new() { DueAfter = store.Now }, null, new() { Size = 1 }, Ct)).Items);
    }

    private static LoyaltyProgram Program { get; } = new()
    {
        Zone = "Europe/Berlin",
        Currency = new("EUR"),
        Rates = [new() { Unit = new(1m, new("EUR")), Points = new(1) }],
        Notices = new() { DaysBefore = [30, 7] },
    };

    // One account for each thing that time does, and a transfer whose caller died after it had set the points aside.
    private static async Task PrepareAsync(LedgerStore store, string tenant)
    {
        var loyalty = store.In(tenant);
        store.Now = Start;
        await loyalty.SetProgramAsync(Program, Ct);
        await EarnAsync(loyalty, Accounts[0], 40, days: 1);
        await EarnAsync(loyalty, Accounts[0], 60, days: 31);
        await EarnAsync(loyalty, Accounts[1], 50, days: 200);
        (await loyalty.AuthorizeAsync(new() { Account = Accounts[1], Key = new("hold"), Points = new(20), ExpiresAt = Start + Duration.FromHours(1) }, Ct)).OrThrow();
        await EarnAsync(loyalty, Accounts[2], 70, days: 6);
        (await loyalty.AdjustAsync(new() { Account = Accounts[3], Key = new("debit"), Points = new(-15), AllowNegative = true }, Ct)).OrThrow();
        (await loyalty.EarnAsync(new() { Account = Accounts[3], Key = new("later"), Points = new(100), AvailableFrom = Start + Duration.FromDays(2) }, Ct)).OrThrow();
        await EarnAsync(loyalty, Accounts[4], 30, days: 300);
        Assert.False(await store.DiesAsync(3, true, async () =>
            await loyalty.TransferAsync(new() { From = Accounts[4], To = Accounts[5], Key = new("gift"), Points = new(12) }, Ct)));
        Assert.Equal(12, (await loyalty.GetBalanceAsync(Accounts[4], cancellationToken: Ct)).Reserved.Value);
        store.Now = Start + Duration.FromDays(3);
    }

    private static async Task EarnAsync(ILoyaltyService loyalty, LoyaltyAccountId account, long points, int days) => (await loyalty.EarnAsync(
        new() { Account = account, Key = new($"earn-{points}-{days}"), Points = new(points), Validity = new() { Days = days } }, Ct)).OrThrow();
}
