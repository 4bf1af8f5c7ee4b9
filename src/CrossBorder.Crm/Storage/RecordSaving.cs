using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <summary>How services define a record: against the version that the caller saw, or over whatever there is.</summary>
internal static class RecordSaving
{
    /// <summary>Saves a record. Saving what is stored already writes nothing, so that a host may define its records at every start.</summary>
    /// <exception cref="ConcurrencyConflictException">Other writers were faster every time; only without an expected version.</exception>
    public static async ValueTask<WriteResult> SaveAsync<TId, TRecord, TQuery>(
        IRecordRepository<TId, TRecord, TQuery> repository,
        RecordMap<TId, TRecord, TQuery> map,
        TenantId tenant,
        TId id,
        TRecord record,
        long? expectedVersion,
        int maxConflicts,
        CancellationToken cancellationToken)
        where TId : struct, IEntityId<TId>
        where TRecord : class
        where TQuery : class
    {
        for (var attempt = 0; attempt <= maxConflicts; attempt++)
        {
            var stored = await repository.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false);
            var version = stored?.Version ?? 0;
            if (expectedVersion is { } expected && expected != version)
            {
                return new WriteResult(WriteStatus.Conflict, version);
            }

            if (stored is { } same && same.Value.Equals(record))
            {
                return new WriteResult(WriteStatus.Saved, version);
            }

            var result = await repository.SaveAsync(tenant, id, map.Write(tenant, record, version), cancellationToken).ConfigureAwait(false);
            if (result.Status == WriteStatus.Saved || expectedVersion is not null)
            {
                return result;
            }
        }

        throw new ConcurrencyConflictException($"{map.Schema.Name} {id} was written by others {maxConflicts + 1} times in a row; nothing was written.");
    }
}
