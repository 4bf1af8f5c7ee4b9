using System.Collections.Concurrent;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.InMemory;

/// <summary>The reference of the storage contract's meaning: keeps objects, knows no JSON, forgets all when the process ends.</summary>
internal sealed class InMemoryStorage : IRoomStorage
{
    private readonly MemoryOutbox outbox = new();
    private readonly ConcurrentDictionary<string, object> repositories = new();

    public IOutboxRepository Outbox => outbox;

    public IRecordRepository<TId, TRecord, TQuery> Records<TId, TRecord, TQuery>(RecordMap<TId, TRecord, TQuery> map)
        where TId : struct, IEntityId<TId>
        where TRecord : class
        where TQuery : class =>
        (IRecordRepository<TId, TRecord, TQuery>)repositories.GetOrAdd(map.Schema.Name, _ => new InMemoryRecords<TId, TRecord, TQuery>(map, outbox));

    public IStreamRepository<TId, TEntry, TState, TQuery> Streams<TId, TEntry, TState, TQuery>(StreamMap<TId, TEntry, TState, TQuery> map)
        where TId : struct, IEntityId<TId>
        where TEntry : class
        where TState : class
        where TQuery : class =>
        (IStreamRepository<TId, TEntry, TState, TQuery>)repositories.GetOrAdd(
            map.Schema.Name, _ => new InMemoryStreams<TId, TEntry, TState, TQuery>(map, outbox));
}

/// <summary>One kind of record in memory.</summary>
internal sealed class InMemoryRecords<TId, TRecord, TQuery>(RecordMap<TId, TRecord, TQuery> map, MemoryOutbox outbox)
    : IRecordRepository<TId, TRecord, TQuery>
    where TId : struct, IEntityId<TId>
    where TRecord : class
    where TQuery : class
{
    private readonly MemoryRecords<TRecord> rows = new(map.Schema, outbox);

    public ValueTask<Versioned<TRecord>?> FindAsync(TenantId tenant, TId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(rows.Find(tenant, id.Value));
    }

    public ValueTask<WriteResult> SaveAsync(TenantId tenant, TId id, RecordWrite<TRecord> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(rows.Save(tenant, id.Value, write));
    }

    public ValueTask<Page<Versioned<TRecord>>> ListAsync(
        TenantId tenant, TQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(rows.List(tenant, map.Query(query), page, static (_, record) => record));
    }
}

/// <summary>One kind of stream in memory.</summary>
internal sealed class InMemoryStreams<TId, TEntry, TState, TQuery>(StreamMap<TId, TEntry, TState, TQuery> map, MemoryOutbox outbox)
    : IStreamRepository<TId, TEntry, TState, TQuery>, IAtomicStreams<TId, TEntry, TState>
    where TId : struct, IEntityId<TId>
    where TEntry : class
    where TState : class
    where TQuery : class
{
    private readonly MemoryStreams<TId, TEntry, TState> streams = new(map.Schema, outbox, static id => id.Value);

    public IAtomicStreams<TId, TEntry, TState> Atomic => this;

    public ValueTask<StreamHead<TEntry, TState>> LoadAsync(TenantId tenant, StreamLoad<TId> load, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(streams.Load(tenant, load));
    }

    public ValueTask<AppendResult> AppendAsync(
        TenantId tenant, StreamAppend<TId, TEntry, TState> append, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(streams.Append(tenant, append));
    }

    public ValueTask<Page<Versioned<TEntry>>> ReadAsync(TenantId tenant, TId stream, PageRequest page, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(streams.Read(tenant, stream.Value, page, static (version, entry, _) => new Versioned<TEntry>(entry.Entry, version)));
    }

    public ValueTask<Page<StreamHead<TEntry, TState>>> ListAsync(
        TenantId tenant, TQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(streams.List(tenant, map.Query(query), page));
    }

    public ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<StreamAppend<TId, TEntry, TState>> appends, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(appends);
        cancellationToken.ThrowIfCancellationRequested();
        return new(IMemoryAppend.WriteAll([.. appends.Select(append => streams.Prepare(tenant, append))]));
    }
}
