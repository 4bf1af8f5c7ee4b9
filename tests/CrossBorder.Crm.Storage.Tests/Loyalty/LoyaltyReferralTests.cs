using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Loyalty;

/// <summary>Members who bring friends along, on every storage; killed before and after every call to the ledger.</summary>
public sealed class LoyaltyReferralTests
{
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly LoyaltyAccountId Anna = LoyaltyAccountId.FromExternal(new("shop", "安娜"));
    private static readonly LoyaltyAccountId Ben = LoyaltyAccountId.FromExternal(new("shop", "ben"));
    private static readonly LoyaltyAccountId Carl = LoyaltyAccountId.FromExternal(new("shop", "carl"));
    private static readonly QualifyReferral Order = new() { Account = Ben, Order = new("shop", "订单:1"), Total = new(80m, Eur), PaidAt = Start };
    private static readonly RefundReferral Back = new() { Account = Ben, Key = new("refund"), Order = new("shop", "订单:1"), Refunded = new(40m, Eur) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(LedgerStore.Adapters), MemberType = typeof(LedgerStore))]
    public async Task A_friend_comes_orders_and_returns_the_goods(string adapter)
    {
        await using var store = await LedgerStore.OpenAsync(adapter);
        var (loyalty, referrals) = (store.In("shop"), store.ReferralsIn("shop"));
        var code = await CameAsync(store, "shop");
        (await referrals.RegisterAsync(new() { Account = Carl, Key = new("came"), Code = code, HasOrdered = false }, Ct)).OrThrow();

        var rewarded = (await referrals.QualifyAsync(Order, Ct)).OrThrow();
        var limited = (await referrals.QualifyAsync(Order with { Account = Carl, Order = new("shop", "2") }, Ct)).OrThrow();
        store.Now = rewarded.Order!.AvailableFrom;
        Assert.Equal((300, 500), (await AvailableAsync(loyalty, Ben), await AvailableAsync(loyalty, Anna)));
        var reversed = (await referrals.RefundAsync(Back, Ct)).OrThrow();

        Assert.Equal(rewarded, (await referrals.QualifyAsync(Order, Ct)).OrThrow());
        Assert.Equal(reversed, (await referrals.RefundAsync(Back, Ct)).OrThrow());
        Assert.Equal("loyalty.referral_limit_reached", limited.ReferrerReward!.Refusal!.Code);
        Assert.Equal((0, 0, 300), (await AvailableAsync(loyalty, Ben), await AvailableAsync(loyalty, Anna), await AvailableAsync(loyalty, Carl)));
        Assert.Equal([Ben, Carl], (await referrals.ListAsync(new() { Referrer = Anna }, new(), Ct)).Items.Select(state => state.Friend).OrderBy(friend => friend == Carl));
        Assert.Equal(reversed, await referrals.FindAsync(Ben, Ct));
        Assert.Equal(
            [typeof(ReferralRegistered), typeof(ReferralQualified), typeof(ReferralRewarded), typeof(ReferralRefunded), typeof(ReferralReversed)],
            (await referrals.ReadAsync(Ben, new(), Ct)).Items.Select(entry => entry.Value.GetType()));
        Assert.True(await referrals.VerifyAsync(Ben, Ct) is { IsSound: true, Entries: 5 });
        Assert.Equal(code, (await referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code);
        foreach (var account in new[] { Anna, Ben, Carl })
        {
            Assert.True((await loyalty.VerifyAsync(account, Ct)).IsSound);
        }
    }

    [Theory, MemberData(nameof(LedgerStore.Adapters), MemberType = typeof(LedgerStore))]
    public async Task Killed_at_any_call_of_the_ledger_a_repetition_or_the_sweep_leaves_each_byte_as_if_nothing_had_happened(string adapter)
    {
        await using var store = await LedgerStore.OpenAsync(adapter);
        await CameAsync(store, "calm");
        (await store.ReferralsIn("calm").QualifyAsync(Order, Ct)).OrThrow();
        var rewarded = await store.WholeAsync("calm", Anna, Ben);
        (await store.ReferralsIn("calm").RefundAsync(Back, Ct)).OrThrow();
        var reversed = await store.WholeAsync("calm", Anna, Ben);

        foreach (var after in new[] { false, true })
        {
            foreach (var isSwept in new[] { false, true })
            {
                for (var (calls, isOver) = (0, false); !isOver; calls++)
                {
                    var tenant = $"t{calls}{(after ? "a" : "b")}{(isSwept ? "s" : "r")}";
                    await CameAsync(store, tenant);
                    var referrals = store.ReferralsIn(tenant);
                    isOver = await store.DiesAsync(calls, after, () => referrals.QualifyAsync(Order, Ct).AsTask());
                    await GoOnAsync(store.In(tenant), isSwept, async () => (await referrals.QualifyAsync(Order, Ct)).OrThrow());
                    Assert.Equal(rewarded, await store.WholeAsync(tenant, Anna, Ben));

                    isOver &= await store.DiesAsync(calls, after, () => referrals.RefundAsync(Back, Ct).AsTask());
                    await GoOnAsync(store.In(tenant), isSwept, async () => (await referrals.RefundAsync(Back, Ct)).OrThrow());
                    Assert.Equal(reversed, await store.WholeAsync(tenant, Anna, Ben));
                    Assert.Empty((await referrals.ListAsync(new() { UnsettledBy = store.Now }, new(), Ct)).Items);
                }
            }
        }
    }

    // The sweep goes on with what was begun; where nothing was begun, the repetition begins it.
    private static async Task GoOnAsync(ILoyaltyService loyalty, bool isSwept, Func<Task> repeat)
    {
        if (isSwept)
        {
            await loyalty.RunOnceAsync(Ct);
        }

        await repeat();
    }

    private static async Task<string> CameAsync(LedgerStore store, string tenant)
    {
        store.Now = Start;
        await store.In(tenant).SetProgramAsync(
            new()
            {
                Zone = "Europe/Berlin",
                Currency = Eur,
                Rates = [new() { Unit = new(1m, Eur), Points = new(1) }],
                Referrals = new()
                {
                    FriendPoints = new(300), ReferrerPoints = new(500), MinimumOrders = [new(50m, Eur)], Validity = new() { Months = 6 }, Limits = [new(EarnPeriod.Month, 1)],
                },
            },
            Ct);
        var code = (await store.ReferralsIn(tenant).IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;
        (await store.ReferralsIn(tenant).RegisterAsync(new() { Account = Ben, Key = new("came"), Code = code, HasOrdered = false }, Ct)).OrThrow();
        return code;
    }

    private static async Task<long> AvailableAsync(ILoyaltyService loyalty, LoyaltyAccountId account) =>
        (await loyalty.GetBalanceAsync(account, cancellationToken: Ct)).Available.Value;
}
