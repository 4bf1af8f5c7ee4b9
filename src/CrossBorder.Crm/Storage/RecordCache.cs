using System.Collections.Concurrent;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Storage;

/// <summary>Records that change seldom and are read with every command: programmes, policies, calendars. A copy may be a bounded time old.</summary>
internal sealed class RecordCache<TId, TRecord, TQuery>(IRecordRepository<TId, TRecord, TQuery> repository, IClock clock, TimeSpan maxAge)
    where TId : struct
    where TRecord : class
    where TQuery : class
{
    private readonly ConcurrentDictionary<(TenantId, TId), (Versioned<TRecord>? Record, Instant ReadAt)> copies = new();
    private readonly Duration maxAge = Duration.FromTimeSpan(maxAge);

    public ValueTask<Versioned<TRecord>?> FindAsync(TenantId tenant, TId id, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        return copies.TryGetValue((tenant, id), out var copy) && now - copy.ReadAt < maxAge && now >= copy.ReadAt
            ? new(copy.Record)
            : ReadAsync(tenant, id, now, cancellationToken);
    }

    /// <summary>Forgets a copy, because this node has just written the record.</summary>
    public void Forget(TenantId tenant, TId id) => copies.TryRemove((tenant, id), out _);

    private async ValueTask<Versioned<TRecord>?> ReadAsync(TenantId tenant, TId id, Instant now, CancellationToken cancellationToken)
    {
        var record = await repository.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false);

        // What does not exist is asked for again: a record that was just defined must work at once.
        if (record is not null)
        {
            copies[(tenant, id)] = (record, now);
        }

        return record;
    }
}
