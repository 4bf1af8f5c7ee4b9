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
        return ShelfOf(tenant).Rows.TryGetValue(id, out var write) ? new(write.Record, write.NewVersion) : null;
    }

    public WriteResult Save(TenantId tenant, Guid id, RecordWrite<TRecord> write)
    {
        StorageArguments.Require(schema, tenant, id, write);
        var shelf = ShelfOf(tenant);
        lock (shelf.Gate)
        {
            var last = shelf.Rows.GetValueOrDefault(id);
            var version = last is null ? 0 : last.NewVersion;
            if (version != write.ExpectedVersion)
            {
                return new(WriteStatus.Conflict, version);
            }

            shelf.Rows[id] = write;
            shelf.Index.Put(id, write.Index, write.References, last?.References ?? []);
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

    // The write is kept whole: it tells its version, and what to unfile.
    private sealed class Shelf(CollectionSchema schema)
    {
        public Lock Gate { get; } = new();

        public ConcurrentDictionary<Guid, RecordWrite<TRecord>> Rows { get; } = new();

        public MemoryIndex Index { get; } = new(schema);
    }
}
