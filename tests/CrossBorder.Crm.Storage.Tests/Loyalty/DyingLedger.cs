using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.Tests.Loyalty;

/// <summary>The process died here.</summary>
internal sealed class KilledException(int call) : Exception($"Killed at call {call}.");

/// <summary>When a ledger's process dies: at a call, before it takes effect or after.</summary>
internal sealed class Killer
{
    /// <summary>How many calls are still made; null for any number.</summary>
    public int? Calls { get; set; }

    /// <summary>Whether the call at which it dies takes effect.</summary>
    public bool After { get; set; }

    /// <summary>Whether the storage can write several streams at once.</summary>
    public bool IsAtomic { get; set; }

    public async ValueTask<T> ThroughAsync<T>(Func<ValueTask<T>> call)
    {
        if (Calls is not 0)
        {
            Calls--;
            return await call();
        }

        if (After)
        {
            await call();
        }

        throw new KilledException(0);
    }
}

/// <summary>A ledger's storage whose caller may die between any two steps.</summary>
internal sealed class DyingLedger(ILoyaltyLedgerRepository inner, Killer killer)
    : ILoyaltyLedgerRepository, IAtomicStreams<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState>
{
    public IAtomicStreams<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState>? Atomic => killer.IsAtomic ? this : null;

    public IChainedStreams<LoyaltyAccountId>? Chained => inner.Chained;

    public ValueTask<StreamHead<LedgerEntry, LoyaltyAccountState>> LoadAsync(TenantId tenant, StreamLoad<LoyaltyAccountId> load, CancellationToken cancellationToken) =>
        killer.ThroughAsync(() => inner.LoadAsync(tenant, load, cancellationToken));

    public ValueTask<AppendResult> AppendAsync(
        TenantId tenant, StreamAppend<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState> append, CancellationToken cancellationToken) =>
        killer.ThroughAsync(() => inner.AppendAsync(tenant, append, cancellationToken));

    public ValueTask<Page<Versioned<LedgerEntry>>> ReadAsync(TenantId tenant, LoyaltyAccountId stream, PageRequest page, CancellationToken cancellationToken) =>
        killer.ThroughAsync(() => inner.ReadAsync(tenant, stream, page, cancellationToken));

    public ValueTask<Page<StreamHead<LedgerEntry, LoyaltyAccountState>>> ListAsync(
        TenantId tenant, LoyaltyAccountQuery query, PageRequest page, CancellationToken cancellationToken) =>
        killer.ThroughAsync(() => inner.ListAsync(tenant, query, page, cancellationToken));

    public ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<StreamAppend<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState>> appends, CancellationToken cancellationToken) =>
        killer.ThroughAsync(() => inner.Atomic!.AppendAllAsync(tenant, appends, cancellationToken));
}
