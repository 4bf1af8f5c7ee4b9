using System.Collections.Concurrent;
using System.Collections.Immutable;
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
        var cell = CellOf(tenant, append);
        lock (cell.Gate)
        {
            var refusal = cell.Check(append.Key, append.ExpectedVersion);
            return refusal ?? Write(tenant, cell, append);
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

    private Cell CellOf(TenantId tenant, StreamAppend<TId, TEntry, TState> append)
    {
        ArgumentNullException.ThrowIfNull(append);
        var id = valueOf(append.Stream);
        StorageArguments.Require(schema, tenant, id, append);
        return ShelfOf(tenant).Streams.GetOrAdd(id, static id => new Cell(id));
    }

    private AppendResult Write(TenantId tenant, Cell cell, StreamAppend<TId, TEntry, TState> append)
    {
        var shelf = ShelfOf(tenant);
        shelf.Index.Put(cell.Id, append.Index, cell.Add(append), []);
        outbox.Add(tenant, append.Events);
        return new(AppendStatus.Appended, cell.Head.Version);
    }

    private Shelf ShelfOf(TenantId tenant) => shelves.GetOrAdd(tenant, static (_, schema) => new(schema), schema);

    private sealed class Shelf(CollectionSchema schema)
    {
        public ConcurrentDictionary<Guid, Cell> Streams { get; } = new();

        public MemoryIndex Index { get; } = new(schema);
    }

    private sealed class Prepared(
        MemoryStreams<TId, TEntry, TState> owner, TenantId tenant, Cell cell, StreamAppend<TId, TEntry, TState> append) : IMemoryAppend
    {
        public Guid Stream => cell.Id;

        public Lock Gate => cell.Gate;

        public AppendResult? Check() => cell.Check(append.Key, append.ExpectedVersion);

        public AppendResult Write() => owner.Write(tenant, cell, append);
    }

    private sealed class Cell(Guid id)
    {
        private readonly List<StreamEntry<TEntry>> entries = [];
        private readonly Dictionary<IdempotencyKey, RecordedAnswer> answers = [];
        private readonly Dictionary<long, IdempotencyKey> keys = [];
        private readonly Dictionary<Reference, List<long>> filed = [];
        private volatile StreamHead<TEntry, TState> head = new() { Stream = id, Version = 0 };

        public Guid Id { get; } = id;

        public Lock Gate { get; } = new();

        public StreamHead<TEntry, TState> Head => head;

        /// <summary>Why an append cannot be written, or null. The key comes before the version (STO-6).</summary>
        public AppendResult? Check(IdempotencyKey key, long expectedVersion) =>
            answers.TryGetValue(key, out var first) ? new(AppendStatus.AlreadyApplied, first.Head, first)
            : expectedVersion != head.Version ? new(AppendStatus.Conflict, head.Version)
            : null;

        /// <summary>Adds the entries and sets the head; returns what the stream is filed under for the first time.</summary>
        public List<Reference> Add(StreamAppend<TId, TEntry, TState> append)
        {
            var first = new List<Reference>();
            foreach (var entry in append.Entries)
            {
                entries.Add(entry);
                foreach (var reference in entry.References)
                {
                    if (!filed.TryGetValue(reference, out var versions))
                    {
                        filed[reference] = versions = new(1);
                        first.Add(reference);
                    }

                    versions.Add(entries.Count);
                }
            }

            head = new()
            {
                Stream = Id,
                Version = entries.Count,
                State = append.State,
                Chain = append.Entries[^1].Chain,
                Owner = append.Owner ?? head.Owner,
            };
            answers.Add(append.Key, new(entries.Count, append.Hash, append.Answer));
            keys.Add(entries.Count, append.Key);
            return first;
        }

        public StreamHead<TEntry, TState> Load(IdempotencyKey? key, ImmutableArray<Reference> references)
        {
            lock (Gate)
            {
                var answer = key is { } k ? answers.GetValueOrDefault(k) : null;
                return answer is null && references.IsDefaultOrEmpty ? head : head with { Answer = answer, Entries = Filed(references) };
            }
        }

        public Page<TItem> Read<TItem>(long? after, PageRequest page, Func<long, StreamEntry<TEntry>, RecordedRequest?, TItem> item)
        {
            var items = new List<TItem>();
            lock (Gate)
            {
                var step = page.Descending ? -1 : 1;
                var version = after is { } a ? Math.Min(a, entries.Count + 1) + step : page.Descending ? entries.Count : 1;
                for (; version >= 1 && version <= entries.Count; version += step)
                {
                    if (items.Count == page.Size)
                    {
                        return new() { Items = items, Next = PageCursor.OfVersion(version - step) };
                    }

                    items.Add(item(version, entries[(int)version - 1], RequestAt(version)));
                }
            }

            return new() { Items = items };
        }

        private RecordedRequest? RequestAt(long version) =>
            keys.TryGetValue(version, out var key) && answers[key] is var (_, hash, answer) ? new(key, hash, answer) : null;

        private ImmutableArray<Versioned<TEntry>> Filed(ImmutableArray<Reference> references)
        {
            if (references.IsDefaultOrEmpty)
            {
                return [];
            }

            if (references.Length == 1)
            {
                return filed.TryGetValue(references[0], out var versions) ? [.. versions.Select(EntryAt)] : [];
            }

            return [.. references.SelectMany(r => filed.GetValueOrDefault(r) ?? []).Distinct().Order().Select(EntryAt)];
        }

        private Versioned<TEntry> EntryAt(long version) => new(entries[(int)version - 1].Entry, version);
    }
}


/// <summary>An append that is ready to be checked and written under its stream's lock.</summary>
internal interface IMemoryAppend
{
    Guid Stream { get; }

    Lock Gate { get; }

    AppendResult? Check();

    AppendResult Write();

    /// <summary>Writes all or none (STO-17).</summary>
    static IReadOnlyList<AppendResult> WriteAll(IReadOnlyList<IMemoryAppend> appends)
    {
        if (appends.DistinctBy(a => a.Gate).Count() != appends.Count)
        {
            throw new ArgumentException("An atomic write names each stream once.", nameof(appends));
        }

        // Locks are always taken in the order of the ids, so two writers of the same streams cannot wait for each other.
        var ordered = appends.OrderBy(a => a.Stream).ToList();
        var entered = 0;
        try
        {
            foreach (var append in ordered)
            {
                append.Gate.Enter();
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
                ordered[i].Gate.Exit();
            }
        }
    }
}
