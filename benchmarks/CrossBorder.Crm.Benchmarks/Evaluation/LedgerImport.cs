using System.Diagnostics;
using System.Text.Json;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Benchmarks.Evaluation;

/// <summary>Callers import new accounts with one lot each, many accounts a call; or, bare, let the storage open as many by itself.</summary>
internal sealed class LedgerImport(string store, int clients, int seconds, int batch, int warmUp, bool bare)
{
    private static readonly TenantId Tenant = new("shop");
    private static readonly Instant At = Instant.FromUtc(2026, 1, 1, 0, 0);

    private readonly string run = Guid.CreateVersion7().ToString("N");

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var shop = await Shop.OpenAsync(store, cancellationToken);
        await shop.Loyalty.SetProgramAsync(
            new() { Zone = "Europe/Berlin", Currency = new("EUR"), Rates = [new() { Unit = new(1m, new("EUR")), Points = new(1) }] }, cancellationToken);
        await ImportAsync(shop, "warm", warmUp, cancellationToken);
        var processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var counts = await ImportAsync(shop, "import", seconds, cancellationToken);
        var elapsed = watch.Elapsed.TotalSeconds;
        processor = Environment.CpuUsage.TotalTime - processor;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            store = store.Split(':')[0],
            call = bare ? "AppendManyAsync" : "ImportAsync",
            clients,
            batch,
            accounts = counts.Sum(),
            accountsPerSecond = Math.Round(counts.Sum() / elapsed, 1),
            processorMicrosecondsPerAccount = Math.Round(processor.TotalMicroseconds / counts.Sum(), 1),
        }));
        return 0;
    }

    private Task<long[]> ImportAsync(Shop shop, string phase, int length, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        return Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => ImportAsync(shop, $"{run}-{phase}-{client}", watch, length, cancellationToken))));
    }

    private async Task<long> ImportAsync(Shop shop, string names, Stopwatch watch, int length, CancellationToken cancellationToken)
    {
        var number = 0;
        while (watch.Elapsed.TotalSeconds < length)
        {
            var opened = bare ? await AppendAsync(shop.Ledger, names, number, cancellationToken) : await ImportAsync(shop.Loyalty, names, number, cancellationToken);
            if (opened != batch)
            {
                throw new InvalidOperationException("An account that was never there could not be opened.");
            }

            number += batch;
        }

        return number;
    }

    private async Task<long> ImportAsync(ILoyaltyService loyalty, string names, int first, CancellationToken cancellationToken)
    {
        var report = await loyalty.ImportAsync(
            new() { Source = "bench", ImportedBefore = At, Accounts = [.. Enumerable.Range(first, batch).Select(number => Account(names, number))] }, cancellationToken);
        return report.Stored.Accounts;
    }

    private async Task<long> AppendAsync(CountingLedger ledger, string names, int first, CancellationToken cancellationToken)
    {
        var results = await ledger.AppendManyAsync(Tenant, [.. Enumerable.Range(first, batch).Select(number => Opening(names, number))], cancellationToken);
        return results.Count(result => result.Status == AppendStatus.Appended);
    }

    private static OpeningAccount Account(string names, int number) => new()
    {
        Key = $"{names}-{number}",
        Account = LoyaltyAccountId.FromExternal(new("import", $"{names}-{number}")),
        Lots = [new() { Points = new(100), EarnedAt = At }],
    };

    private static StreamAppend<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState> Opening(string names, int number)
    {
        var member = new ExternalRef("import", $"{names}-{number}");
        var account = LoyaltyAccountId.FromExternal(member);
        var entry = new PointsEarned { PostedAt = At, Points = new(100), EarnedAt = At, AvailableFrom = At, Clawback = ClawbackPolicy.AllowNegative };
        var state = LedgerFold.Apply(LedgerFold.Start(account), entry, 1);
        return new()
        {
            Stream = account,
            ExpectedVersion = 0,
            Key = new("opening"),
            Hash = Digest.Of("opening"u8),
            Answer = Payload.Of(new RedeemReceipt { Redemption = "opening", Points = new(100), Available = new(100) }),
            Entries = [new() { Entry = entry, References = [LoyaltyCollections.Filed(member)] }],
            State = state,
            Index = LoyaltyCollections.Ledger.Index(state),
        };
    }
}
