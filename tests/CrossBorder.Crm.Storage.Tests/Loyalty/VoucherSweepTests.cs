using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Loyalty;

/// <summary>The sweep's part in vouchers on every storage, killed anywhere.</summary>
public sealed class VoucherSweepTests
{
    private const string Ending = "ENDING";
    private const string Soon = "SOON";
    private const string Held = "HELD";
    private const string Bought = "BOUGHT";
    private const string Later = "LATER";
    private static readonly string[] Codes = [Ending, Soon, Held, Bought, Later];
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(LedgerStore.Adapters), MemberType = typeof(LedgerStore))]
    public async Task A_sweep_that_is_killed_between_any_two_steps_and_run_again_leaves_vouchers_and_events_as_one_that_was_not(string adapter)
    {
        await using var store = await LedgerStore.OpenAsync(adapter);
        await PrepareAsync(store, "whole");
        var run = await store.In("whole").RunOnceAsync(Ct);
        var whole = await WholeAsync(store, "whole");

        // Expired; told of an end; a hold timed out, and its voucher told of; the purchase called off; the account whose points are free again.
        Assert.Equal((5, 0), (run.Changed, run.Failed));
        Assert.Equal(
            [(VoucherExpired.Kind, Ending), (VoucherExpiring.Kind, Held), (VoucherExpiring.Kind, Soon)],
            (await store.EventsAsync("whole")).Select(told => (told.Kind, told.Data.Value is VoucherExpired gone ? gone.Code : ((VoucherExpiring)told.Data.Value).Code)).Order());
        Assert.Equal(VoucherStatus.CalledOff, (await store.VouchersIn("whole").FindAsync(Bought, cancellationToken: Ct))!.Status);
        Assert.Equal(100, (await store.In("whole").GetBalanceAsync(Account, cancellationToken: Ct)).Available.Value);
        foreach (var after in new[] { false, true })
        {
            var (calls, isDone) = (0, false);
            while (!isDone)
            {
                var tenant = $"killed-{after}-{calls}";
                await PrepareAsync(store, tenant);
                isDone = await store.DiesAsync(calls, after, async () => await store.In(tenant).RunOnceAsync(Ct));
                await store.In(tenant).RunOnceAsync(Ct);
                Assert.Equal(whole, await WholeAsync(store, tenant));
                calls++;
            }

            Assert.True(calls > 20, $"only {calls} steps");
        }
    }

    [Theory, MemberData(nameof(LedgerStore.Adapters), MemberType = typeof(LedgerStore))]
    public async Task A_sweep_goes_page_by_page_through_accounts_and_vouchers_and_two_at_once_write_each_once(string adapter)
    {
        await using var store = await LedgerStore.OpenAsync(adapter);
        await PrepareAsync(store, "whole");
        await store.In("whole").RunOnceAsync(Ct);
        var whole = await WholeAsync(store, "whole");

        await PrepareAsync(store, "pages");
        var (page, changed) = (default(LoyaltySweep), 0);
        do
        {
            page = await store.In("pages").SweepAsync(1, page.Next, Ct);
            changed += page.Changed;
        }
        while (page.Next is not null);

        await PrepareAsync(store, "two");
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () => await store.In("two").RunOnceAsync(Ct), Ct)));

        // The next thing is the end of the voucher that was held: both of its notices are told.
        Assert.Equal((5, Start + Duration.FromDays(10)), (changed, page.NextAt));
        Assert.Equal(whole, await WholeAsync(store, "pages"));
        Assert.Equal(whole, await WholeAsync(store, "two"));
        Assert.All(both, sweep => Assert.Equal(0, sweep.Failed));
        Assert.Equal(page.NextAt, (await store.In("two").RunOnceAsync(Ct)).NextAt);
        Assert.Empty((await store.VouchersIn("two").ListAsync(new() { DueBy = store.Now }, new(), Ct)).Items);
        Assert.Equal([Later], (await store.VouchersIn("two").ListAsync(new() { UntoldAfter = store.Now + Duration.FromDays(30) }, new(), Ct)).Items.Select(voucher => voucher.Code));
        Assert.Empty((await store.VouchersIn("two").ListAsync(new() { UntoldBy = store.Now + Duration.FromDays(30) }, new(), Ct)).Items);
        Assert.Equal([Held, Soon], (await store.VouchersIn("two").ListAsync(new() { DueAfter = store.Now }, new(), Ct)).Items.Select(voucher => voucher.Code).Where(code => code != Later).Order());
    }

    private static LoyaltyProgram Program { get; } = new()
    {
        Zone = "Europe/Berlin",
        Currency = Eur,
        Rates = [new() { Unit = new(1m, Eur), Points = new(1) }],
        VoucherNotices = new() { DaysBefore = [30, 7] },
    };

    // One voucher for each thing that time does, and a purchase whose caller died after the voucher was ordered.
    private static async Task PrepareAsync(LedgerStore store, string tenant)
    {
        var (loyalty, vouchers) = (store.In(tenant), store.VouchersIn(tenant));
        store.Now = Start;
        await loyalty.SetProgramAsync(Program, Ct);
        (await loyalty.EarnAsync(new() { Account = Account, Key = new("earn"), Points = new(100) }, Ct)).OrThrow();
        foreach (var (code, days) in new[] { (Ending, 1), (Soon, 25), (Held, 10), (Later, 400) })
        {
            (await vouchers.IssueAsync(new() { Code = code, Key = new("issue"), Terms = Worth(days) }, Ct)).OrThrow();
        }

        var use = new VoucherUse { Order = new("shop", "1"), Total = new(25m, Eur) };
        (await vouchers.HoldAsync(new() { Code = Held, Key = new("hold"), Use = use, ExpiresAt = Start + Duration.FromHours(1) }, Ct)).OrThrow();

        // Load the voucher; hold the points (load, append); order the voucher (load, append); there it ends.
        Assert.False(await store.DiesAsync(5, true, async () =>
            await vouchers.BuyAsync(new() { Account = Account, Points = new(60), Code = Bought, Key = new("buy"), Terms = Worth(300) }, Ct)));
        Assert.Equal(VoucherStatus.Ordered, (await vouchers.FindAsync(Bought, cancellationToken: Ct))?.Status);
        Assert.Equal(60, (await loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Reserved.Value);
        store.Now = Start + Duration.FromDays(3);
    }

    private static VoucherTerms Worth(int days) => new() { Value = new(25m, Eur), ValidUntil = Start + Duration.FromDays(days) };

    private static async Task<string> WholeAsync(LedgerStore store, string tenant) =>
        await store.WholeVouchersAsync(tenant, Codes) + await store.WholeAsync(tenant, Account);
}
