using System.Collections.Concurrent;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.InMemory;

/// <summary>One collection of streams, of all tenants. Each stream has its own lock; lists have one a tenant.</summary>
internal sealed class MemoryStreams<TId, TEntry, TState>(CollectionSchema schema, MemoryOutbox outbox, Func<TId, Guid> valueOf)
    where TId : struct
    where TEntry : class
    where TState : class
{
    private readonly ConcurrentDictionary<TenantId, Shelf> shelves = new();

    public StreamHead<TEntry, TState> Load(TenantId tenant, StreamLoad<TId> load)
    {
        var id = valueOf(load.Stream);
        StorageArguments.RequireOwner(tenant, id);
        return ShelfOf(tenant).Streams.TryGetValue(id, out var cell)
            ? cell.Load(load.Key, load.References)
            : new StreamHead<TEntry, TState> { Stream = id, Version = 0 };
    }

    public AppendResult Append(TenantId tenant, StreamAppend<TId, TEntry, TState> append)
    {
        var (shelf, cell) = CellOf(tenant, append);
        lock (cell)
        {
            return cell.Check(append.Key, append.ExpectedVersion) ?? Write(tenant, shelf, cell, append);
        }
    }

    public Page<TItem> Read<TItem>(TenantId tenant, Guid stream, PageRequest page, Func<long, StreamEntry<TEntry>, RecordedRequest?, TItem> item)
    {
        StorageArguments.RequireOwner(tenant, stream);
        ArgumentNullException.ThrowIfNull(page);
        long? after = page.After is { } text ? PageCursor.ParseVersion(text) : null;
        return ShelfOf(tenant).Streams.TryGetValue(stream, out var cell) ? cell.Read(after, page, item) : new() { Items = [] };
    }

    public Page<StreamHead<TEntry, TState>> List(TenantId tenant, StoreQuery query, PageRequest page)
    {
        tenant.ThrowIfDefault();
        ArgumentNullException.ThrowIfNull(page);
        var shelf = ShelfOf(tenant);
        var (ids, next) = shelf.Index.List(query, page);
        return new() { Items = ids.ConvertAll(id => shelf.Streams[id].Head), Next = next };
    }

    public IMemoryAppend Prepare(TenantId tenant, StreamAppend<TId, TEntry, TState> append) => new Prepared(this, tenant, CellOf(tenant, append), append);

    private (Shelf Shelf, MemoryStreamCell<TId, TEntry, TState> Cell) CellOf(TenantId tenant, StreamAppend<TId, TEntry, TState> append)
    {
        ArgumentNullException.ThrowIfNull(append);
        var id = valueOf(append.Stream);
        StorageArguments.Require(schema, tenant, id, append);
        var shelf = ShelfOf(tenant);
        return (shelf, shelf.Streams.GetOrAdd(id, static id => new(id)));
    }

    private AppendResult Write(TenantId tenant, Shelf shelf, MemoryStreamCell<TId, TEntry, TState> cell, StreamAppend<TId, TEntry, TState> append)
    {
        cell.Add(append);
        Reference[] filed = shelf.Index.IsFiling ? [.. append.Entries.SelectMany(entry => entry.References)] : [];
        shelf.Index.Put(cell, append.Index, filed, []);
        outbox.Add(tenant, append.Events);
        return new(AppendStatus.Appended, cell.Version);
    }

    private Shelf ShelfOf(TenantId tenant) => shelves.GetOrAdd(tenant, static (_, schema) => new(schema), schema);

    private sealed class Shelf
    {
        public Shelf(CollectionSchema schema) => Index = new(schema, id => Streams[id], Filed);

        public ConcurrentDictionary<Guid, MemoryStreamCell<TId, TEntry, TState>> Streams { get; } = new();

        public MemoryIndex Index { get; }

        private IEnumerable<(Guid, Reference[])> Filed()
        {
            foreach (var (id, cell) in Streams)
            {
                Reference[] filed;
                lock (cell)
                {
                    filed = [.. cell.References];
                }

                yield return (id, filed);
            }
        }
    }

    private sealed class Prepared(
        MemoryStreams<TId, TEntry, TState> owner,
        TenantId tenant,
        (Shelf Shelf, MemoryStreamCell<TId, TEntry, TState> Cell) at,
        StreamAppend<TId, TEntry, TState> append) : IMemoryAppend
    {
        public MemoryItem Stream => at.Cell;

        public AppendResult? Check() => at.Cell.Check(append.Key, append.ExpectedVersion);

        public AppendResult Write() => owner.Write(tenant, at.Shelf, at.Cell, append);
    }
}

/// <summary>An append that is ready to be checked and written under its stream's lock.</summary>
internal interface IMemoryAppend
{
    /// <summary>The stream, which is its own lock.</summary>
    MemoryItem Stream { get; }

    AppendResult? Check();

    AppendResult Write();

    /// <summary>Writes all or none (STO-17).</summary>
    static IReadOnlyList<AppendResult> WriteAll(IReadOnlyList<IMemoryAppend> appends)
    {
        if (appends.DistinctBy(a => a.Stream).Count() != appends.Count)
        {
            throw new ArgumentException("An atomic write names each stream once.", nameof(appends));
        }

        // Locks are always taken in the order of the ids, so two writers of the same streams cannot wait for each other.
        var ordered = appends.OrderBy(a => a.Stream.Id).ToList();
        var entered = 0;
        try
        {
            foreach (var append in ordered)
            {
                Monitor.Enter(append.Stream);
                entered++;
            }

            var refusals = appends.Select(a => a.Check()).ToList();
            return refusals.TrueForAll(r => r is null)
                ? [.. appends.Select(a => a.Write())]
                : [.. refusals.Select(r => r ?? new AppendResult(AppendStatus.NotWritten, 0))];
        }
        finally
        {
            for (var i = entered - 1; i >= 0; i--)
            {
                Monitor.Exit(ordered[i].Stream);
            }
        }
    }
}
