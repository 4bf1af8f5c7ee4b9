using System.Diagnostics;
using System.Text.Json;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Benchmarks.Evaluation;

/// <summary>Does a command cost more where the account is old? The same commands on an account of 10² and one of 10⁵ entries, taking turns.</summary>
internal sealed class LedgerHistory(string store)
{
    private const int Rounds = 300;

    private static readonly TenantId Tenant = new("shop");

    private readonly string run = Guid.CreateVersion7().ToString("N");

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var shop = await Shop.OpenAsync(store, cancellationToken);
        var (young, old) = (Account("young"), Account("old"));
        await FillAsync(shop, young, 100, cancellationToken);
        await FillAsync(shop, old, 100_000, cancellationToken);
        var times = new Dictionary<string, List<double>>();
        for (var round = -20; round < Rounds; round++)
        {
            foreach (var (name, account) in new[] { ("young", young), ("old", old) })
            {
                await TimeAsync($"earn {name}", () => shop.Loyalty.EarnAsync(new() { Account = account, Key = new($"e{round}"), Points = new(8), Order = new("shop", $"new{round}") }, cancellationToken));
                await TimeAsync($"redeem {name}", () => shop.Loyalty.RedeemAsync(new() { Account = account, Key = new($"r{round}"), Points = new(5) }, cancellationToken));
                await TimeAsync($"balance {name}", async () => (CrmResult<LoyaltyBalance>)await shop.Loyalty.GetBalanceAsync(account, cancellationToken: cancellationToken));

                // Small refunds of the first orders, one after the other.
                var first = Order(2 + (2 * ((round + 20) % 45)));
                await TimeAsync($"refund {name}", () => shop.Loyalty.RefundEarningAsync(
                    new() { Account = account, Key = new($"f{round}"), Order = first, RefundedMinor = 1, OrderTotalMinor = 100_000 }, cancellationToken));
            }

            if (round < 0)
            {
                times.Clear();
            }
        }

        var medians = times.ToDictionary(t => t.Key, t => t.Value.Order().ElementAt(t.Value.Count / 2));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            store = store.Split(':')[0],
            medianMicroseconds = medians.ToDictionary(m => m.Key, m => Math.Round(m.Value, 1)),
            ratios = new[] { "earn", "redeem", "balance", "refund" }.ToDictionary(c => c, c => Math.Round(medians[$"{c} old"] / medians[$"{c} young"], 2)),
        }));
        return 0;

        async Task TimeAsync<T>(string what, Func<ValueTask<CrmResult<T>>> call)
        {
            var start = Stopwatch.GetTimestamp();
            (await call()).OrThrow();
            (times.TryGetValue(what, out var list) ? list : times[what] = []).Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
    }

    private LoyaltyAccountId Account(string name) => LoyaltyAccountId.FromExternal(new("history", $"{run}-{name}"));

    private static ExternalRef Order(int number) => new("shop", $"order{number}");

    /// <summary>Orders that earn and redemptions that spend them, so that what is open stays as small as on a young account.</summary>
    private static async Task FillAsync(Shop shop, LoyaltyAccountId account, int entries, CancellationToken cancellationToken)
    {
        var first = await shop.Loyalty.EarnAsync(new() { Account = account, Key = new("first"), Points = new(10), Order = Order(0) }, cancellationToken);
        first.OrThrow();
        while (true)
        {
            var head = await shop.Ledger.LoadAsync(Tenant, new() { Stream = account }, cancellationToken);
            if (head.Version >= entries)
            {
                return;
            }

            var state = head.State!;
            var added = new List<StreamEntry<LedgerEntry>>();
            for (var version = head.Version + 1; version <= Math.Min(entries, head.Version + 1000); version += 2)
            {
                var order = Order((int)version);
                var earned = new PointsEarned
                {
                    PostedAt = state.AsOf, Points = new(10), EarnedAt = state.AsOf, AvailableFrom = state.AsOf, Order = order, Clawback = ClawbackPolicy.AllowNegative,
                };
                state = LedgerFold.Apply(state, earned, version);
                added.Add(new() { Entry = earned, References = [LoyaltyCollections.Filed(order)] });
                var spent = new PointsRedeemed { PostedAt = state.AsOf, Redemption = $"x{version}", Points = new(10), From = [new() { Lot = state.Lots[^1].Number, Points = new(10) }] };
                state = LedgerFold.Apply(state, spent, version + 1);
                added.Add(new() { Entry = spent, References = [Reference.To("redemption", spent.Redemption)] });
            }

            var result = await shop.Ledger.AppendAsync(
                Tenant,
                new()
                {
                    Stream = account, ExpectedVersion = head.Version, ExpectedChain = head.Chain, Key = new($"fill{head.Version}"), Hash = Digest.Of("fill"u8),
                    Answer = Payload.Of(first.OrThrow()), Entries = [.. added], State = state, Index = LoyaltyCollections.Ledger.Index(state),
                },
                cancellationToken);
            if (result.Status != AppendStatus.Appended)
            {
                throw new InvalidOperationException($"The account could not be filled: {result.Status}.");
            }
        }
    }
}
