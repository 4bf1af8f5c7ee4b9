using BenchmarkDotNet.Attributes;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;

namespace CrossBorder.Crm.Benchmarks.Loyalty;

/// <summary>
/// What one command at the checkout costs at 100,000 accounts, through the public service. The baseline is the pure fold of one entry; what comes on
/// top is the request's hash, the decision, and keeping it.
/// </summary>
[MemoryDiagnoser, InvocationCount(Round)]
public class CheckoutBenchmarks : IDisposable
{
    /// <summary>Commands an iteration: few an account, so that none grows old while it is measured.</summary>
    private const int Round = 32_768;
    private const int Accounts = 100_000;

    private readonly LoyaltyAccountId[] accounts = [.. Enumerable.Range(0, Accounts).Select(i => LoyaltyAccountId.FromExternal(new("shop", $"m{i}")))];
    private readonly IdempotencyKey[] keys = [.. Enumerable.Range(0, 10_000).Select(i => new IdempotencyKey($"request-{i}"))];
    private readonly LedgerEntry entry = new PointsEarned
    {
        PostedAt = NodaTime.Instant.FromUtc(2026, 3, 1, 12, 0),
        Points = new(10),
        EarnedAt = NodaTime.Instant.FromUtc(2026, 3, 1, 12, 0),
        AvailableFrom = NodaTime.Instant.FromUtc(2026, 3, 1, 12, 0),
        Clawback = ClawbackPolicy.AllowNegative,
    };

    private ServiceProvider? services;
    private ILoyaltyService loyalty = null!;
    private LoyaltyAccountState state = null!;
    private int next;

    /// <summary>Objects in memory; or stored bytes with their hash chain.</summary>
    public enum Store
    {
        /// <summary>The in-memory repository.</summary>
        Objects,

        /// <summary>The engine bridge over the in-memory engine.</summary>
        Chained,
    }

    /// <summary>The storage.</summary>
    [Params(Store.Objects, Store.Chained)]
    public Store Storage { get; set; }

    /// <summary>Every account gets points and spends some.</summary>
    [GlobalSetup]
    public async Task SetUpAsync()
    {
        services = new ServiceCollection()
            .AddCrossBorderCrm(crm => (Storage == Store.Objects ? crm.UseInMemory() : crm.UseStorage(_ => new InMemoryEngine())).SingleTenant("shop").AddLoyalty())
            .BuildServiceProvider();
        loyalty = services.GetRequiredService<ILoyaltyService>();
        await loyalty.SetProgramAsync(new() { Zone = "Europe/Berlin", Currency = new("EUR"), Rates = [new() { Unit = new(1m, new("EUR")), Points = new(1) }] });
        foreach (var account in accounts)
        {
            await loyalty.EarnAsync(new() { Account = account, Key = new("first"), Points = new(1_000_000) });
            await loyalty.RedeemAsync(new() { Account = account, Key = new("repeated"), Points = new(1) });
        }

        state = LedgerFold.Apply(LedgerFold.Start(accounts[0]), entry, 1);
    }

    /// <summary>The pure fold of one entry.</summary>
    [Benchmark(Baseline = true)]
    public LoyaltyAccountState FoldOneEntry() => LedgerFold.Apply(state, entry, 2);

    /// <summary>One redemption.</summary>
    [Benchmark]
    public async Task<bool> Redeem()
    {
        var (account, key) = Next();
        return (await loyalty.RedeemAsync(new() { Account = account, Key = key, Points = new(1) })).IsSuccess;
    }

    /// <summary>One grant.</summary>
    [Benchmark]
    public async Task<bool> Earn()
    {
        var (account, key) = Next();
        return (await loyalty.EarnAsync(new() { Account = account, Key = key, Points = new(10) })).IsSuccess;
    }

    /// <summary>A request that was answered before.</summary>
    [Benchmark]
    public async Task<bool> Repeat()
    {
        var (account, _) = Next();
        return (await loyalty.RedeemAsync(new() { Account = account, Key = new("repeated"), Points = new(1) })).IsSuccess;
    }

    // A stride that meets every account once a round, in no order that a cache would like.
    private (LoyaltyAccountId, IdempotencyKey) Next()
    {
        var number = next++;
        return (accounts[(int)((long)number * 61_803 % Accounts)], keys[number / Accounts]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        services?.Dispose();
        GC.SuppressFinalize(this);
    }
}
