using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Conformance.Engine;

/// <summary>An id of the kit's own collections.</summary>
/// <param name="Value">The wrapped value.</param>
internal readonly record struct KitId(Guid Value) : IEntityId<KitId>
{
    public static string Kind => "conformance";

    public static KitId From(Guid value) => new(value);
}

/// <summary>One collection of records of an engine, as a typed repository: so that both doors are held to the same cases.</summary>
internal sealed class EngineRecords(IStorageEngine engine, CollectionSchema collection) : IRecordRepository<KitId, Payload, StoreQuery>
{
    public async ValueTask<Versioned<Payload>?> FindAsync(TenantId tenant, KitId id, CancellationToken cancellationToken) =>
        await engine.FindAsync(collection, tenant, id.Value, cancellationToken) is { } row ? new Versioned<Payload>(row.Payload, row.Version) : null;

    public ValueTask<WriteResult> SaveAsync(TenantId tenant, KitId id, RecordWrite<Payload> write, CancellationToken cancellationToken) =>
        engine.SaveAsync(collection, tenant, id.Value, write, transaction: null, cancellationToken);

    public ValueTask<IReadOnlyList<WriteResult>> SaveManyAsync(
        TenantId tenant, IReadOnlyList<RecordSave<KitId, Payload>> saves, CancellationToken cancellationToken) =>
        engine.SaveManyAsync(
            collection, tenant, [.. saves.Select(save => new RecordSave<Guid, Payload>(save.Id.Value, save.Write))], transaction: null, cancellationToken);

    public async ValueTask<Page<Versioned<Payload>>> ListAsync(TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await ((IRecordStore)engine).ListAsync(collection, tenant, query, page, cancellationToken);
        return new() { Items = [.. rows.Items.Select(row => new Versioned<Payload>(row.Payload, row.Version))], Next = rows.Next };
    }
}

/// <summary>One collection of streams of an engine, as a typed repository.</summary>
internal sealed class EngineStreams(IStorageEngine engine, CollectionSchema collection)
    : IStreamRepository<KitId, Payload, Payload, StoreQuery>, IAtomicStreams<KitId, Payload, Payload>
{
    public IAtomicStreams<KitId, Payload, Payload>? Atomic => engine is IAtomicStreamStore ? this : null;

    public ValueTask<StreamHead<Payload, Payload>> LoadAsync(TenantId tenant, StreamLoad<KitId> load, CancellationToken cancellationToken) =>
        engine.LoadAsync(
            collection, tenant, new() { Stream = load.Stream.Value, Key = load.Key, References = load.References }, cancellationToken);

    public ValueTask<AppendResult> AppendAsync(TenantId tenant, StreamAppend<KitId, Payload, Payload> append, CancellationToken cancellationToken) =>
        engine.AppendAsync(collection, tenant, Untyped(append), transaction: null, cancellationToken);

    public ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        TenantId tenant, IReadOnlyList<StreamAppend<KitId, Payload, Payload>> appends, CancellationToken cancellationToken) =>
        engine.AppendManyAsync(collection, tenant, [.. appends.Select(Untyped)], transaction: null, cancellationToken);

    public async ValueTask<Page<Versioned<Payload>>> ReadAsync(TenantId tenant, KitId stream, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await engine.ReadAsync(collection, tenant, stream.Value, page, cancellationToken);
        return new() { Items = [.. rows.Items.Select(row => new Versioned<Payload>(row.Payload, row.Version))], Next = rows.Next };
    }

    public ValueTask<Page<StreamHead<Payload, Payload>>> ListAsync(
        TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        ((IStreamStore)engine).ListAsync(collection, tenant, query, page, cancellationToken);

    public ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<StreamAppend<KitId, Payload, Payload>> appends, CancellationToken cancellationToken) =>
        ((IAtomicStreamStore)engine).AppendAllAsync(
            tenant, [.. appends.Select(append => new CollectionAppend(collection, Untyped(append)))], transaction: null, cancellationToken);

    private static StreamAppend<Guid, Payload, Payload> Untyped(StreamAppend<KitId, Payload, Payload> append) => new()
    {
        Stream = append.Stream.Value,
        ExpectedVersion = append.ExpectedVersion,
        ExpectedChain = append.ExpectedChain,
        Key = append.Key,
        Hash = append.Hash,
        Answer = append.Answer,
        Entries = append.Entries,
        State = append.State,
        Index = append.Index,
        Owner = append.Owner,
        Events = append.Events,
    };
}

/// <summary>The collections that the kit stores into, with a field of every type.</summary>
internal static class KitCollections
{
    private static readonly ImmutableArray<IndexField> Fields =
    [
        new("kind", IndexType.Text), new("rank", IndexType.Integer), new("amount", IndexType.Decimal), new("due_at", IndexType.Instant), new("other", IndexType.Id),
    ];

    public static CollectionSchema Records { get; } = new() { Name = "conformance_records", Shape = CollectionShape.Record, Fields = Fields };

    public static CollectionSchema Streams { get; } = new() { Name = "conformance_streams", Shape = CollectionShape.Stream, Fields = Fields };
}
