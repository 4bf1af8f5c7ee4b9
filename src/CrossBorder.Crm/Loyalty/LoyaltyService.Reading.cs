using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

internal sealed partial class LoyaltyService
{
    public async ValueTask<LoyaltyBalance> GetBalanceAsync(LoyaltyAccountId account, Instant? asOf, CancellationToken cancellationToken)
    {
        var at = asOf?.ToMicroseconds() ?? clock.GetCurrentInstant();
        return LedgerFold.Balance(await StateAsync(account, at, cancellationToken).ConfigureAwait(false), at);
    }

    public ValueTask<Page<Versioned<LedgerEntry>>> ReadAsync(LoyaltyAccountId account, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        return ledger.ReadAsync(tenant, account.ThrowIfDefault(), page, cancellationToken);
    }

    public async ValueTask<Page<LoyaltyBalance>> ListAsync(
        LoyaltyAccountQuery query, Instant? asOf, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(page);
        var at = asOf?.ToMicroseconds() ?? clock.GetCurrentInstant();
        var heads = await ledger.ListAsync(tenant, query, page, cancellationToken).ConfigureAwait(false);
        var balances = new List<LoyaltyBalance>(heads.Items.Count);
        foreach (var head in heads.Items)
        {
            balances.Add(head.State is { Revision: LedgerFold.Revision } state && state.AsOf <= at
                ? LedgerFold.Balance(state, at)
                : LedgerFold.Balance(await OwnStateAsync(head.State!.Account, at, cancellationToken).ConfigureAwait(false), at));
        }

        return new() { Items = balances, Next = heads.Next };
    }

    public async ValueTask<Page<LotBalance>> ListLotsAsync(
        LoyaltyAccountId account, Instant? asOf, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        var at = asOf?.ToMicroseconds() ?? clock.GetCurrentInstant();
        account = await SurvivorAsync(account.ThrowIfDefault(), at, cancellationToken).ConfigureAwait(false);
        var entries = await EntriesAsync(account, at, cancellationToken).ConfigureAwait(false);
        return LotHistory.Page(LotHistory.Lots(account, entries, at), page);
    }

    public ValueTask<IReadOnlyList<Versioned<LedgerEntry>>> ReadOrderAsync(LoyaltyAccountId account, ExternalRef order, CancellationToken cancellationToken) =>
        ReadFiledAsync(account, [LoyaltyCollections.Filed(order)], cancellationToken);

    public ValueTask<IReadOnlyList<Versioned<LedgerEntry>>> ReadRedemptionAsync(LoyaltyAccountId account, string name, CancellationToken cancellationToken)
    {
        StoredText.Require(name, MaxNameLength);
        return ReadFiledAsync(account, [LoyaltyCollections.Hold(name), LoyaltyCollections.Redemption(name)], cancellationToken);
    }

    public ValueTask<LedgerVerification> VerifyAsync(LoyaltyAccountId account, CancellationToken cancellationToken) =>
        LedgerVerifier.VerifyAsync(tenant, ledger, account.ThrowIfDefault(), cancellationToken);

    private async ValueTask<IReadOnlyList<Versioned<LedgerEntry>>> ReadFiledAsync(
        LoyaltyAccountId account, ImmutableArray<Reference> references, CancellationToken cancellationToken)
    {
        var load = new StreamLoad<LoyaltyAccountId> { Stream = account.ThrowIfDefault(), References = references };
        var head = await ledger.LoadAsync(tenant, load, cancellationToken).ConfigureAwait(false);
        if (head.State?.Links is null)
        {
            return head.Entries;
        }

        var entries = (await commands.FindAsync(tenant, load, cancellationToken).ConfigureAwait(false)).Head.Entries;
        foreach (var (stream, _) in entries.IsEmpty ? await Elsewhere.OfAsync(account, cancellationToken).ConfigureAwait(false) : [])
        {
            entries = entries.IsEmpty ? (await ledger.LoadAsync(tenant, load with { Stream = stream }, cancellationToken).ConfigureAwait(false)).Entries : entries;
        }

        return entries;
    }

    private async ValueTask<List<Versioned<LedgerEntry>>> EntriesAsync(LoyaltyAccountId account, Instant until, CancellationToken cancellationToken)
    {
        var entries = new List<Versioned<LedgerEntry>>();
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await ledger.ReadAsync(tenant, account, page, cancellationToken).ConfigureAwait(false);
            entries.AddRange(read.Items);
            page = page with { After = entries.Count > 0 && entries[^1].Value.PostedAt > until ? null : read.Next };
        }
        while (page.After is not null);

        return entries;
    }
}
