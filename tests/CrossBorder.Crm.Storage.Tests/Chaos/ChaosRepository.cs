using System.Collections.Concurrent;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.Tests.Chaos;

/// <summary>The fault that a network or a database shows to its caller: the call may or may not have taken effect.</summary>
internal sealed class InjectedFaultException(string when) : Exception($"Injected {when} the call took effect.");

/// <summary>
/// A ledger behind a bad line, seeded: calls never arrive, take effect and their answer is lost, are late, or arrive twice; appends are told to be
/// in conflict though nobody else wrote, and heads are shown as they were a while ago.
/// </summary>
/// <remarks>A key that was answered is always seen: a storage must look it up first (STO-6).</remarks>
internal sealed class ChaosRepository(ILoyaltyLedgerRepository inner, ulong seed)
    : ILoyaltyLedgerRepository, IAtomicStreams<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState>
{
    private readonly ConcurrentDictionary<(TenantId, LoyaltyAccountId), StreamHead<LedgerEntry, LoyaltyAccountState>> seen = new();
    private readonly long[] faults = new long[6];
    private long calls;

    /// <summary>Whether nothing goes wrong any more.</summary>
    public bool IsCalm { get; set; }

    public long Faults => faults.Sum();

    public IAtomicStreams<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState>? Atomic => inner.Atomic is null ? null : this;

    public IChainedStreams<LoyaltyAccountId>? Chained => inner.Chained;

    /// <summary>What went wrong, and how often.</summary>
    public override string ToString() => string.Join(
        ", ", new[] { "never arrived", "answer lost", "arrived twice", "late", "false conflict", "stale head" }.Zip(faults, (name, count) => $"{name} {count}"));

    public async ValueTask<StreamHead<LedgerEntry, LoyaltyAccountState>> LoadAsync(TenantId tenant, StreamLoad<LoyaltyAccountId> load, CancellationToken cancellationToken)
    {
        var head = await ThroughAsync(() => inner.LoadAsync(tenant, load, cancellationToken));
        if (head.Answer is null && Draw() < 3 && seen.TryGetValue((tenant, load.Stream), out var old) && old.Version < head.Version)
        {
            Interlocked.Increment(ref faults[5]);
            return old with { Entries = [.. head.Entries.Where(entry => entry.Version <= old.Version)] };
        }

        if (Draw() < 30)
        {
            seen[(tenant, load.Stream)] = head with { Answer = null, Entries = [] };
        }

        return head;
    }

    public ValueTask<AppendResult> AppendAsync(
        TenantId tenant, StreamAppend<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState> append, CancellationToken cancellationToken)
    {
        if (Draw() < 2)
        {
            Interlocked.Increment(ref faults[4]);
            return new(new AppendResult(AppendStatus.Conflict, append.ExpectedVersion));
        }

        return ThroughAsync(() => inner.AppendAsync(tenant, append, cancellationToken), isWrite: true);
    }

    public ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<StreamAppend<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState>> appends, CancellationToken cancellationToken) =>
        ThroughAsync(() => inner.Atomic!.AppendAllAsync(tenant, appends, cancellationToken), isWrite: true);

    public ValueTask<Page<Versioned<LedgerEntry>>> ReadAsync(TenantId tenant, LoyaltyAccountId stream, PageRequest page, CancellationToken cancellationToken) =>
        ThroughAsync(() => inner.ReadAsync(tenant, stream, page, cancellationToken));

    public ValueTask<Page<StreamHead<LedgerEntry, LoyaltyAccountState>>> ListAsync(
        TenantId tenant, LoyaltyAccountQuery query, PageRequest page, CancellationToken cancellationToken) =>
        ThroughAsync(() => inner.ListAsync(tenant, query, page, cancellationToken));

    private async ValueTask<T> ThroughAsync<T>(Func<ValueTask<T>> call, bool isWrite = false)
    {
        var kind = Draw() switch { < 2 => 0, < 5 => 1, < 7 when isWrite => 2, < 8 => 3, _ => -1 };
        if (kind < 0)
        {
            return await call();
        }

        Interlocked.Increment(ref faults[kind]);
        switch (kind)
        {
            case 0:
                throw new InjectedFaultException("before");
            case 1:
                await call();
                throw new InjectedFaultException("after");
            case 2:
                await call();
                return await call();
            default:
                await Task.Delay(1);
                return await call();
        }
    }

    // Of a hundred.
    private int Draw()
    {
        if (IsCalm)
        {
            return 100;
        }

        unchecked
        {
            var z = seed + ((ulong)Interlocked.Increment(ref calls) * 0x9E3779B97F4A7C15);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)((z ^ (z >> 31)) % 100);
        }
    }
}
