using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests;

/// <summary>An engine that hands every call on to another. A test's engine overrides the one call that it is about.</summary>
internal abstract class PassingEngine(IStorageEngine inner) : IStorageEngine
{
    public virtual StorageDescription Description => inner.Description;

    public virtual ValueTask<StoredRecord?> FindAsync(CollectionSchema collection, TenantId tenant, Guid id, CancellationToken cancellationToken) =>
        inner.FindAsync(collection, tenant, id, cancellationToken);

    public virtual ValueTask<WriteResult> SaveAsync(
        CollectionSchema collection, TenantId tenant, Guid id, RecordWrite<Payload> write, HostTransaction? transaction, CancellationToken cancellationToken) =>
        inner.SaveAsync(collection, tenant, id, write, transaction, cancellationToken);

    public virtual ValueTask<IReadOnlyList<WriteResult>> SaveManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<RecordSave<Guid, Payload>> saves, HostTransaction? transaction, CancellationToken cancellationToken) =>
        inner.SaveManyAsync(collection, tenant, saves, transaction, cancellationToken);

    ValueTask<Page<StoredRecord>> IRecordStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        ListRecordsAsync(collection, tenant, query, page, cancellationToken);

    public virtual ValueTask<StreamHead<Payload, Payload>> LoadAsync(
        CollectionSchema collection, TenantId tenant, StreamLoad<Guid> load, CancellationToken cancellationToken) =>
        inner.LoadAsync(collection, tenant, load, cancellationToken);

    public virtual ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken) =>
        inner.AppendAsync(collection, tenant, append, transaction, cancellationToken);

    public virtual ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<StreamAppend<Guid, Payload, Payload>> appends, HostTransaction? transaction, CancellationToken cancellationToken) =>
        inner.AppendManyAsync(collection, tenant, appends, transaction, cancellationToken);

    public virtual ValueTask<Page<StoredEntry>> ReadAsync(
        CollectionSchema collection, TenantId tenant, Guid stream, PageRequest page, CancellationToken cancellationToken) =>
        inner.ReadAsync(collection, tenant, stream, page, cancellationToken);

    ValueTask<Page<StreamHead<Payload, Payload>>> IStreamStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        ListHeadsAsync(collection, tenant, query, page, cancellationToken);

    public virtual ValueTask<IReadOnlyList<ClaimedEvent>> ClaimAsync(int max, string worker, Instant now, Instant leaseUntil, CancellationToken cancellationToken) =>
        inner.ClaimAsync(max, worker, now, leaseUntil, cancellationToken);

    public virtual ValueTask<int> CompleteAsync(string worker, IReadOnlyList<OutboxRef> events, CancellationToken cancellationToken) =>
        inner.CompleteAsync(worker, events, cancellationToken);

    public virtual ValueTask<int> ReleaseAsync(
        string worker, IReadOnlyList<OutboxRef> events, Instant notBefore, string failure, CancellationToken cancellationToken) =>
        inner.ReleaseAsync(worker, events, notBefore, failure, cancellationToken);

    protected virtual ValueTask<Page<StoredRecord>> ListRecordsAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        ((IRecordStore)inner).ListAsync(collection, tenant, query, page, cancellationToken);

    protected virtual ValueTask<Page<StreamHead<Payload, Payload>>> ListHeadsAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        ((IStreamStore)inner).ListAsync(collection, tenant, query, page, cancellationToken);
}
