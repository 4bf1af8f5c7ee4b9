using BenchmarkDotNet.Attributes;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CrossBorder.Crm.Benchmarks.Loyalty;

/// <summary>Does a command at the checkout cost more when the account is old? The baseline is what it would cost to fold the history.</summary>
[MemoryDiagnoser]
public class LedgerBenchmarks : IDisposable
{
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));

    private ServiceProvider? services;
    private ILoyaltyService loyalty = null!;
    private LedgerEntry[] history = [];
    private string? middle;
    private long next;

    /// <summary>How many entries the account has; the cost of a command should not depend on it.</summary>
    [Params(100, 100_000)]
    public int EntriesOfHistory { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        services = new ServiceCollection().AddCrossBorderCrm(crm => crm.SingleTenant("shop").AddLoyalty().UseInMemory()).BuildServiceProvider();
        loyalty = services.GetRequiredService<ILoyaltyService>();
        for (var i = 0; i < EntriesOfHistory / 2; i++)
        {
            await EarnAndRedeem();
        }

        var entries = new List<LedgerEntry>();
        var page = new PageRequest { Size = Math.Min(PageRequest.MaxSize, EntriesOfHistory / 2) };
        do
        {
            var read = await loyalty.ReadAsync(Account, page);
            entries.AddRange(read.Items.Select(item => item.Value));
            page = page with { After = read.Next };
            middle = entries.Count <= EntriesOfHistory / 2 ? read.Next : middle;
        }
        while (page.After is not null);
        history = [.. entries];
    }

    [Benchmark(Baseline = true)]
    public LoyaltyAccountState FoldAllEntries()
    {
        var state = LedgerFold.Start(Account);
        for (var i = 0; i < history.Length; i++)
        {
            state = LedgerFold.Apply(state, history[i], i + 1);
        }

        return state;
    }

    /// <summary>Two commands through the public service.</summary>
    [Benchmark]
    public async Task<Points> EarnAndRedeem()
    {
        var number = ++next;
        await loyalty.EarnAsync(new() { Account = Account, Key = new($"e{number}"), Points = new(10) });
        var receipt = await loyalty.RedeemAsync(new() { Account = Account, Key = new($"r{number}"), Points = new(10) });
        return receipt.OrThrow().Available;
    }

    /// <summary>The answer to a retry.</summary>
    [Benchmark]
    public async Task<Points> RepeatARedemption() =>
        (await loyalty.RedeemAsync(new() { Account = Account, Key = new("r1"), Points = new(10) })).OrThrow().Available;

    /// <summary>The newest fifty entries of the statement.</summary>
    [Benchmark]
    public async Task<int> FirstPageOfTheStatement() => (await loyalty.ReadAsync(Account, new() { Size = 50, Descending = true })).Items.Count;

    /// <summary>Fifty entries from the middle of the history.</summary>
    [Benchmark]
    public async Task<int> DeepPageOfTheStatement() => (await loyalty.ReadAsync(Account, new() { Size = 50, After = middle })).Items.Count;

    public void Dispose()
    {
        services?.Dispose();
        GC.SuppressFinalize(this);
    }
}
