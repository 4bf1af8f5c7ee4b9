using System.Diagnostics;
using System.Text.Json;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Benchmarks.Evaluation;

/// <summary>Callers earn and redeem as fast as they are answered; afterwards every account is read, folded and compared.</summary>
internal sealed class LedgerLoad(string store, int clients, int seconds, int accounts, int warmUp)
{
    private readonly long[] expected = new long[accounts];
    private readonly string run = Guid.CreateVersion7().ToString("N");
    private readonly LoyaltyAccountId[] ids = [.. Enumerable.Range(0, accounts).Select(i => LoyaltyAccountId.FromExternal(new("load", $"{Guid.CreateVersion7():N}")))];

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var shop = await Shop.OpenAsync(store, cancellationToken);
        await shop.Loyalty.SetProgramAsync(
            new() { Zone = "Europe/Berlin", Currency = new("EUR"), Rates = [new() { Unit = new(1m, new("EUR")), Points = new(1) }] }, cancellationToken);
        for (var i = 0; i < accounts; i++)
        {
            expected[i] = (await shop.Loyalty.GetBalanceAsync(ids[i], cancellationToken: cancellationToken)).Available.Value;
        }

        // Until the code is compiled as it is in a host that has run for a while; the same calls, which the verification covers too.
        await CallAsync(shop.Loyalty, "warm", warmUp);
        var (allocated, processor, conflicts) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime, shop.Ledger.Conflicts);
        var watch = Stopwatch.StartNew();
        var latencies = await CallAsync(shop.Loyalty, "load", seconds);
        var elapsed = watch.Elapsed.TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        processor = Environment.CpuUsage.TotalTime - processor;
        conflicts = shop.Ledger.Conflicts - conflicts;
        var all = latencies.SelectMany(l => l).Order().ToArray();
        var wrong = await VerifyAsync(shop, cancellationToken);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            store = store.Split(':')[0],
            clients,
            accounts,
            commands = all.Length,
            commandsPerSecond = Math.Round(all.Length / elapsed, 1),
            p50Milliseconds = Milliseconds(all, 0.50),
            p99Milliseconds = Milliseconds(all, 0.99),
            kilobytesPerCommand = Math.Round(allocated / 1024.0 / all.Length, 1),
            processorMicrosecondsPerCommand = Math.Round(processor.TotalMicroseconds / all.Length, 1),
            retries = conflicts,
            accountsVerified = accounts,
            accountsWrong = wrong,
        }));
        return wrong == 0 ? 0 : 1;
    }

    private Task<List<long>[]> CallAsync(ILoyaltyService loyalty, string phase, int length)
    {
        var watch = Stopwatch.StartNew();
        return Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => CallAsync(loyalty, $"{run}-{phase}-{client}", client, watch, length))));
    }

    private async Task<List<long>> CallAsync(ILoyaltyService loyalty, string keys, int client, Stopwatch watch, int length)
    {
        var random = new Random(client);
        var latencies = new List<long>();
        for (var number = 0; watch.Elapsed.TotalSeconds < length; number++)
        {
            var which = random.Next(accounts);
            var points = random.Next(1, 100);
            var key = new IdempotencyKey($"{keys}-{number}");
            var start = Stopwatch.GetTimestamp();
            if (random.Next(2) > 0)
            {
                await loyalty.EarnAsync(new() { Account = ids[which], Key = key, Points = new(points) });
                Interlocked.Add(ref expected[which], points);
            }
            else if ((await loyalty.RedeemAsync(new() { Account = ids[which], Key = key, Points = new(points) })).IsSuccess)
            {
                Interlocked.Add(ref expected[which], -points);
            }

            latencies.Add(Stopwatch.GetTimestamp() - start);
        }

        return latencies;
    }

    private async Task<int> VerifyAsync(Shop shop, CancellationToken cancellationToken)
    {
        var wrong = 0;
        for (var i = 0; i < accounts; i++)
        {
            var balance = await shop.Loyalty.GetBalanceAsync(ids[i], cancellationToken: cancellationToken);
            var entries = new List<LedgerEntry>();
            var page = new PageRequest { Size = PageRequest.MaxSize };
            do
            {
                var read = await shop.Loyalty.ReadAsync(ids[i], page, cancellationToken);
                entries.AddRange(read.Items.Select(item => item.Value));
                page = page with { After = read.Next };
            }
            while (page.After is not null);
            var folded = entries.Count == 0 ? 0 : LedgerFold.Balance(LedgerFold.Fold(ids[i], entries, balance.AsOf), balance.AsOf).Available.Value;
            wrong += balance.Available.Value == expected[i] && folded == expected[i] ? 0 : 1;
        }

        return wrong;
    }

    private static double Milliseconds(long[] ordered, double share) =>
        ordered.Length == 0 ? 0 : Math.Round(ordered[(int)(share * (ordered.Length - 1))] * 1000.0 / Stopwatch.Frequency, 3);
}
