using System.Collections.Concurrent;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Storage.InMemory;

/// <summary>An engine that keeps stored bytes in memory: proves the bridge, and shows an adapter's author the whole contract at its smallest.</summary>
internal sealed class InMemoryEngine(StorageDescription? description = null) : IStorageEngine, IAtomicStreamStore
{
    private readonly MemoryOutbox outbox = new();
    private readonly ConcurrentDictionary<string, MemoryRecords<Payload>> records = new();
    private readonly ConcurrentDictionary<string, MemoryStreams<Guid, Payload, Payload>> streams = new();

    public StorageDescription Description { get; } = description
        ?? new() { Name = "in-memory engine", ContractVersion = StorageContract.Version, IsDurable = false };

    public ValueTask<StoredRecord?> FindAsync(CollectionSchema collection, TenantId tenant, Guid id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(RecordsOf(collection).Find(tenant, id) is { } found ? Stored(id, found) : null);
    }

    public ValueTask<WriteResult> SaveAsync(
        CollectionSchema collection, TenantId tenant, Guid id, RecordWrite<Payload> write, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        RequireNoTransaction(transaction);
        cancellationToken.ThrowIfCancellationRequested();
        return new(RecordsOf(collection).Save(tenant, id, write));
    }

    public ValueTask<IReadOnlyList<WriteResult>> SaveManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<RecordSave<Guid, Payload>> saves, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        RequireNoTransaction(transaction);
        ArgumentNullException.ThrowIfNull(saves);
        cancellationToken.ThrowIfCancellationRequested();
        return new([.. saves.Select(save => RecordsOf(collection).Save(tenant, save.Id, save.Write))]);
    }

    ValueTask<Page<StoredRecord>> IRecordStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(RecordsOf(collection).List(tenant, query, page, Stored));
    }

    public ValueTask<StreamHead<Payload, Payload>> LoadAsync(
        CollectionSchema collection, TenantId tenant, StreamLoad<Guid> load, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(StreamsOf(collection).Load(tenant, load));
    }

    public ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        RequireNoTransaction(transaction);
        cancellationToken.ThrowIfCancellationRequested();
        return new(StreamsOf(collection).Append(tenant, append));
    }

    public ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<StreamAppend<Guid, Payload, Payload>> appends, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        RequireNoTransaction(transaction);
        ArgumentNullException.ThrowIfNull(appends);
        cancellationToken.ThrowIfCancellationRequested();
        return new([.. appends.Select(append => StreamsOf(collection).Append(tenant, append))]);
    }

    public ValueTask<Page<StoredEntry>> ReadAsync(
        CollectionSchema collection, TenantId tenant, Guid stream, PageRequest page, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(StreamsOf(collection).Read(tenant, stream, page, static (version, entry, request) =>
            new StoredEntry { Version = version, Payload = entry.Entry, References = entry.References, Chain = entry.Chain, Request = request }));
    }

    ValueTask<Page<StreamHead<Payload, Payload>>> IStreamStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(StreamsOf(collection).List(tenant, query, page));
    }

    public ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<CollectionAppend> appends, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        RequireNoTransaction(transaction);
        ArgumentNullException.ThrowIfNull(appends);
        cancellationToken.ThrowIfCancellationRequested();
        return new(IMemoryAppend.WriteAll([.. appends.Select(a => StreamsOf(a.Collection).Prepare(tenant, a.Append))]));
    }

    public ValueTask<IReadOnlyList<ClaimedEvent>> ClaimAsync(
        int max, string worker, Instant now, Instant leaseUntil, CancellationToken cancellationToken) =>
        outbox.ClaimAsync(max, worker, now, leaseUntil, cancellationToken);

    public ValueTask<int> CompleteAsync(string worker, IReadOnlyList<OutboxRef> events, CancellationToken cancellationToken) =>
        outbox.CompleteAsync(worker, events, cancellationToken);

    public ValueTask<int> ReleaseAsync(
        string worker, IReadOnlyList<OutboxRef> events, Instant notBefore, string failure, CancellationToken cancellationToken) =>
        outbox.ReleaseAsync(worker, events, notBefore, failure, cancellationToken);

    private static StoredRecord Stored(Guid id, Versioned<Payload> record) =>
        new() { Id = id, Version = record.Version, Payload = record.Value };

    private static void RequireNoTransaction(HostTransaction? transaction)
    {
        if (transaction is not null)
        {
            throw new NotSupportedException("Memory cannot take part in a transaction of the host.");
        }
    }

    private MemoryRecords<Payload> RecordsOf(CollectionSchema collection) =>
        records.GetOrAdd(collection.Name, static (_, a) => new(a.Schema, a.Outbox), (Schema: collection, Outbox: outbox));

    private MemoryStreams<Guid, Payload, Payload> StreamsOf(CollectionSchema collection) =>
        streams.GetOrAdd(collection.Name, static (_, a) => new(a.Schema, a.Outbox, static id => id), (Schema: collection, Outbox: outbox));
}
