using System.Data.Common;
using System.Globalization;
using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.PostgreSql;
using CrossBorder.Crm.Storage.Tests.PostgreSql;
using CrossBorder.Crm.Storage.Tests.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CrossBorder.Crm.Storage.Tests;

/// <summary>An engine with the kit's collections beside a table of the host.</summary>
internal sealed class EngineHouse(
    IStorageEngine engine, Func<IEnumerable<CollectionSchema>, IStorageSchema> schema, Func<DbConnection> connect, string table, Func<ValueTask> dispose) : IAsyncDisposable
{
    public IStorageEngine Engine => engine;

    public static async Task<EngineHouse> OpenAsync(string adapter)
    {
        EngineHouse house;
        if (adapter == "Sqlite")
        {
            var file = new SqliteFile();
            await file.Schema(StorageConformance.Collections).EnsureSchemaAsync(TestContext.Current.CancellationToken);
            var engine = file.Open();
            house = new(engine, collections => file.Schema(collections), () => new SqliteConnection(file.ConnectionString), "host_rows", async () =>
            {
                await engine.DisposeAsync();
                file.Dispose();
            });
        }
        else
        {
            PgServer.Require();
            var schema = new PgHouse();
            await schema.Schema(StorageConformance.Collections).EnsureSchemaAsync(TestContext.Current.CancellationToken);
            house = new(new PgEngine(schema.Database()), schema.Schema, () => new NpgsqlConnection(schema.ConnectionString), $"{schema.SchemaName}.host_rows", schema.DisposeAsync);
        }

        await house.ScalarAsync($"create table {house.Table} (id integer)", null);
        return house;
    }

    private string Table => table;

    /// <summary>The schema of other collections in the same database.</summary>
    public IStorageSchema Schema(IEnumerable<CollectionSchema> collections) => schema(collections);

    public async Task InTransactionAsync(bool commit, Func<HostTransaction, Task> work)
    {
        await using var connection = connect();
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await work(new(connection, transaction));
        await (commit ? transaction.CommitAsync() : transaction.RollbackAsync());
    }

    public Task HostWritesAsync(HostTransaction transaction) => ScalarAsync($"insert into {Table} values (1)", transaction);

    public async Task<long> HostRowsAsync() => Convert.ToInt64(await ScalarAsync($"select count(*) from {Table}", null), CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => dispose();

    private async Task<object?> ScalarAsync(string sql, HostTransaction? transaction)
    {
        await using var own = transaction is null ? connect() : null;
        if (own is not null)
        {
            await own.OpenAsync();
        }

        await using var command = (own ?? transaction!.Connection).CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction?.Transaction;
        return await command.ExecuteScalarAsync();
    }
}
