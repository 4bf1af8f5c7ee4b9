using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage.InMemory;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Mutants;

/// <summary>An engine that keeps every clause by handing each call on. A mutant overrides one method, to break one clause.</summary>
internal abstract class SoundEngine : IStorageEngine, IAtomicStreamStore
{
    protected InMemoryEngine Inner { get; } = new();

    public virtual StorageDescription Description => Inner.Description;

    public virtual ValueTask<StoredRecord?> FindAsync(CollectionSchema collection, TenantId tenant, Guid id, CancellationToken cancellationToken) =>
        Inner.FindAsync(collection, tenant, id, cancellationToken);

    public virtual ValueTask<WriteResult> SaveAsync(
        CollectionSchema collection, TenantId tenant, Guid id, RecordWrite<Payload> write, HostTransaction? transaction, CancellationToken cancellationToken) =>
        Inner.SaveAsync(collection, tenant, id, write, transaction, cancellationToken);

    public async ValueTask<IReadOnlyList<WriteResult>> SaveManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<RecordSave<Guid, Payload>> saves, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        var results = new List<WriteResult>();
        foreach (var (id, write) in saves)
        {
            results.Add(await SaveAsync(collection, tenant, id, write, transaction, cancellationToken));
        }

        return results;
    }

    ValueTask<Page<StoredRecord>> IRecordStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        ListRecordsAsync(collection, tenant, query, page, cancellationToken);

    public virtual ValueTask<StreamHead<Payload, Payload>> LoadAsync(
        CollectionSchema collection, TenantId tenant, StreamLoad<Guid> load, CancellationToken cancellationToken) =>
        Inner.LoadAsync(collection, tenant, load, cancellationToken);

    public virtual ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken) =>
        Inner.AppendAsync(collection, tenant, append, transaction, cancellationToken);

    public virtual async ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<StreamAppend<Guid, Payload, Payload>> appends, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        var results = new List<AppendResult>();
        foreach (var append in appends)
        {
            results.Add(await AppendAsync(collection, tenant, append, transaction, cancellationToken));
        }

        return results;
    }

    public virtual ValueTask<Page<StoredEntry>> ReadAsync(
        CollectionSchema collection, TenantId tenant, Guid stream, PageRequest page, CancellationToken cancellationToken) =>
        Inner.ReadAsync(collection, tenant, stream, page, cancellationToken);

    ValueTask<Page<StreamHead<Payload, Payload>>> IStreamStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        ListHeadsAsync(collection, tenant, query, page, cancellationToken);

    public virtual ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<CollectionAppend> appends, HostTransaction? transaction, CancellationToken cancellationToken) =>
        Inner.AppendAllAsync(tenant, appends, transaction, cancellationToken);

    public virtual ValueTask<IReadOnlyList<ClaimedEvent>> ClaimAsync(
        int max, string worker, Instant now, Instant leaseUntil, CancellationToken cancellationToken) =>
        Inner.ClaimAsync(max, worker, now, leaseUntil, cancellationToken);

    public virtual ValueTask<int> CompleteAsync(string worker, IReadOnlyList<OutboxRef> events, CancellationToken cancellationToken) =>
        Inner.CompleteAsync(worker, events, cancellationToken);

    public virtual ValueTask<int> ReleaseAsync(
        string worker, IReadOnlyList<OutboxRef> events, Instant notBefore, string failure, CancellationToken cancellationToken) =>
        Inner.ReleaseAsync(worker, events, notBefore, failure, cancellationToken);

    protected virtual ValueTask<Page<StoredRecord>> ListRecordsAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        ((IRecordStore)Inner).ListAsync(collection, tenant, query, page, cancellationToken);

    protected virtual ValueTask<Page<StreamHead<Payload, Payload>>> ListHeadsAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        ((IStreamStore)Inner).ListAsync(collection, tenant, query, page, cancellationToken);
}
