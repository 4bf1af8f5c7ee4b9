using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <summary>The storage of one kind of record: the first of the two shapes.</summary>
/// <remarks>Clauses STO-1 to STO-5, STO-8 to STO-10, STO-12, STO-15 and STO-16 of the storage contract hold.</remarks>
/// <typeparam name="TId">The record's id type.</typeparam>
/// <typeparam name="TRecord">The record.</typeparam>
/// <typeparam name="TQuery">What the records can be listed by; an empty query lists all by id.</typeparam>
public interface IRecordRepository<TId, TRecord, TQuery>
    where TId : struct
    where TRecord : class
    where TQuery : class
{
    /// <summary>Reads a record.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The record and its version, or null where there is none.</returns>
    ValueTask<Versioned<TRecord>?> FindAsync(TenantId tenant, TId id, CancellationToken cancellationToken);

    /// <summary>Writes a record if it still has the version that the writer saw.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="write">The write.</param>
    /// <param name="cancellationToken">Cancels the write, which then has happened wholly or not at all (STO-10).</param>
    ValueTask<WriteResult> SaveAsync(TenantId tenant, TId id, RecordWrite<TRecord> write, CancellationToken cancellationToken);

    /// <summary>Lists records, page by page.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="query">What to list, and its documented order.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Versioned<TRecord>>> ListAsync(TenantId tenant, TQuery query, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Writes many independent records; each succeeds or fails on its own.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="saves">The writes, of different records.</param>
    /// <param name="cancellationToken">Cancels the rest; what was written stays.</param>
    /// <returns>One result a write, in their order.</returns>
    async ValueTask<IReadOnlyList<WriteResult>> SaveManyAsync(
        TenantId tenant, IReadOnlyList<RecordSave<TId, TRecord>> saves, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(saves);
        var results = new WriteResult[saves.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = await SaveAsync(tenant, saves[i].Id, saves[i].Write, cancellationToken).ConfigureAwait(false);
        }

        return results;
    }
}
