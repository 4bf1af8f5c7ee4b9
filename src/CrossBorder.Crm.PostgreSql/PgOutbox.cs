using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;
using Npgsql;

namespace CrossBorder.Crm.PostgreSql;

/// <summary>The statements of the outbox.</summary>
internal sealed class PgOutbox(string table)
{
    private const string Due = "(not_before is null or not_before <= $1)";
    private const string Columns = "tenant, owner, event_id, kind, occurred_at, data, attempt";
    private const string Row = "tenant = $1 and owner = $2 and event_id = $3";

    private readonly PgInsert insert = new(table, "tenant, owner, event_id, kind, occurred_at, data", 6, " on conflict do nothing");
    private readonly string due = $"select {Columns} from {table} where {Due} order by occurred_at, event_id limit $2";

    // Looks again at what was selected: whoever was faster has changed the attempt. Needs no lock, so that a distributed database runs it too.
    private readonly string claim = $"update {table} set worker = $4, not_before = $5, attempt = attempt + 1 where {Row} and attempt = $6";
    private readonly string complete = $"delete from {table} where {Row} and worker = $4";
    private readonly string release = $"update {table} set worker = null, not_before = $5, failure = $6 where {Row} and worker = $4";

    public void AddTo(NpgsqlBatch batch, IReadOnlyList<(TenantId Tenant, CrmEvent Event)> events) => insert.AddTo(batch, events.Count, (command, i) => command
        .With(events[i].Tenant.Value).With(events[i].Event.Owner).With(events[i].Event.Id).With(events[i].Event.Kind).With(events[i].Event.OccurredAt)
        .With(events[i].Event.Data.Bytes));

    /// <summary>Claims inside the caller's transaction.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="worker">The worker.</param>
    /// <param name="now">The caller's time.</param>
    /// <param name="leaseUntil">When the leases end.</param>
    /// <param name="lockRows">Whether to pass over rows that another claim holds at this moment, which plain PostgreSQL can.</param>
    /// <param name="cancellationToken">Cancels the claim.</param>
    public async ValueTask<IReadOnlyList<ClaimedEvent>> ClaimAsync(
        NpgsqlConnection connection, int max, string worker, Instant now, Instant leaseUntil, bool lockRows, CancellationToken cancellationToken)
    {
        var found = await DueAsync(connection, max, now, leaseUntil, lockRows, cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
        {
            return found;
        }

        var batch = connection.CreateBatch();
        await using var free = batch.ConfigureAwait(false);
        foreach (var e in found)
        {
            batch.Add(claim).With(e.Tenant.Value).With(e.Event.Owner).With(e.Event.Id).With(worker).With(leaseUntil).With(e.Attempt - 1L);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return [.. found.Where((_, i) => batch.BatchCommands[i].RecordsAffected == 1)];
    }

    public async ValueTask<int> CompleteAsync(
        NpgsqlConnection connection, string worker, IReadOnlyList<OutboxRef> events, CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch();
        await using var free = batch.ConfigureAwait(false);
        foreach (var e in events)
        {
            batch.Add(complete).With(e.Tenant.Value).With(e.Owner).With(e.EventId).With(worker);
        }

        return events.Count == 0 ? 0 : await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<int> ReleaseAsync(
        NpgsqlConnection connection, string worker, IReadOnlyList<OutboxRef> events, Instant notBefore, string failure, CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch();
        await using var free = batch.ConfigureAwait(false);
        foreach (var e in events)
        {
            batch.Add(release).With(e.Tenant.Value).With(e.Owner).With(e.EventId).With(worker).With(notBefore).With(failure);
        }

        return events.Count == 0 ? 0 : await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<List<ClaimedEvent>> DueAsync(
        NpgsqlConnection connection, int max, Instant now, Instant leaseUntil, bool lockRows, CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch();
        await using var free = batch.ConfigureAwait(false);
        batch.Add(lockRows ? due + " for update skip locked" : due).With(now).With((long)max);
        var row = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var close = row.ConfigureAwait(false);
        var events = new List<ClaimedEvent>();
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            events.Add(new()
            {
                Tenant = new(row.GetString(0)),
                Event = new()
                {
                    Owner = row.GetGuid(1),
                    Id = row.GetGuid(2),
                    Kind = row.GetString(3),
                    OccurredAt = PgParameters.ReadInstant(row, 4),
                    Data = Payload.FromBytes(row.GetFieldValue<byte[]>(5)),
                },
                Attempt = row.GetInt32(6) + 1,
                LeaseUntil = leaseUntil,
            });
        }

        return events;
    }
}
