using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace CrossBorder.Crm.Sqlite;

/// <summary>The tables in SQLite.</summary>
internal sealed class SqliteSchema(IEnumerable<CollectionSchema> collections, SqliteStorageOptions options, SqliteConnections connections) : IStorageSchema
{
    private readonly string versions = $"{options.TablePrefix}schema";
    private readonly CollectionTables[] tables =
        [.. collections.DistinctBy(c => c.Name).OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => new CollectionTables(c, options.TablePrefix))];

    public IReadOnlyList<SchemaScript> Scripts { get; } =
    [
        new() { Subject = "schema", Number = 1, Sql = Steps($"{options.TablePrefix}schema") },
        new() { Subject = "outbox", Number = 1, Sql = Outbox($"{options.TablePrefix}outbox") },
        .. collections.DistinctBy(c => c.Name).OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => new SchemaScript
        {
            Subject = c.Name,
            Number = 1,
            Sql = Collection(new CollectionTables(c, options.TablePrefix)),
        }),
        .. collections.DistinctBy(c => c.Name).OrderBy(c => c.Name, StringComparer.Ordinal).SelectMany(c => c.Views.Select(view => new SchemaScript
        {
            Subject = $"report {view.Name}",
            Number = view.Version,
            Sql = View(new CollectionTables(c, options.TablePrefix), view),
        })),
    ];

    public ValueTask EnsureSchemaAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var connection = connections.Open();
        using var session = new SqliteSession(connection);
        try
        {
            // One host at a time: the others wait here and then find everything done.
            session.Execute("begin immediate");
            try
            {
                Make(session);
                session.Execute("commit");
            }
            catch
            {
                session.Execute("rollback");
                throw;
            }
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Explain(exception, connections.Name);
        }

        return ValueTask.CompletedTask;
    }

    private void Make(SqliteSession session)
    {
        session.Execute(Scripts[0].Sql);
        var done = RefuseNewer(session);
        AddFields(session);
        foreach (var script in Scripts.Where(script => done.GetValueOrDefault(script.Subject) < script.Number))
        {
            session.Execute(script.Sql);
            session.Execute($"insert or ignore into {versions} values (@subject, @number)", ("@subject", script.Subject), ("@number", script.Number));
        }
    }

    /// <summary>Adds the columns of index fields that a collection got after its table was made.</summary>
    private void AddFields(SqliteSession session)
    {
        foreach (var t in tables)
        {
            var columns = new List<string>();
            using (var rows = session.Command($"select name from pragma_table_info('{t.Main}')").ExecuteReader())
            {
                while (rows.Read())
                {
                    columns.Add(rows.GetString(0));
                }
            }

            if (columns.Count == 0 || t.MissingFields(columns) is not { Count: > 0 } missing)
            {
                continue;
            }

            if (session.Command($"select 1 from {t.Main} limit 1").ExecuteScalar() is not null)
            {
                throw t.NoValues($"SQLite database '{connections.Name}'", missing);
            }

            foreach (var field in missing)
            {
                session.Execute($"alter table {t.Main} add column {CollectionTables.Column(field)} {SqliteValues.ColumnType(field.Type)}");
            }

            session.Execute(Collection(t));
        }
    }

    /// <summary>The last step of each subject that the database has seen.</summary>
    private Dictionary<string, long> RefuseNewer(SqliteSession session)
    {
        var done = new Dictionary<string, long>(StringComparer.Ordinal);
        var known = Scripts.GroupBy(s => s.Subject).ToDictionary(group => group.Key, group => group.Max(s => s.Number), StringComparer.Ordinal);
        using var rows = session.Command($"select subject, max(number) from {versions} group by subject").ExecuteReader();
        while (rows.Read())
        {
            var (subject, number) = (rows.GetString(0), rows.GetInt64(1));
            done[subject] = number;
            if (known.TryGetValue(subject, out var last) && number > last)
            {
                throw new StorageException(
                    $"SQLite database '{connections.Name}': the schema of '{subject}' is at step {number}; this release knows step {last}. Use the newer release; nothing was changed.");
            }
        }

        return done;
    }

    private static string Steps(string table) =>
        $"create table if not exists {table} (subject text not null, number integer not null, primary key (subject, number)) without rowid;\n";

    private static string View(CollectionTables tables, ReportView view) =>
        $"drop view if exists {tables.View(view)};\ncreate view {tables.View(view)} as {ReportViewStatement.Select(tables, view, new SqliteReports())};\n";

    private static string Outbox(string table) => $"""
        create table if not exists {table} (
            tenant text not null, owner blob not null, event_id blob not null, kind text not null, occurred_at integer not null,
            data blob not null, attempt integer not null default 0, worker text, not_before integer, failure text,
            primary key (tenant, owner, event_id)) without rowid;
        create index if not exists {table}_due on {table} (occurred_at, event_id);
        """;

    private static string Collection(CollectionTables t)
    {
        var fields = string.Concat(t.Schema.Fields.Select(f => $", {CollectionTables.Column(f)} {SqliteValues.ColumnType(f.Type)}"));
        var indexes = string.Concat(t.Schema.Fields.Select(f =>
            $"create index if not exists {t.Main}_{f.Name} on {t.Main} (tenant, {CollectionTables.Column(f)}, id) where {CollectionTables.Column(f)} is not null;\n"));
        var references = $"""
            create table if not exists {t.References} (
                tenant text not null, id blob not null, reference text not null, version integer not null,
                primary key (tenant, id, reference, version)) without rowid;
            create index if not exists {t.References}_target on {t.References} (tenant, reference, id);

            """;

        // Heads and records have row ids: a row of a table without them spills over to another page from a kilobyte on.
        return t.IsStream
            ? $"""
               create table if not exists {t.Main} (
                   tenant text not null, id blob not null, version integer not null, state blob not null, chain blob not null, owner_ref text{fields},
                   primary key (tenant, id));
               {indexes}create table if not exists {t.Entries} (
                   tenant text not null, id blob not null, version integer not null, payload blob not null, chain blob not null, refs text not null,
                   key text, hash blob, answer blob,
                   primary key (tenant, id, version)) without rowid;
               create unique index if not exists {t.Entries}_key on {t.Entries} (tenant, id, key) where key is not null;
               {references}
               """
            : $"""
               create table if not exists {t.Main} (
                   tenant text not null, id blob not null, version integer not null, payload blob not null, owner_ref text{fields},
                   primary key (tenant, id));
               {indexes}{references}
               """;
    }
}
