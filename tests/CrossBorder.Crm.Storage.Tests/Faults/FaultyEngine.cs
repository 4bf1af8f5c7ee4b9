using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Faults;

/// <summary>The fault that a network or a database shows to its caller: the call may or may not have taken effect.</summary>
internal sealed class InjectedFaultException(string when) : Exception($"Injected {when} the call took effect.");

/// <summary>
/// An engine behind a bad line, seeded: some calls never arrive, some take effect and their answer is lost, some are late, some appends arrive twice.
/// </summary>
internal sealed class FaultyEngine(IStorageEngine inner, ulong seed) : IStorageEngine, IAtomicStreamStore
{
    private long calls;
    private long faults;

    /// <summary>How many faults there were.</summary>
    public long Faults => Interlocked.Read(ref faults);

    public StorageDescription Description => inner.Description;

    public ValueTask<StoredRecord?> FindAsync(CollectionSchema collection, TenantId tenant, Guid id, CancellationToken cancellationToken) =>
        ThroughAsync(() => inner.FindAsync(collection, tenant, id, cancellationToken));

    public ValueTask<WriteResult> SaveAsync(
        CollectionSchema collection, TenantId tenant, Guid id, RecordWrite<Payload> write, HostTransaction? transaction, CancellationToken cancellationToken) =>
        ThroughAsync(() => inner.SaveAsync(collection, tenant, id, write, transaction, cancellationToken));

    public ValueTask<IReadOnlyList<WriteResult>> SaveManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<RecordSave<Guid, Payload>> saves, HostTransaction? transaction, CancellationToken cancellationToken) =>
        ThroughAsync(() => inner.SaveManyAsync(collection, tenant, saves, transaction, cancellationToken));

    ValueTask<Page<StoredRecord>> IRecordStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        ThroughAsync(() => ((IRecordStore)inner).ListAsync(collection, tenant, query, page, cancellationToken));

    public ValueTask<StreamHead<Payload, Payload>> LoadAsync(
        CollectionSchema collection, TenantId tenant, StreamLoad<Guid> load, CancellationToken cancellationToken) =>
        ThroughAsync(() => inner.LoadAsync(collection, tenant, load, cancellationToken));

    public ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken) =>
        ThroughAsync(
            () => inner.AppendAsync(collection, tenant, append, transaction, cancellationToken),
            () => inner.AppendAsync(collection, tenant, append, transaction, cancellationToken));

    public ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<StreamAppend<Guid, Payload, Payload>> appends, HostTransaction? transaction, CancellationToken cancellationToken) =>
        ThroughAsync(() => inner.AppendManyAsync(collection, tenant, appends, transaction, cancellationToken));

    public ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<CollectionAppend> appends, HostTransaction? transaction, CancellationToken cancellationToken) =>
        ThroughAsync(() => ((IAtomicStreamStore)inner).AppendAllAsync(tenant, appends, transaction, cancellationToken));

    public ValueTask<Page<StoredEntry>> ReadAsync(
        CollectionSchema collection, TenantId tenant, Guid stream, PageRequest page, CancellationToken cancellationToken) =>
        ThroughAsync(() => inner.ReadAsync(collection, tenant, stream, page, cancellationToken));

    ValueTask<Page<StreamHead<Payload, Payload>>> IStreamStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        ThroughAsync(() => ((IStreamStore)inner).ListAsync(collection, tenant, query, page, cancellationToken));

    public ValueTask<IReadOnlyList<ClaimedEvent>> ClaimAsync(int max, string worker, Instant now, Instant leaseUntil, CancellationToken cancellationToken) =>
        ThroughAsync(() => inner.ClaimAsync(max, worker, now, leaseUntil, cancellationToken));

    public ValueTask<int> CompleteAsync(string worker, IReadOnlyList<OutboxRef> events, CancellationToken cancellationToken) =>
        ThroughAsync(() => inner.CompleteAsync(worker, events, cancellationToken));

    public ValueTask<int> ReleaseAsync(
        string worker, IReadOnlyList<OutboxRef> events, Instant notBefore, string failure, CancellationToken cancellationToken) =>
        ThroughAsync(() => inner.ReleaseAsync(worker, events, notBefore, failure, cancellationToken));

    private async ValueTask<T> ThroughAsync<T>(Func<ValueTask<T>> call, Func<ValueTask<T>>? again = null)
    {
        switch (Draw(100))
        {
            case < 2:
                Interlocked.Increment(ref faults);
                throw new InjectedFaultException("before");
            case < 5:
                Interlocked.Increment(ref faults);
                await call();
                throw new InjectedFaultException("after");
            case < 7 when again is not null:
                Interlocked.Increment(ref faults);
                await call();
                return await again();
            case < 9:
                Interlocked.Increment(ref faults);
                await Task.Delay(1);
                return await call();
            default:
                return await call();
        }
    }

    private int Draw(int limit)
    {
        unchecked
        {
            var z = seed + ((ulong)Interlocked.Increment(ref calls) * 0x9E3779B97F4A7C15);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            return (int)((z ^ (z >> 27)) % (ulong)limit);
        }
    }
}
