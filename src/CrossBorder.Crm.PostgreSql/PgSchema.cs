using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.Relational;
using Npgsql;

namespace CrossBorder.Crm.PostgreSql;

/// <summary>The tables in PostgreSQL.</summary>
/// <remarks>
/// Every primary key begins with the tenant and the owner, and every foreign key holds both, so the tables can be distributed by either as they
/// are. There are no triggers and no sequences.
/// </remarks>
internal sealed class PgSchema(IEnumerable<CollectionSchema> collections, PgDatabase database) : IStorageSchema
{
    // Any constant will do, as long as no other program takes it: it makes hosts that start at once wait for each other.
    private const long Lock = 0x43524D5F4C4F434B;

    private readonly string schema = database.Options.Schema;
    private readonly CollectionTables[] tables =
        [.. collections.DistinctBy(c => c.Name).OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => new CollectionTables(c, $"{database.Options.Schema}."))];

    public IReadOnlyList<SchemaScript> Scripts { get; } =
    [
        new() { Subject = "schema", Number = 1, Sql = Steps(database.Options.Schema) },
        new() { Subject = "outbox", Number = 1, Sql = Outbox(database.Options.Schema) },
        .. collections.DistinctBy(c => c.Name).OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => new SchemaScript
        {
            Subject = c.Name,
            Number = 1,
            Sql = Collection(new CollectionTables(c, $"{database.Options.Schema}.")),
        }),
        .. collections.DistinctBy(c => c.Name).OrderBy(c => c.Name, StringComparer.Ordinal).SelectMany(c => c.Views.Select(view => new SchemaScript
        {
            Subject = $"report {view.Name}",
            Number = view.Version,
            Sql = View(new CollectionTables(c, $"{database.Options.Schema}."), view),
        })),
    ];

    public async ValueTask EnsureSchemaAsync(CancellationToken cancellationToken) =>
        await database.RunAsync(
            async (connection, token) =>
            {
                var transaction = await connection.BeginTransactionAsync(token).ConfigureAwait(false);
                await using var rollback = transaction.ConfigureAwait(false);
                await ExecuteAsync(connection, $"select pg_advisory_xact_lock({Lock})", token).ConfigureAwait(false);
                await ExecuteAsync(connection, Scripts[0].Sql, token).ConfigureAwait(false);
                var done = await StepsAsync(connection, token).ConfigureAwait(false);
                RefuseNewer(done);
                await AddFieldsAsync(connection, token).ConfigureAwait(false);
                foreach (var script in Scripts.Where(script => !done.Contains((script.Subject, script.Number))))
                {
                    await ExecuteAsync(connection, script.Sql, token).ConfigureAwait(false);
                    await ExecuteAsync(connection, $"insert into {schema}.schema_steps values ('{script.Subject}', {script.Number})", token).ConfigureAwait(false);
                }

                await transaction.CommitAsync(token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    private void RefuseNewer(HashSet<(string Subject, int Number)> done)
    {
        foreach (var group in Scripts.GroupBy(script => script.Subject))
        {
            var known = group.Max(script => script.Number);
            if (done.Where(step => step.Subject == group.Key).Select(step => step.Number).DefaultIfEmpty().Max() is var number && number > known)
            {
                throw new StorageException(
                    $"PostgreSQL schema '{schema}': '{group.Key}' is at step {number}; this release knows step {known}. Use the newer release; nothing was changed.");
            }
        }
    }

    /// <summary>Adds the columns of index fields that a collection got after its table was made.</summary>
    private async Task AddFieldsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var columns = (await RowsAsync(
            connection,
            $"select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid where c.relnamespace = to_regnamespace('{schema}') and a.attnum > 0 and not a.attisdropped",
            static row => (Table: row.GetString(0), Column: row.GetString(1)),
            cancellationToken).ConfigureAwait(false)).ToLookup(c => c.Table, c => c.Column, StringComparer.Ordinal);
        foreach (var t in tables.Where(t => columns.Contains(t.Schema.Name)))
        {
            var missing = t.MissingFields(columns[t.Schema.Name]);
            if (missing.Count == 0)
            {
                continue;
            }

            // Nobody writes a row without the field between the look and the column.
            await ExecuteAsync(connection, $"lock table {t.Main} in access exclusive mode", cancellationToken).ConfigureAwait(false);
            if ((await RowsAsync(connection, $"select 1 from {t.Main} limit 1", static row => row.GetInt32(0), cancellationToken).ConfigureAwait(false)).Count > 0)
            {
                throw t.NoValues($"PostgreSQL schema '{schema}'", missing);
            }

            foreach (var field in missing)
            {
                await ExecuteAsync(connection, $"alter table {t.Main} add column {CollectionTables.Column(field)} {PgParameters.ColumnType(field.Type)}", cancellationToken).ConfigureAwait(false);
            }

            await ExecuteAsync(connection, Collection(t), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HashSet<(string, int)>> StepsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        [.. await RowsAsync(connection, $"select subject, number from {schema}.schema_steps", static row => (row.GetString(0), row.GetInt32(1)), cancellationToken).ConfigureAwait(false)];

    private static async Task<List<T>> RowsAsync<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var free = command.ConfigureAwait(false);
        var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var close = row.ConfigureAwait(false);
        var rows = new List<T>();
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(row));
        }

        return rows;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var free = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    // A user who may use the schema but not make one must not fail where it is there already.
    private static string Steps(string schema) => $"""
        do $$ begin if to_regnamespace('{schema}') is null then create schema {schema}; end if; end $$;
        create table if not exists {schema}.schema_steps (subject text not null, number integer not null, primary key (subject, number));

        """;

    private static string View(CollectionTables tables, ReportView view) =>
        $"create or replace view {tables.View(view)} as {ReportViewStatement.Select(tables, view, new PgReports())};\n";

    private static string Outbox(string schema) => $"""
        create table if not exists {schema}.outbox (
            tenant text collate "C" not null, owner uuid not null, event_id uuid not null, kind text not null, occurred_at timestamptz not null,
            data bytea not null, attempt integer not null default 0, worker text, not_before timestamptz, failure text,
            primary key (tenant, owner, event_id));
        create index if not exists outbox_due on {schema}.outbox (occurred_at, event_id);
        """;

    private static string Collection(CollectionTables t)
    {
        const string owner = "tenant text collate \"C\" not null, id uuid not null";
        var fields = string.Concat(t.Schema.Fields.Select(f => $", {CollectionTables.Column(f)} {PgParameters.ColumnType(f.Type)}"));
        var indexes = string.Concat(t.Schema.Fields.Select(f =>
            $"create index if not exists {t.Schema.Name}_{f.Name} on {t.Main} (tenant, {CollectionTables.Column(f)}, id) where {CollectionTables.Column(f)} is not null;\n"));
        var references = $"""
            create table if not exists {t.References} (
                {owner}, reference text collate "C" not null, version bigint not null,
                primary key (tenant, id, reference, version));
            create index if not exists {t.Schema.Name}_refs_target on {t.References} (tenant, reference, id);
            """;
        return t.IsStream
            ? $"""
               create table if not exists {t.Main} (
                   {owner}, version bigint not null, state bytea not null, chain bytea not null, owner_ref text{fields},
                   primary key (tenant, id)) with (fillfactor = 70);
               {indexes}create table if not exists {t.Entries} (
                   {owner}, version bigint not null, payload bytea not null, chain bytea not null, refs text[] not null,
                   key text collate "C", hash bytea, answer bytea,
                   primary key (tenant, id, version), foreign key (tenant, id) references {t.Main} (tenant, id));
               create unique index if not exists {t.Schema.Name}_entries_key on {t.Entries} (tenant, id, key) where key is not null;
               {references}
               """
            : $"""
               create table if not exists {t.Main} (
                   {owner}, version bigint not null, payload bytea not null, owner_ref text{fields},
                   primary key (tenant, id));
               {indexes}{references}
               """;
    }
}
