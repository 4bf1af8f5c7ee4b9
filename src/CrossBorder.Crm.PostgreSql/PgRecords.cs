using System.Globalization;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.Relational;
using Npgsql;

namespace CrossBorder.Crm.PostgreSql;

/// <summary>The statements of one collection of records.</summary>
internal sealed class PgRecords
{
    private readonly CollectionTables tables;
    private readonly PgOutbox outbox;
    private readonly string find;
    private readonly string insert;
    private readonly string update;
    private readonly string versions;
    private readonly string unfile;
    private readonly PgInsert references;

    public PgRecords(CollectionTables tables, PgOutbox outbox)
    {
        (this.tables, this.outbox) = (tables, outbox);
        find = $"select version, payload from {tables.Main} where tenant = $1 and id = $2";
        insert = $"insert into {tables.Main} (tenant, id, version, payload, owner_ref{tables.FieldList}) "
            + $"values ($1, $2, $3, $4, $5{PgStreams.Parameters(6, tables.Schema.Fields.Length)}) on conflict do nothing";
        update = $"update {tables.Main} set version = $3, payload = $4, owner_ref = $5"
            + $"{string.Concat(tables.Schema.Fields.Select((f, i) => string.Create(CultureInfo.InvariantCulture, $", {CollectionTables.Column(f)} = ${7 + i}")))} "
            + "where tenant = $1 and id = $2 and version = $6";
        versions = $"select version from {tables.Main} where tenant = $1 and id = $2";
        unfile = $"delete from {tables.References} where tenant = $1 and id = $2";
        references = new(tables.References, "tenant, id, reference, version", 4, " on conflict do nothing");
    }

    public async ValueTask<StoredRecord?> FindAsync(NpgsqlConnection connection, TenantId tenant, Guid id, CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch();
        await using var free = batch.ConfigureAwait(false);
        batch.Add(find).With(tenant.Value).With(id);
        await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        var row = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var close = row.ConfigureAwait(false);
        return await row.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new() { Id = id, Version = row.GetInt64(0), Payload = Payload.FromBytes(row.GetFieldValue<byte[]>(1)) }
            : null;
    }

    /// <summary>Whether a write is one statement, which needs no transaction round it.</summary>
    public static bool IsOneStatement(RecordWrite<Payload> write) => write.ExpectedVersion == 0 && write.References.IsEmpty && write.Events.IsEmpty;

    /// <summary>Writes the records themselves, in the order of their ids; says which were written.</summary>
    /// <param name="connection">The connection, in a transaction if <paramref name="begin"/> is null and there are several.</param>
    /// <param name="begin">A statement to put before them, or null.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="saves">The writes.</param>
    /// <param name="cancellationToken">Cancels the writes.</param>
    public async ValueTask<bool[]> WriteAsync(
        NpgsqlConnection connection, string? begin, TenantId tenant, IReadOnlyList<RecordSave<Guid, Payload>> saves, CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch();
        await using var free = batch.ConfigureAwait(false);
        if (begin is not null)
        {
            batch.Add(begin);
        }

        var order = Enumerable.Range(0, saves.Count).OrderBy(i => saves[i].Id).ToList();
        foreach (var i in order)
        {
            Add(batch, tenant, saves[i].Id, saves[i].Write);
        }

        await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        var written = new bool[saves.Count];
        for (var i = 0; i < order.Count; i++)
        {
            written[order[i]] = batch.BatchCommands[i + (begin is null ? 0 : 1)].RecordsAffected == 1;
        }

        return written;
    }

    /// <summary>Adds what belongs to records that were written: what they are filed under, and their events.</summary>
    public void AddRest(NpgsqlBatch batch, TenantId tenant, IReadOnlyList<RecordSave<Guid, Payload>> written)
    {
        foreach (var save in written.Where(save => save.Write.ExpectedVersion > 0))
        {
            batch.Add(unfile).With(tenant.Value).With(save.Id);
        }

        var filed = written.SelectMany(save => save.Write.References.Select(r => (save.Id, r.Text))).ToList();
        references.AddTo(batch, filed.Count, (command, i) => command.With(tenant.Value).With(filed[i].Id).With(filed[i].Text).With(0L));
        outbox.AddTo(batch, [.. written.SelectMany(save => save.Write.Events.Select(e => (tenant, e)))]);
    }

    public async ValueTask<long> VersionAsync(NpgsqlConnection connection, TenantId tenant, Guid id, CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch();
        await using var free = batch.ConfigureAwait(false);
        batch.Add(versions).With(tenant.Value).With(id);
        return await batch.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as long? ?? 0;
    }

    public ValueTask<Page<StoredRecord>> ListAsync(
        NpgsqlConnection connection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        PgList.ReadAsync(
            connection, tables, "m.version, m.payload", 3, tenant, query, page,
            static (row, id) => new StoredRecord { Id = id, Version = row.GetInt64(1), Payload = Payload.FromBytes(row.GetFieldValue<byte[]>(2)) }, cancellationToken);

    private void Add(NpgsqlBatch batch, TenantId tenant, Guid id, RecordWrite<Payload> write)
    {
        var isNew = write.ExpectedVersion == 0;
        var command = batch.Add(isNew ? insert : update)
            .With(tenant.Value).With(id).With(write.NewVersion).With(write.Record.Bytes).With(write.Owner?.ToString());
        if (!isNew)
        {
            command.With(write.ExpectedVersion);
        }

        for (var i = 0; i < write.Index.Length; i++)
        {
            command.With(tables.Schema.Fields[i].Type, write.Index[i]);
        }
    }
}
