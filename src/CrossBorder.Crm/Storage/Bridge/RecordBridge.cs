using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.Bridge;

/// <summary>One kind of record on an engine.</summary>
internal sealed class RecordBridge<TId, TRecord, TQuery>(RecordMap<TId, TRecord, TQuery> map, IRecordStore engine, IPayloadCodec codec)
    : IRecordRepository<TId, TRecord, TQuery>
    where TId : struct, IEntityId<TId>
    where TRecord : class
    where TQuery : class
{
    public async ValueTask<Versioned<TRecord>?> FindAsync(TenantId tenant, TId id, CancellationToken cancellationToken)
    {
        StorageArguments.RequireOwner(tenant, id.Value);
        var found = await engine.FindAsync(map.Schema, tenant, id.Value, cancellationToken).ConfigureAwait(false);
        return found is null ? null : Read(found);
    }

    public ValueTask<WriteResult> SaveAsync(TenantId tenant, TId id, RecordWrite<TRecord> write, CancellationToken cancellationToken) =>
        engine.SaveAsync(map.Schema, tenant, id.Value, Stored(tenant, id, write), transaction: null, cancellationToken);

    public ValueTask<IReadOnlyList<WriteResult>> SaveManyAsync(
        TenantId tenant, IReadOnlyList<RecordSave<TId, TRecord>> saves, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(saves);
        return engine.SaveManyAsync(
            map.Schema,
            tenant,
            [.. saves.Select(save => new RecordSave<Guid, Payload>(save.Id.Value, Stored(tenant, save.Id, save.Write)))],
            transaction: null,
            cancellationToken);
    }

    public async ValueTask<Page<Versioned<TRecord>>> ListAsync(
        TenantId tenant, TQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        tenant.ThrowIfDefault();
        var rows = await engine.ListAsync(map.Schema, tenant, map.Query(query), page, cancellationToken).ConfigureAwait(false);
        return new() { Items = [.. rows.Items.Select(Read)], Next = rows.Next };
    }

    private Versioned<TRecord> Read(StoredRecord row) => new(codec.Read<TRecord>(row.Payload), row.Version);

    private RecordWrite<Payload> Stored(TenantId tenant, TId id, RecordWrite<TRecord> write)
    {
        StorageArguments.Require(map.Schema, tenant, id.Value, write);
        return new()
        {
            Record = codec.ToStored(write.Record),
            ExpectedVersion = write.ExpectedVersion,
            Index = write.Index,
            References = write.References,
            Owner = write.Owner,
            Events = codec.ToStored(write.Events),
        };
    }
}
