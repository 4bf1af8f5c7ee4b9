using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage.InMemory;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Copy;

/// <summary>An engine whose line is cut after some writes: that write still takes effect, and nobody hears of it.</summary>
internal sealed class CutOffEngine(InMemoryEngine inner, int writes) : IStorageEngine
{
    private int done;

    public StorageDescription Description => inner.Description;

    public ValueTask<StoredRecord?> FindAsync(CollectionSchema collection, TenantId tenant, Guid id, CancellationToken cancellationToken) =>
        inner.FindAsync(collection, tenant, id, cancellationToken);

    public ValueTask<WriteResult> SaveAsync(
        CollectionSchema collection, TenantId tenant, Guid id, RecordWrite<Payload> write, HostTransaction? transaction, CancellationToken cancellationToken) =>
        inner.SaveAsync(collection, tenant, id, write, transaction, cancellationToken);

    public async ValueTask<IReadOnlyList<WriteResult>> SaveManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<RecordSave<Guid, Payload>> saves, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        var results = await inner.SaveManyAsync(collection, tenant, saves, transaction, cancellationToken);
        Cut();
        return results;
    }

    ValueTask<Page<StoredRecord>> IRecordStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        ((IRecordStore)inner).ListAsync(collection, tenant, query, page, cancellationToken);

    public ValueTask<StreamHead<Payload, Payload>> LoadAsync(
        CollectionSchema collection, TenantId tenant, StreamLoad<Guid> load, CancellationToken cancellationToken) =>
        inner.LoadAsync(collection, tenant, load, cancellationToken);

    public ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken) =>
        inner.AppendAsync(collection, tenant, append, transaction, cancellationToken);

    public async ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<StreamAppend<Guid, Payload, Payload>> appends, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        // Half of them arrive.
        var results = await inner.AppendManyAsync(
            collection, tenant, done == writes ? [.. appends.Take(appends.Count / 2)] : appends, transaction, cancellationToken);
        Cut();
        return results;
    }

    public ValueTask<Page<StoredEntry>> ReadAsync(CollectionSchema collection, TenantId tenant, Guid stream, PageRequest page, CancellationToken cancellationToken) =>
        inner.ReadAsync(collection, tenant, stream, page, cancellationToken);

    ValueTask<Page<StreamHead<Payload, Payload>>> IStreamStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        ((IStreamStore)inner).ListAsync(collection, tenant, query, page, cancellationToken);

    public ValueTask<IReadOnlyList<ClaimedEvent>> ClaimAsync(int max, string worker, Instant now, Instant leaseUntil, CancellationToken cancellationToken) =>
        inner.ClaimAsync(max, worker, now, leaseUntil, cancellationToken);

    public ValueTask<int> CompleteAsync(string worker, IReadOnlyList<OutboxRef> events, CancellationToken cancellationToken) =>
        inner.CompleteAsync(worker, events, cancellationToken);

    public ValueTask<int> ReleaseAsync(string worker, IReadOnlyList<OutboxRef> events, Instant notBefore, string failure, CancellationToken cancellationToken) =>
        inner.ReleaseAsync(worker, events, notBefore, failure, cancellationToken);

    private void Cut()
    {
        if (done++ == writes)
        {
            throw new TimeoutException("The line was cut.");
        }
    }
}
