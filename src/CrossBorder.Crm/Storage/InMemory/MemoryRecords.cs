using System.Collections.Concurrent;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.InMemory;

/// <summary>One collection of records, of all tenants.</summary>
internal sealed class MemoryRecords<TRecord>(CollectionSchema schema, MemoryOutbox outbox) where TRecord : class
{
    private readonly ConcurrentDictionary<TenantId, Shelf> shelves = new();

    public Versioned<TRecord>? Find(TenantId tenant, Guid id)
    {
        StorageArguments.RequireOwner(tenant, id);
        return ShelfOf(tenant).Rows.TryGetValue(id, out var row) ? new(row.Write.Record, row.Write.NewVersion) : null;
    }

    public WriteResult Save(TenantId tenant, Guid id, RecordWrite<TRecord> write)
    {
        StorageArguments.Require(schema, tenant, id, write);
        var shelf = ShelfOf(tenant);
        lock (shelf.Gate)
        {
            var last = shelf.Rows.TryGetValue(id, out var row) ? row.Write : null;
            var version = last is null ? 0 : last.NewVersion;
            if (version != write.ExpectedVersion)
            {
                return new(WriteStatus.Conflict, version);
            }

            if (row is null)
            {
                shelf.Rows[id] = row = new(id, write);
            }

            row.Write = write;
            shelf.Index.Put(row, write.Index, write.References.AsSpan(), last is null ? [] : last.References.AsSpan());
            outbox.Add(tenant, write.Events);
            return new(WriteStatus.Saved, write.NewVersion);
        }
    }

    public Page<TItem> List<TItem>(TenantId tenant, StoreQuery query, PageRequest page, Func<Guid, Versioned<TRecord>, TItem> item)
    {
        tenant.ThrowIfDefault();
        ArgumentNullException.ThrowIfNull(page);
        var shelf = ShelfOf(tenant);
        var (ids, next) = shelf.Index.List(query, page);
        return new() { Items = ids.ConvertAll(id => item(id, Find(tenant, id)!.Value)), Next = next };
    }

    private Shelf ShelfOf(TenantId tenant) => shelves.GetOrAdd(tenant, static (_, schema) => new(schema), schema);

    private sealed class Shelf
    {
        public Shelf(CollectionSchema schema) => Index = new(schema, id => Rows[id]);

        public Lock Gate { get; } = new();

        public ConcurrentDictionary<Guid, Row> Rows { get; } = new();

        public MemoryIndex Index { get; }
    }

    // The write is kept whole: it tells its version, and what to unfile.
    private sealed class Row(Guid id, RecordWrite<TRecord> write) : MemoryItem(id)
    {
        private volatile RecordWrite<TRecord> last = write;

        public RecordWrite<TRecord> Write
        {
            get => last;
            set => last = value;
        }
    }
}
