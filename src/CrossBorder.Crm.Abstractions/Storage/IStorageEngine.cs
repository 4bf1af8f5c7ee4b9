using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Storage;

/// <summary>A whole database behind the library: implement it once and every room, also a later one, is stored.</summary>
/// <remarks>The engine stores what it is handed. It reads no clock, makes no id, folds nothing and decides nothing.</remarks>
public interface IStorageEngine : IRecordStore, IStreamStore, IOutboxRepository
{
    /// <summary>What the engine is and what it declares.</summary>
    StorageDescription Description { get; }
}

/// <summary>What an engine declares of itself.</summary>
public sealed record StorageDescription
{
    /// <summary>The engine's name, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>The version of the storage contract whose kit it passed; the start-up refuses an older one than <see cref="StorageContract.Version"/>.</summary>
    public required int ContractVersion { get; init; }

    /// <summary>The largest state in bytes that is stored whole (STO-14). The default is 1 MiB.</summary>
    public int MaxStateBytes { get; init; } = 1 << 20;

    /// <summary>How far an index list may lag behind a write (STO-15). The default is not at all.</summary>
    public Duration MaxIndexLag { get; init; } = Duration.Zero;

    /// <summary>Whether what was acknowledged survives the end of the process (STO-12).</summary>
    public required bool IsDurable { get; init; }
}

/// <summary>The records of an engine, of all collections.</summary>
public interface IRecordStore
{
    /// <summary>Reads a record, or null where there is none.</summary>
    ValueTask<StoredRecord?> FindAsync(CollectionSchema collection, TenantId tenant, Guid id, CancellationToken cancellationToken);

    /// <summary>Writes a record if it still has the expected version.</summary>
    ValueTask<WriteResult> SaveAsync(
        CollectionSchema collection, TenantId tenant, Guid id, RecordWrite<Payload> write, HostTransaction? transaction, CancellationToken cancellationToken);

    /// <summary>Writes many independent records with one result each, in their order.</summary>
    ValueTask<IReadOnlyList<WriteResult>> SaveManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<RecordSave<Guid, Payload>> saves, HostTransaction? transaction, CancellationToken cancellationToken);

    /// <summary>Lists records.</summary>
    ValueTask<Page<StoredRecord>> ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken);
}

/// <summary>The streams of an engine, of all collections.</summary>
public interface IStreamStore
{
    /// <summary>Reads a head: state, version, chain, the answer to a key and the entries under references.</summary>
    ValueTask<StreamHead<Payload, Payload>> LoadAsync(
        CollectionSchema collection, TenantId tenant, StreamLoad<Guid> load, CancellationToken cancellationToken);

    /// <summary>Appends if the key is new and the version is the expected one.</summary>
    ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken);

    /// <summary>Appends to many streams independently with one result each, in their order.</summary>
    ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<StreamAppend<Guid, Payload, Payload>> appends, HostTransaction? transaction, CancellationToken cancellationToken);

    /// <summary>Reads entries by version.</summary>
    ValueTask<Page<StoredEntry>> ReadAsync(
        CollectionSchema collection, TenantId tenant, Guid stream, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Lists heads with their state.</summary>
    ValueTask<Page<StreamHead<Payload, Payload>>> ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken);
}

/// <summary>The capability of an engine to append to several streams in one write (STO-17).</summary>
public interface IAtomicStreamStore
{
    /// <summary>Appends to all streams or to none; results as in <see cref="IAtomicStreams{TId, TEntry, TState}"/>.</summary>
    ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<CollectionAppend> appends, HostTransaction? transaction, CancellationToken cancellationToken);
}

/// <summary>An append and the collection that it goes to.</summary>
/// <param name="Collection">The collection.</param>
/// <param name="Append">The append.</param>
public readonly record struct CollectionAppend(CollectionSchema Collection, StreamAppend<Guid, Payload, Payload> Append);

/// <summary>A record as an engine stores it.</summary>
public sealed record StoredRecord
{
    /// <summary>The record's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The record's version, from 1.</summary>
    public required long Version { get; init; }

    /// <summary>The record, byte for byte as it was written.</summary>
    public required Payload Payload { get; init; }
}

/// <summary>An entry as an engine stores it.</summary>
public sealed record StoredEntry
{
    /// <summary>The entry's version, from 1.</summary>
    public required long Version { get; init; }

    /// <summary>The entry, byte for byte as it was written.</summary>
    public required Payload Payload { get; init; }

    /// <summary>What it is filed under, in the order of writing.</summary>
    public ImmutableArray<Reference> References { get; init; } = [];

    /// <summary>Its place in the hash chain, as it was written.</summary>
    public Digest Chain { get; init; }

    /// <summary>The request that the append answered, at its last entry; null at the entries before.</summary>
    public RecordedRequest? Request { get; init; }
}

/// <summary>A request as it was recorded with the append that answered it.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Answer">What was answered.</param>
public sealed record RecordedRequest(IdempotencyKey Key, Digest Hash, Payload Answer);
