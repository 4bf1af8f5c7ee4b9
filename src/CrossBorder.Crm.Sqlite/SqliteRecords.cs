using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace CrossBorder.Crm.Sqlite;

/// <summary>The statements of one collection of records.</summary>
internal sealed class SqliteRecords(CollectionTables tables, SqliteOutbox outbox)
{
    private readonly string find = $"select version, payload from {tables.Main} where tenant = @tenant and id = @id";
    private readonly string insert =
        $"insert into {tables.Main} (tenant, id, version, payload, owner_ref{tables.FieldList}) values (@tenant, @id, @version, @payload, @owner{SqliteFields.Parameters(tables)}) on conflict do nothing";
    private readonly string update =
        $"update {tables.Main} set version = @version, payload = @payload, owner_ref = @owner{SqliteFields.Assignments(tables)} where tenant = @tenant and id = @id and version = @expected";
    private readonly string version = $"select version from {tables.Main} where tenant = @tenant and id = @id";
    private readonly string unfile = $"delete from {tables.References} where tenant = @tenant and id = @id";
    private readonly string file = $"insert or ignore into {tables.References} (tenant, id, reference, version) values (@tenant, @id, @reference, 0)";

    public StoredRecord? Find(SqliteSession session, TenantId tenant, Guid id)
    {
        using var row = session.Command(find, ("@tenant", tenant.Value), ("@id", SqliteValues.Id(id))).ExecuteReader();
        return row.Read() ? new() { Id = id, Version = row.GetInt64(0), Payload = Payload.FromBytes(row.GetFieldValue<byte[]>(1)) } : null;
    }

    public WriteResult Save(SqliteSession session, TenantId tenant, Guid id, RecordWrite<Payload> write)
    {
        var key = SqliteValues.Id(id);
        List<(string, object?)> values =
        [
            ("@tenant", tenant.Value), ("@id", key), ("@version", write.NewVersion), ("@payload", write.Record.Bytes.ToArray()), ("@owner", write.Owner?.ToString()),
        ];
        SqliteFields.Add(values, tables, write.Index);
        if (write.ExpectedVersion > 0)
        {
            values.Add(("@expected", write.ExpectedVersion));
        }

        if (session.Execute(write.ExpectedVersion == 0 ? insert : update, [.. values]) == 0)
        {
            return new(WriteStatus.Conflict, session.Command(version, ("@tenant", tenant.Value), ("@id", key)).ExecuteScalar() as long? ?? 0);
        }

        session.Execute(unfile, ("@tenant", tenant.Value), ("@id", key));
        foreach (var reference in write.References)
        {
            session.Execute(file, ("@tenant", tenant.Value), ("@id", key), ("@reference", reference.Text));
        }

        outbox.Add(session, tenant, write.Events);
        return new(WriteStatus.Saved, write.NewVersion);
    }

    public Page<StoredRecord> List(SqliteSession session, TenantId tenant, StoreQuery query, PageRequest page) =>
        SqliteFields.List(session, tables, "m.version, m.payload", 3, tenant, query, page, (row, id) =>
            new StoredRecord { Id = id, Version = row.GetInt64(1), Payload = Payload.FromBytes(row.GetFieldValue<byte[]>(2)) });
}

/// <summary>What records and heads share: the columns of index fields, and lists.</summary>
internal static class SqliteFields
{
    public static string Parameters(CollectionTables tables) => string.Concat(tables.Schema.Fields.Select(f => $", @{CollectionTables.Column(f)}"));

    public static string Assignments(CollectionTables tables) =>
        string.Concat(tables.Schema.Fields.Select(f => $", {CollectionTables.Column(f)} = @{CollectionTables.Column(f)}"));

    public static void Add(List<(string, object?)> values, CollectionTables tables, System.Collections.Immutable.ImmutableArray<IndexValue> index)
    {
        for (var i = 0; i < index.Length; i++)
        {
            values.Add(($"@{CollectionTables.Column(tables.Schema.Fields[i])}", SqliteValues.ToColumn(index[i])));
        }
    }

    /// <param name="session">The session.</param>
    /// <param name="tables">The collection.</param>
    /// <param name="columns">The columns to read after the id.</param>
    /// <param name="orderColumn">Where the field that the list is ordered by stands in a row.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="query">The query.</param>
    /// <param name="page">The page.</param>
    /// <param name="read">Makes an item of a row.</param>
    public static Page<T> List<T>(
        SqliteSession session, CollectionTables tables, string columns, int orderColumn, TenantId tenant, StoreQuery query, PageRequest page, Func<SqliteDataReader, Guid, T> read)
    {
        var list = new ListStatement(tables, columns, query, page);
        var command = session.Command(list.Text, [
            ("$1", tenant.Value),
            .. list.Parameters.Select((value, i) => ($"${i + 2}", (object?)SqliteValues.ToColumn(value))),
        ]);
        using var row = command.ExecuteReader();
        var items = new List<T>();
        string? next = null;
        while (row.Read())
        {
            if (items.Count == page.Size)
            {
                return new() { Items = items, Next = next };
            }

            var id = SqliteValues.Id(row.GetFieldValue<byte[]>(0));
            items.Add(read(row, id));
            if (items.Count == page.Size)
            {
                next = ListStatement.NextAfter(id, list.OrderField < 0
                    ? default
                    : SqliteValues.FromColumn(tables.Schema.Fields[list.OrderField].Type, row.GetValue(orderColumn)));
            }
        }

        return new() { Items = items };
    }
}
