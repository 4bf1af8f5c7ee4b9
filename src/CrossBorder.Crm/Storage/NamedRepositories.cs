using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <summary>Gives a record repository the name of a room's contract: a room derives one empty class.</summary>
internal abstract class RecordRepository<TId, TRecord, TQuery>(IRecordRepository<TId, TRecord, TQuery> inner)
    : IRecordRepository<TId, TRecord, TQuery>
    where TId : struct
    where TRecord : class
    where TQuery : class
{
    public ValueTask<Versioned<TRecord>?> FindAsync(TenantId tenant, TId id, CancellationToken cancellationToken) =>
        inner.FindAsync(tenant, id, cancellationToken);

    public ValueTask<WriteResult> SaveAsync(TenantId tenant, TId id, RecordWrite<TRecord> write, CancellationToken cancellationToken) =>
        inner.SaveAsync(tenant, id, write, cancellationToken);

    public ValueTask<Page<Versioned<TRecord>>> ListAsync(
        TenantId tenant, TQuery query, PageRequest page, CancellationToken cancellationToken) =>
        inner.ListAsync(tenant, query, page, cancellationToken);

    public ValueTask<IReadOnlyList<WriteResult>> SaveManyAsync(
        TenantId tenant, IReadOnlyList<RecordSave<TId, TRecord>> saves, CancellationToken cancellationToken) =>
        inner.SaveManyAsync(tenant, saves, cancellationToken);
}

/// <summary>Gives a stream repository the name of a room's contract: a room derives one empty class.</summary>
internal abstract class StreamRepository<TId, TEntry, TState, TQuery>(IStreamRepository<TId, TEntry, TState, TQuery> inner)
    : IStreamRepository<TId, TEntry, TState, TQuery>
    where TId : struct
    where TEntry : class
    where TState : class
    where TQuery : class
{
    public IAtomicStreams<TId, TEntry, TState>? Atomic => inner.Atomic;

    public IChainedStreams<TId>? Chained => inner.Chained;

    public ValueTask<StreamHead<TEntry, TState>> LoadAsync(TenantId tenant, StreamLoad<TId> load, CancellationToken cancellationToken) =>
        inner.LoadAsync(tenant, load, cancellationToken);

    public ValueTask<AppendResult> AppendAsync(
        TenantId tenant, StreamAppend<TId, TEntry, TState> append, CancellationToken cancellationToken) =>
        inner.AppendAsync(tenant, append, cancellationToken);

    public ValueTask<Page<Versioned<TEntry>>> ReadAsync(
        TenantId tenant, TId stream, PageRequest page, CancellationToken cancellationToken) =>
        inner.ReadAsync(tenant, stream, page, cancellationToken);

    public ValueTask<Page<StreamHead<TEntry, TState>>> ListAsync(
        TenantId tenant, TQuery query, PageRequest page, CancellationToken cancellationToken) =>
        inner.ListAsync(tenant, query, page, cancellationToken);

    public ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        TenantId tenant, IReadOnlyList<StreamAppend<TId, TEntry, TState>> appends, CancellationToken cancellationToken) =>
        inner.AppendManyAsync(tenant, appends, cancellationToken);
}
