using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.InMemory;
using CrossBorder.Crm.Tests.Flows;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using static CrossBorder.Crm.Tests.Loyalty.ReferralSamples;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>The sweep completes referrals, and one that cannot be completed keeps no other waiting.</summary>
public sealed class ReferralSweepTests : IDisposable
{
    private static readonly LoyaltyAccountId Carl = Member("carl");
    private static readonly LoyaltyAccountId Dora = Member("dora");

    private readonly Dictionary<LoyaltyAccountId, Exception> stubborn = [];
    private readonly SettableTime time = new(LoyaltyShop.Start);
    private readonly ServiceProvider services;

    public ReferralSweepTests() => services = new ServiceCollection().AddSingleton<TimeProvider>(time)
        .AddSingleton<ILoyaltyLedgerRepository>(provider =>
            new StubbornLedger(new LoyaltyLedgerRepository(provider.GetRequiredService<IRoomStorage>().Streams(LoyaltyCollections.Ledger)), stubborn))
        .AddCrossBorderCrm(crm => crm.UseStorage(_ => new InMemoryEngine()).SingleTenant("shop").AddLoyalty()).BuildServiceProvider();

    public static TheoryData<Exception> Faults => [new ConcurrencyConflictException("Anna's account is hot."), new StateTooLargeException("Anna's account is full.")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IReferralService Referrals => services.GetRequiredService<IReferralService>();

    private ILoyaltyService Loyalty => services.GetRequiredService<ILoyaltyService>();

    [Theory, MemberData(nameof(Faults))]
    public async Task A_member_whose_account_takes_nothing_keeps_no_other_waiting(Exception fault)
    {
        await Loyalty.SetProgramAsync(Offer, Ct);
        (stubborn[Anna], stubborn[Dora]) = (fault, fault);
        await BeginAsync(Ben, Anna, fault);
        time.Now += Duration.FromHours(1);
        await BeginAsync(Carl, Dora, fault);
        stubborn.Remove(Dora);

        // Anna's comes first, and fails.
        Assert.Equal(new LoyaltySweep(1, time.Now + Duration.FromMinutes(1)) { Failed = 1 }, await Loyalty.RunOnceAsync(Ct));
        Assert.Equal((0, 500), (await EarnedAsync(Anna), await EarnedAsync(Dora)));
        Assert.Equal((ReferralStatus.Qualified, ReferralStatus.Rewarded), ((await Referrals.FindAsync(Ben, Ct))!.Status, (await Referrals.FindAsync(Carl, Ct))!.Status));

        stubborn.Clear();
        Assert.Equal(new LoyaltySweep(1, null), await Loyalty.RunOnceAsync(Ct));
        Assert.Equal((500, 300), (await EarnedAsync(Anna), await EarnedAsync(Ben)));
        Assert.Equal(new LoyaltySweep(0, null), await Loyalty.RunOnceAsync(Ct));
    }

    [Fact]
    public async Task A_page_of_the_sweep_is_of_one_referral_where_one_is_asked_for()
    {
        await Loyalty.SetProgramAsync(Offer, Ct);
        var fault = new ConcurrencyConflictException("hot");
        foreach (var (friend, referrer) in new[] { (Ben, Anna), (Carl, Dora) })
        {
            stubborn[referrer] = fault;
            await BeginAsync(friend, referrer, fault);
        }

        stubborn.Clear();
        var (changed, next) = (new List<int>(), (string?)null);
        do
        {
            var page = await Loyalty.SweepAsync(1, next, Ct);
            changed.Add(page.Changed);
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal([1, 1], changed.Where(count => count > 0));
        Assert.Equal((500, 500), (await EarnedAsync(Anna), await EarnedAsync(Dora)));
    }

    [Fact]
    public async Task Where_a_sum_would_be_too_large_to_take_back_the_other_side_is_and_the_referral_says_so()
    {
        await Loyalty.SetProgramAsync(Offer, Ct);
        var rewarded = await RewardedAsync(Referrals, time.Now);
        stubborn[Anna] = new OverflowException();

        var reversed = (await Referrals.RefundAsync(Refund(Ben, rewarded.Order!.Order.Value, 80m, "r"), Ct)).OrThrow();

        Assert.Equal((ReferralStatus.Reversed, "loyalty.sum_too_large"), (reversed.Status, reversed.ReferrerTakenBack!.Refusal!.Code));
        Assert.Equal((300, 0), (reversed.FriendTakenBack!.Due.Value, reversed.ReferrerTakenBack.Due.Value));
        Assert.Equal(new LoyaltySweep(0, null), await Loyalty.RunOnceAsync(Ct));
    }

    public void Dispose() => services.Dispose();

    private async Task BeginAsync(LoyaltyAccountId friend, LoyaltyAccountId referrer, Exception fault) =>
        Assert.Same(fault, await Assert.ThrowsAnyAsync<Exception>(() => RewardedAsync(Referrals, time.Now, friend, referrer)));

    private async Task<long> EarnedAsync(LoyaltyAccountId account) => (await Loyalty.GetBalanceAsync(account, cancellationToken: Ct)).Totals.Earned.Value;

    /// <summary>A ledger in which some accounts take nothing.</summary>
    private sealed class StubbornLedger(ILoyaltyLedgerRepository inner, Dictionary<LoyaltyAccountId, Exception> stubborn) : ILoyaltyLedgerRepository
    {
        public IAtomicStreams<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState>? Atomic => null;

        public IChainedStreams<LoyaltyAccountId>? Chained => inner.Chained;

        public ValueTask<StreamHead<LedgerEntry, LoyaltyAccountState>> LoadAsync(TenantId tenant, StreamLoad<LoyaltyAccountId> load, CancellationToken cancellationToken) =>
            inner.LoadAsync(tenant, load, cancellationToken);

        public ValueTask<AppendResult> AppendAsync(
            TenantId tenant, StreamAppend<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState> append, CancellationToken cancellationToken) =>
            stubborn.TryGetValue(append.Stream, out var fault) ? throw fault : inner.AppendAsync(tenant, append, cancellationToken);

        public ValueTask<Page<Versioned<LedgerEntry>>> ReadAsync(TenantId tenant, LoyaltyAccountId stream, PageRequest page, CancellationToken cancellationToken) =>
            inner.ReadAsync(tenant, stream, page, cancellationToken);

        public ValueTask<Page<StreamHead<LedgerEntry, LoyaltyAccountState>>> ListAsync(
            TenantId tenant, LoyaltyAccountQuery query, PageRequest page, CancellationToken cancellationToken) =>
            inner.ListAsync(tenant, query, page, cancellationToken);
    }
}
