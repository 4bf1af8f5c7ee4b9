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

/// <summary>Streams whose caller may die between any two steps.</summary>
internal abstract class DyingStreams<TId, TEntry, TState, TQuery>(IStreamRepository<TId, TEntry, TState, TQuery> inner, Killer killer)
    : IStreamRepository<TId, TEntry, TState, TQuery>, IAtomicStreams<TId, TEntry, TState>
    where TId : struct
    where TEntry : class
    where TState : class
    where TQuery : class
{
    public IAtomicStreams<TId, TEntry, TState>? Atomic => killer.IsAtomic ? this : null;

    public IChainedStreams<TId>? Chained => inner.Chained;

    public ValueTask<StreamHead<TEntry, TState>> LoadAsync(TenantId tenant, StreamLoad<TId> load, CancellationToken cancellationToken) =>
        killer.ThroughAsync(() => inner.LoadAsync(tenant, load, cancellationToken));

    public ValueTask<AppendResult> AppendAsync(TenantId tenant, StreamAppend<TId, TEntry, TState> append, CancellationToken cancellationToken) =>
        killer.ThroughAsync(() => inner.AppendAsync(tenant, append, cancellationToken));

    public ValueTask<Page<Versioned<TEntry>>> ReadAsync(TenantId tenant, TId stream, PageRequest page, CancellationToken cancellationToken) =>
        killer.ThroughAsync(() => inner.ReadAsync(tenant, stream, page, cancellationToken));

    public ValueTask<Page<StreamHead<TEntry, TState>>> ListAsync(TenantId tenant, TQuery query, PageRequest page, CancellationToken cancellationToken) =>
        killer.ThroughAsync(() => inner.ListAsync(tenant, query, page, cancellationToken));

    public ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<StreamAppend<TId, TEntry, TState>> appends, CancellationToken cancellationToken) =>
        killer.ThroughAsync(() => inner.Atomic!.AppendAllAsync(tenant, appends, cancellationToken));
}

internal sealed class DyingLedger(ILoyaltyLedgerRepository inner, Killer killer)
    : DyingStreams<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery>(inner, killer), ILoyaltyLedgerRepository;

internal sealed class DyingVouchers(IVoucherRepository inner, Killer killer)
    : DyingStreams<VoucherId, VoucherEntry, VoucherState, VoucherQuery>(inner, killer), IVoucherRepository;
