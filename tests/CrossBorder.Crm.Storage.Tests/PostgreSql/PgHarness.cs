using System.Security.Cryptography;
using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.PostgreSql;
using Npgsql;

namespace CrossBorder.Crm.Storage.Tests.PostgreSql;

/// <summary>A schema of a test's own on the tests' server, dropped at the end.</summary>
internal sealed class PgHouse : IAsyncDisposable
{
    private readonly NpgsqlDataSource source;

    public PgHouse(string? connectionString = null)
    {
        ConnectionString = connectionString ?? PgServer.ConnectionString;
        source = NpgsqlDataSource.Create(ConnectionString);
    }

    public string ConnectionString { get; }

    public string SchemaName { get; } = $"t_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";

    public PgDatabase Database(Action<PostgreSqlStorageOptions>? configure = null)
    {
        var options = new PostgreSqlStorageOptions { Schema = SchemaName };
        configure?.Invoke(options);
#pragma warning disable RS0030 // Only waits between repetitions take this clock.
        return new(source, owned: false, options, TimeProvider.System);
#pragma warning restore RS0030
    }

    public PgSchema Schema(IEnumerable<CollectionSchema> collections) => new(collections, Database());

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public async ValueTask DisposeAsync()
    {
        await ScalarAsync<object>($"drop schema if exists {SchemaName} cascade");
        await source.DisposeAsync();
    }
}

/// <summary>All cases on one schema; a restart leaves the old store as it is, as a killed process would.</summary>
internal sealed class PgHarness : IStorageHarness, IAsyncDisposable
{
    private PgHouse? house;

    public StorageCapabilities Capabilities =>
        StorageCapabilities.Outbox | StorageCapabilities.AtomicStreams | StorageCapabilities.Durable | StorageCapabilities.Faults;

    public async ValueTask<IStoreUnderTest<IStorageEngine>> OpenAsync(CancellationToken cancellationToken)
    {
        if (house is null)
        {
            house = new();
            await house.Schema(StorageConformance.Collections).EnsureSchemaAsync(cancellationToken);
        }

        return new UnderTest(house);
    }

    public ValueTask DisposeAsync() => house?.DisposeAsync() ?? ValueTask.CompletedTask;

    private sealed class UnderTest(PgHouse house) : IStoreUnderTest<IStorageEngine>
    {
        private PgDatabase database = house.Database();

        public IStorageEngine Store => new PgEngine(database);

        public ValueTask RestartAsync(CancellationToken cancellationToken)
        {
            database = house.Database();
            return ValueTask.CompletedTask;
        }

        public void FailNextWrite() => database.Fault = "select 1 / 0";

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
