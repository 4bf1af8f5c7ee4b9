using CrossBorder.Crm.Json;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage.Bridge;
using CrossBorder.Crm.Storage.Worker;

namespace CrossBorder.Crm.Storage.Tests.Crashes;

/// <summary>Reads a whole ledger as it is stored and compares it with what was acknowledged.</summary>
internal sealed class LedgerAudit(IStorageEngine engine, int accounts)
{
    private static readonly TenantId Tenant = new("shop");
    private static readonly CollectionSchema Ledger = LoyaltyCollections.Ledger.Schema;

    /// <param name="tried">Every command that was ever sent.</param>
    /// <param name="done">Those that were acknowledged as done.</param>
    /// <param name="refused">Those that were acknowledged as refused.</param>
    /// <returns>How many commands are in the ledger.</returns>
    public async Task<int> RunAsync(IReadOnlyCollection<LedgerCommand> tried, IReadOnlyCollection<LedgerCommand> done, IReadOnlyCollection<LedgerCommand> refused)
    {
        var stored = new HashSet<string>();
        for (var account = 0; account < accounts; account++)
        {
            foreach (var key in await KeysAsync(account))
            {
                Assert.True(stored.Add(key), $"the command {key} is in the ledger twice");
            }
        }

        Assert.Empty(done.Select(c => c.Key).Except(stored).Select(key => $"{key} was acknowledged and is lost"));
        Assert.Empty(stored.Except(tried.Select(c => c.Key)).Select(key => $"{key} was never sent"));
        Assert.Empty(refused.Select(c => c.Key).Intersect(stored).Select(key => $"{key} was refused and is in the ledger"));
        return stored.Count;
    }

    private async Task<IReadOnlyList<string>> KeysAsync(int account)
    {
        var id = LedgerCommand.IdOf(account);
        var keys = new List<string>();
        var state = LedgerFold.Start(id);
        var chain = HashChain.Start(Ledger, Tenant, id.Value);
        var version = 0L;
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await engine.ReadAsync(Ledger, Tenant, id.Value, page, CancellationToken.None);
            foreach (var entry in read.Items)
            {
                Assert.Equal(++version, entry.Version);
                chain = HashChain.Next(chain, version, entry.Payload.Bytes.Span);
                Assert.Equal(chain, entry.Chain);
                state = LedgerFold.Apply(state, (LedgerEntry)CrmJson.Decode(entry.Payload.Bytes.Span), version);
                keys.Add(entry.Request?.Key.Value ?? throw new InvalidOperationException($"Entry {version} of account {account} has no request: half an append."));
                await FindAsync(id, entry);
            }

            page = page with { After = read.Next };
        }
        while (page.After is not null);

        var head = await engine.LoadAsync(Ledger, Tenant, new() { Stream = id.Value }, CancellationToken.None);
        Assert.Equal(version, head.Version);
        if (version > 0)
        {
            Assert.Equal(chain, head.Chain);
            Assert.Equal(state, (LoyaltyAccountState)CrmJson.Decode(head.State!.Bytes.Span));
        }

        return keys;
    }

    private async Task FindAsync(LoyaltyAccountId id, StoredEntry entry)
    {
        if (!entry.References.IsEmpty)
        {
            var found = await engine.LoadAsync(Ledger, Tenant, new() { Stream = id.Value, References = entry.References }, CancellationToken.None);
            Assert.Contains(found.Entries, e => e.Version == entry.Version);
        }
    }
}
