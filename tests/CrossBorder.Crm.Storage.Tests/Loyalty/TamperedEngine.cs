using System.Text;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage.InMemory;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Loyalty;

/// <summary>An engine that shows one entry as somebody else might have changed it.</summary>
internal sealed class TamperedEngine(InMemoryEngine inner) : IStorageEngine
{
    /// <summary>The version that is shown changed; null for none.</summary>
    public long? Changes { get; set; }

    public StorageDescription Description => inner.Description;

    public ValueTask<StoredRecord?> FindAsync(CollectionSchema collection, TenantId tenant, Guid id, CancellationToken cancellationToken) =>
        inner.FindAsync(collection, tenant, id, cancellationToken);

    public ValueTask<WriteResult> SaveAsync(
        CollectionSchema collection, TenantId tenant, Guid id, RecordWrite<Payload> write, HostTransaction? transaction, CancellationToken cancellationToken) =>
        inner.SaveAsync(collection, tenant, id, write, transaction, cancellationToken);

    public ValueTask<IReadOnlyList<WriteResult>> SaveManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<RecordSave<Guid, Payload>> saves, HostTransaction? transaction, CancellationToken cancellationToken) =>
        inner.SaveManyAsync(collection, tenant, saves, transaction, cancellationToken);

    ValueTask<Page<StoredRecord>> IRecordStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        ((IRecordStore)inner).ListAsync(collection, tenant, query, page, cancellationToken);

    public ValueTask<StreamHead<Payload, Payload>> LoadAsync(
        CollectionSchema collection, TenantId tenant, StreamLoad<Guid> load, CancellationToken cancellationToken) =>
        inner.LoadAsync(collection, tenant, load, cancellationToken);

    public ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken) =>
        inner.AppendAsync(collection, tenant, append, transaction, cancellationToken);

    public ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<StreamAppend<Guid, Payload, Payload>> appends, HostTransaction? transaction, CancellationToken cancellationToken) =>
        inner.AppendManyAsync(collection, tenant, appends, transaction, cancellationToken);

    public async ValueTask<Page<StoredEntry>> ReadAsync(
        CollectionSchema collection, TenantId tenant, Guid stream, PageRequest page, CancellationToken cancellationToken)
    {
        var read = await inner.ReadAsync(collection, tenant, stream, page, cancellationToken);
        return read with { Items = [.. read.Items.Select(entry => entry.Version == Changes ? Changed(entry) : entry)] };
    }

    ValueTask<Page<StreamHead<Payload, Payload>>> IStreamStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        ((IStreamStore)inner).ListAsync(collection, tenant, query, page, cancellationToken);

    public ValueTask<IReadOnlyList<ClaimedEvent>> ClaimAsync(int max, string worker, Instant now, Instant leaseUntil, CancellationToken cancellationToken) =>
        inner.ClaimAsync(max, worker, now, leaseUntil, cancellationToken);

    public ValueTask<int> CompleteAsync(string worker, IReadOnlyList<OutboxRef> events, CancellationToken cancellationToken) =>
        inner.CompleteAsync(worker, events, cancellationToken);

    public ValueTask<int> ReleaseAsync(string worker, IReadOnlyList<OutboxRef> events, Instant notBefore, string failure, CancellationToken cancellationToken) =>
        inner.ReleaseAsync(worker, events, notBefore, failure, cancellationToken);

    private static StoredEntry Changed(StoredEntry entry)
    {
        var text = Encoding.UTF8.GetString(entry.Payload.Bytes.Span);
        var changed = text.Replace("\"points\":", "\"points\":1", StringComparison.Ordinal);
        Assert.NotEqual(text, changed);
        return entry with { Payload = Payload.FromBytes(Encoding.UTF8.GetBytes(changed)) };
    }
}
