using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Points buy a voucher: an account and a voucher are two owners, and a call may die between them.</summary>
public sealed partial class VoucherPurchaseTests
{
    private const string Code = "GIFT-1";
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));
    private static readonly Instant Start = LoyaltyShop.Start;
    private static readonly BuyVoucher Purchase = new()
    {
        Account = Account, Points = new(100), Code = Code, Key = new("p1"), Terms = new() { Value = new(10m, new("EUR")), Holder = Account },
    };

    private static readonly VoucherUse Use = new() { Order = new("shop", "1"), Total = new(50m, new("EUR")), Account = Account };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Points_buy_a_voucher_once()
    {
        using var shop = await Shop.OpenAsync();

        var bought = (await shop.Vouchers.BuyAsync(Purchase, Ct)).OrThrow();
        var again = (await shop.Vouchers.BuyAsync(Purchase, Ct)).OrThrow();

        Assert.Equal(bought, again);
        Assert.Equal((1000L, new Points(100)), (bought.Units, bought.Points));
        Assert.Equal(400, (await shop.BalanceAsync()).Available.Value);
        Assert.Equal(1000, (await shop.Vouchers.RedeemAsync(new() { Code = Code, Key = new("r"), Use = Use }, Ct)).OrThrow().Units);
        Assert.Equal(100, (await shop.Loyalty.ReturnAsync(new() { Account = Account, Key = new("back"), Redemption = bought.Redemption, Points = new(100) }, Ct)).OrThrow().Points.Value);
        await Assert.ThrowsAsync<IdempotencyMismatchException>(() => shop.Vouchers.BuyAsync(Purchase with { Points = new(99) }, Ct).AsTask());
    }

    [Fact]
    public async Task A_purchase_that_is_refused_leaves_no_trace()
    {
        using var shop = await Shop.OpenAsync();

        Assert.Equal("loyalty.insufficient_points", (await shop.Vouchers.BuyAsync(Purchase with { Points = new(501) }, Ct)).Error.Code);
        Assert.Null(await shop.Vouchers.FindAsync(Code, cancellationToken: Ct));
        await shop.Vouchers.IssueAsync(new() { Code = Code, Key = new("taken"), Terms = Purchase.Terms }, Ct);
        Assert.Equal("loyalty.voucher_exists", (await shop.Vouchers.BuyAsync(Purchase, Ct)).Error.Code);
        var balance = await shop.BalanceAsync();
        Assert.Equal((500L, 0L), (balance.Available.Value, balance.Reserved.Value));
        Assert.Single((await shop.Loyalty.ReadAsync(Account, new() { Size = 10 }, Ct)).Items);
    }

    public static TheoryData<bool, string> Deaths =>
        new(from tookEffect in new[] { false, true } from then in new[] { "repeated", "used", "swept", "forgotten", "bought anew" } select (tookEffect, then));

    /// <summary>The n-th append fails, before or after it took effect, for every n; what follows makes it whole: both sides or neither.</summary>
    [Theory, MemberData(nameof(Deaths))]
    public async Task Points_are_never_gone_without_the_voucher_wherever_a_call_dies(bool tookEffect, string then)
    {
        var deaths = 0;
        for (var cut = 1; ; cut++)
        {
            using var shop = await Shop.OpenAsync();
            shop.Line.CutAt(cut, tookEffect);
            try
            {
                await shop.Vouchers.BuyAsync(Purchase, Ct);
                break;
            }
            catch (TimeoutException)
            {
                deaths++;
            }

            await ThenAsync(shop, then);
            shop.Pass(Duration.FromHours(1));
            await shop.SweepAsync();
            var (voucher, balance) = (await shop.Vouchers.FindAsync(Code, cancellationToken: Ct), await shop.BalanceAsync());
            var hasVoucher = voucher is { Status: VoucherStatus.Issued };
            Assert.Equal((hasVoucher ? 400 : 500, 0), (balance.Available.Value, balance.Reserved.Value));
            Assert.True(hasVoucher || then is not ("repeated" or "bought anew"), $"cut {cut}: the voucher is missing");
            Assert.NotEqual(VoucherStatus.Ordered, voucher?.Status ?? VoucherStatus.Issued);
            Assert.True((await shop.Vouchers.VerifyAsync(Code, Ct)).IsSound);
            Assert.True((await shop.Loyalty.VerifyAsync(Account, Ct)).IsSound);
        }

        Assert.Equal(4, deaths);
    }

    [Fact]
    public async Task Two_buyers_of_one_code_end_with_one_voucher_and_the_others_points_are_free()
    {
        using var shop = await Shop.OpenAsync();
        var other = LoyaltyAccountId.FromExternal(new("shop", "m2"));
        await shop.Loyalty.EarnAsync(new() { Account = other, Key = new("e"), Points = new(500) }, Ct);

        var results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(number => Task.Run(() => shop.Vouchers.BuyAsync(Purchase with { Account = number % 2 == 0 ? Account : other, Key = new($"p{number}") }, Ct).AsTask())));

        Assert.Single(results, result => result.IsSuccess);
        Assert.All(results.Where(result => !result.IsSuccess), result => Assert.Equal("loyalty.voucher_exists", result.Error.Code));
        var (mine, hers) = (await shop.BalanceAsync(), await shop.Loyalty.GetBalanceAsync(other, cancellationToken: Ct));
        Assert.Equal((900L, 0L), (mine.Available.Value + hers.Available.Value, mine.Reserved.Value + hers.Reserved.Value));
    }

    private static async Task ThenAsync(Shop shop, string then)
    {
        switch (then)
        {
            case "repeated":
                (await shop.Vouchers.BuyAsync(Purchase, Ct)).OrThrow();
                break;
            case "used":
                var used = await shop.Vouchers.RedeemAsync(new() { Code = Code, Key = new("r"), Use = Use }, Ct);
                Assert.Equal(used.IsSuccess, (await shop.BalanceAsync()).Totals.Redeemed.Value == 100);
                break;
            case "swept":
                await shop.Vouchers.WriteDownAsync(Code, Ct);
                break;
            case "bought anew":
                shop.Pass(Duration.FromHours(1));
                await shop.SweepAsync();
                if (await shop.Vouchers.FindAsync(Code, cancellationToken: Ct) is not { Status: VoucherStatus.Issued })
                {
                    Assert.Contains((await shop.Vouchers.BuyAsync(Purchase, Ct)).Match(_ => "", error => error.Code), new[] { "", "loyalty.hold_expired" });
                }

                if (await shop.Vouchers.FindAsync(Code, cancellationToken: Ct) is not { Status: VoucherStatus.Issued })
                {
                    (await shop.Vouchers.BuyAsync(Purchase with { Key = new("p2") }, Ct)).OrThrow();
                }

                break;
        }
    }

    /// <summary>A shop whose storage can fail at the n-th append, over accounts and vouchers.</summary>
    private sealed class Shop : IDisposable
    {
        private readonly SettableTime time = new(Start);
        private readonly ServiceProvider services;

        private Shop()
        {
            services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddSingleton(Line)
                .AddSingleton<ILoyaltyLedgerRepository>(provider => new CutLedger(provider.GetRequiredService<IRoomStorage>().Streams(LoyaltyCollections.Ledger), Line))
                .AddSingleton<IVoucherRepository>(provider => new CutVouchers(provider.GetRequiredService<IRoomStorage>().Streams(VoucherCollections.Vouchers), Line))
                .AddCrossBorderCrm(crm => crm.UseInMemory().SingleTenant("shop").AddLoyalty()).BuildServiceProvider();
        }

        public CutLine Line { get; } = new();

        public ILoyaltyService Loyalty => services.GetRequiredService<ILoyaltyService>();

        public IVoucherService Vouchers => services.GetRequiredService<IVoucherService>();

        public static async Task<Shop> OpenAsync()
        {
            var shop = new Shop();
            (await shop.Loyalty.EarnAsync(new() { Account = Account, Key = new("earn"), Points = new(500) }, Ct)).OrThrow();
            return shop;
        }

        public ValueTask<LoyaltyBalance> BalanceAsync() => Loyalty.GetBalanceAsync(Account, cancellationToken: Ct);

        public void Pass(Duration duration) => time.Now += duration;

        public async Task SweepAsync()
        {
            await Loyalty.RunOnceAsync(Ct);
        }

        public void Dispose() => services.Dispose();
    }

    private sealed class CutLine
    {
        private int appends;
        private int cutAt;
        private bool afterwards;
        private int meanwhileAt;
        private Func<Task>? meanwhile;

        public void CutAt(int append, bool tookEffect) => (appends, cutAt, afterwards) = (0, append, tookEffect);

        /// <summary>What somebody else does just before an append.</summary>
        public void Before(int append, Func<Task> action) => (appends, meanwhileAt, meanwhile) = (0, append, action);

        public async ValueTask<AppendResult> ThroughAsync(Func<ValueTask<AppendResult>> append)
        {
            var isCut = ++appends == cutAt;
            if (appends == meanwhileAt)
            {
                await meanwhile!();
            }

            if (isCut && !afterwards)
            {
                throw new TimeoutException("The line was cut before the append.");
            }

            var result = await append();
            return isCut ? throw new TimeoutException("The line was cut after the append.") : result;
        }
    }

    private sealed class CutLedger(IStreamRepository<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery> inner, CutLine line)
        : Cut<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery>(inner, line), ILoyaltyLedgerRepository;

    private sealed class CutVouchers(IStreamRepository<VoucherId, VoucherEntry, VoucherState, VoucherQuery> inner, CutLine line)
        : Cut<VoucherId, VoucherEntry, VoucherState, VoucherQuery>(inner, line), IVoucherRepository;

    private abstract class Cut<TId, TEntry, TState, TQuery>(IStreamRepository<TId, TEntry, TState, TQuery> inner, CutLine line) : IStreamRepository<TId, TEntry, TState, TQuery>
        where TId : struct
        where TEntry : class
        where TState : class
        where TQuery : class
    {
        public ValueTask<StreamHead<TEntry, TState>> LoadAsync(TenantId tenant, StreamLoad<TId> load, CancellationToken cancellationToken) =>
            inner.LoadAsync(tenant, load, cancellationToken);

        public ValueTask<AppendResult> AppendAsync(TenantId tenant, StreamAppend<TId, TEntry, TState> append, CancellationToken cancellationToken) =>
            line.ThroughAsync(() => inner.AppendAsync(tenant, append, cancellationToken));

        public ValueTask<Page<Versioned<TEntry>>> ReadAsync(TenantId tenant, TId stream, PageRequest page, CancellationToken cancellationToken) =>
            inner.ReadAsync(tenant, stream, page, cancellationToken);

        public ValueTask<Page<StreamHead<TEntry, TState>>> ListAsync(TenantId tenant, TQuery query, PageRequest page, CancellationToken cancellationToken) =>
            inner.ListAsync(tenant, query, page, cancellationToken);
    }
}
