using CrossBorder.Crm.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>
/// What a command at the checkout allocates; most of it is what memory keeps: entry, account, receipt, keys. How long it takes is measured in the
/// benchmarks.
/// </summary>
[Collection(nameof(LedgerAllocationTests)), CollectionDefinition(nameof(LedgerAllocationTests), DisableParallelization = true)]
public sealed class LedgerAllocationTests(ITestOutputHelper output)
{
    private const int Commands = 2_000;

#if DEBUG
    // An unoptimised build keeps the state of every asynchronous method in an object, whether it waits or not.
    private const long StateMachines = 1_152;
#else
    private const long StateMachines = 0;
#endif

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(TestStorage.InMemory, 1_536, 1_696, 256), InlineData(TestStorage.Engine, 3_840, 3_840, 1_280)]
    public async Task A_redemption_an_earn_and_a_repetition_stay_below_their_bounds(TestStorage storage, long redeem, long earn, long repetition)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage);
        var accounts = Enumerable.Range(0, Commands).Select(i => LoyaltyAccountId.FromExternal(new("shop", $"m{i}"))).ToArray();
        var earns = Array.ConvertAll(accounts, account => new EarnPoints { Account = account, Key = new("e"), Points = new(100), ExpiresAt = crm.Now + Duration.FromDays(365) });
        var redeems = Array.ConvertAll(accounts, account => new RedeemPoints { Account = account, Key = new("r"), Points = new(10) });
        foreach (var request in earns)
        {
            await crm.Loyalty.EarnAsync(request with { Key = new("first"), ExpiresAt = null }, Ct);
            await crm.Loyalty.RedeemAsync(new() { Account = request.Account, Key = new("first spent"), Points = new(1) }, Ct);
        }

        var earned = await PerCommandAsync(async i => (await crm.Loyalty.EarnAsync(earns[i], Ct)).IsSuccess);
        var spent = await PerCommandAsync(async i => (await crm.Loyalty.RedeemAsync(redeems[i], Ct)).IsSuccess);
        var repeated = await PerCommandAsync(async i => (await crm.Loyalty.RedeemAsync(redeems[i], Ct)).IsSuccess);

        output.WriteLine($"{storage}: an earn {earned}, a redemption {spent}, a repetition {repeated} bytes");
        Assert.InRange(earned, 1, earn + StateMachines);
        Assert.InRange(spent, 1, redeem + StateMachines);
        Assert.InRange(repeated, 1, repetition + StateMachines);
    }

    private static async Task<long> PerCommandAsync(Func<int, ValueTask<bool>> command)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Commands; i++)
        {
            // In memory every call completes at once, so all of it happens on this thread.
            var call = command(i);
            Assert.True(call.IsCompletedSuccessfully && await call);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Commands;
    }
}
