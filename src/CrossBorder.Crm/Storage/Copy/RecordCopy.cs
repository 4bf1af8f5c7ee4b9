using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.Copy;

/// <summary>Copies records with their versions, payloads byte for byte; what stands beside them is computed anew.</summary>
internal sealed class RecordCopy<TId, TRecord, TQuery>(RecordMap<TId, TRecord, TQuery> map, IPayloadCodec codec) : CollectionCopy
    where TId : struct, IEntityId<TId>
    where TRecord : class
    where TQuery : class
{
    public override CollectionSchema Schema => map.Schema;

    public override async Task CopyAsync(CopyRun run, CancellationToken cancellationToken)
    {
        var page = new PageRequest { Size = BatchSize };
        do
        {
            var records = await ((IRecordStore)run.Source).ListAsync(Schema, run.Tenant, StoreQuery.All, page, cancellationToken).ConfigureAwait(false);
            var saves = records.Items.Select(record => Save(run.Tenant, record, expectedVersion: 0)).ToList();
            var results = await run.Target.SaveManyAsync(Schema, run.Tenant, saves, transaction: null, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < results.Count; i++)
            {
                if (results[i].Status == WriteStatus.Saved)
                {
                    run.Copied++;
                }
                else
                {
                    await CatchUpAsync(run, records.Items[i], results[i].Version, cancellationToken).ConfigureAwait(false);
                }
            }

            run.Tell(records.Items.Count, isVerifying: false, isFirst: page.After is null);
            page = page with { After = records.Next };
        }
        while (page.After is not null);
    }

    public override async Task VerifyAsync(CopyRun run, CancellationToken cancellationToken)
    {
        var page = new PageRequest { Size = BatchSize };
        do
        {
            var records = await ((IRecordStore)run.Source).ListAsync(Schema, run.Tenant, StoreQuery.All, page, cancellationToken).ConfigureAwait(false);
            foreach (var record in records.Items)
            {
                var copy = await run.Target.FindAsync(Schema, run.Tenant, record.Id, cancellationToken).ConfigureAwait(false);
                if (copy is null || copy.Version != record.Version || !Same(copy.Payload, record.Payload))
                {
                    run.Problem(record.Id, copy is null ? "the record is missing"
                        : copy.Version != record.Version ? $"version {copy.Version} instead of {record.Version}"
                        : "the record has other content");
                }

                run.Verified++;
            }

            run.Tell(records.Items.Count, isVerifying: true, isFirst: page.After is null);
            page = page with { After = records.Next };
        }
        while (page.After is not null);
    }

    /// <summary>The target has the record: as it is, or older because the source went on. One that is newer or differs is left alone; verifying names it.</summary>
    private async ValueTask CatchUpAsync(CopyRun run, StoredRecord record, long there, CancellationToken cancellationToken)
    {
        if (there < record.Version)
        {
            var save = Save(run.Tenant, record, there);
            var result = await run.Target.SaveAsync(Schema, run.Tenant, record.Id, save.Write, transaction: null, cancellationToken).ConfigureAwait(false);
            run.Copied += result.Status == WriteStatus.Saved ? 1 : 0;
        }
        else
        {
            run.AlreadyThere++;
        }
    }

    private RecordSave<Guid, Payload> Save(TenantId tenant, StoredRecord record, long expectedVersion)
    {
        var value = (TRecord)codec.Decode(record.Payload.Bytes);
        return new(record.Id, new()
        {
            Record = record.Payload,
            ExpectedVersion = expectedVersion,
            NewVersion = record.Version,
            Index = map.Index(value),
            References = map.References(tenant, value),
            Owner = map.Owner(value),
        });
    }
}
