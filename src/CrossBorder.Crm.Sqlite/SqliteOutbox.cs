using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Sqlite;

/// <summary>The statements of the outbox.</summary>
internal sealed class SqliteOutbox(string table)
{
    private readonly string add =
        $"insert or ignore into {table} (tenant, owner, event_id, kind, occurred_at, data) values (@tenant, @owner, @event, @kind, @at, @data)";
    private readonly string due =
        $"select tenant, owner, event_id, kind, occurred_at, data, attempt from {table} where not_before is null or not_before <= @now order by occurred_at, event_id limit @max";
    private readonly string claim =
        $"update {table} set worker = @worker, not_before = @until, attempt = attempt + 1 where tenant = @tenant and owner = @owner and event_id = @event";
    private readonly string complete = $"delete from {table} where tenant = @tenant and owner = @owner and event_id = @event and worker = @worker";
    private readonly string release =
        $"update {table} set worker = null, not_before = @until, failure = @failure where tenant = @tenant and owner = @owner and event_id = @event and worker = @worker";

    public void Add(SqliteSession session, TenantId tenant, ImmutableArray<CrmEvent> events)
    {
        foreach (var e in events)
        {
            session.Execute(
                add, ("@tenant", tenant.Value), ("@owner", SqliteValues.Id(e.Owner)), ("@event", SqliteValues.Id(e.Id)), ("@kind", e.Kind),
                ("@at", Microseconds(e.OccurredAt)), ("@data", e.Data.Bytes.ToArray()));
        }
    }

    public IReadOnlyList<ClaimedEvent> Claim(SqliteSession session, int max, string worker, Instant now, Instant leaseUntil)
    {
        var claimed = new List<ClaimedEvent>();
        using (var row = session.Command(due, ("@now", Microseconds(now)), ("@max", max)).ExecuteReader())
        {
            while (row.Read())
            {
                claimed.Add(new()
                {
                    Tenant = new(row.GetString(0)),
                    Event = new()
                    {
                        Owner = SqliteValues.Id(row.GetFieldValue<byte[]>(1)),
                        Id = SqliteValues.Id(row.GetFieldValue<byte[]>(2)),
                        Kind = row.GetString(3),
                        OccurredAt = Instant.FromUnixTimeTicks(row.GetInt64(4) * 10),
                        Data = Payload.FromBytes(row.GetFieldValue<byte[]>(5)),
                    },
                    Attempt = (int)row.GetInt64(6) + 1,
                    LeaseUntil = leaseUntil,
                });
            }
        }

        foreach (var e in claimed)
        {
            session.Execute(
                claim, ("@worker", worker), ("@until", Microseconds(leaseUntil)), ("@tenant", e.Tenant.Value),
                ("@owner", SqliteValues.Id(e.Event.Owner)), ("@event", SqliteValues.Id(e.Event.Id)));
        }

        return claimed;
    }

    public int Complete(SqliteSession session, string worker, IReadOnlyList<OutboxRef> events) => events.Sum(e => session.Execute(
        complete, ("@tenant", e.Tenant.Value), ("@owner", SqliteValues.Id(e.Owner)), ("@event", SqliteValues.Id(e.EventId)), ("@worker", worker)));

    public int Release(SqliteSession session, string worker, IReadOnlyList<OutboxRef> events, Instant notBefore, string failure) =>
        events.Sum(e => session.Execute(
            release, ("@until", Microseconds(notBefore)), ("@failure", failure), ("@tenant", e.Tenant.Value), ("@owner", SqliteValues.Id(e.Owner)),
            ("@event", SqliteValues.Id(e.EventId)), ("@worker", worker)));

    private static long Microseconds(Instant instant) => IndexValue.Of(instant).AsInstant().ToUnixTimeTicks() / 10;
}
