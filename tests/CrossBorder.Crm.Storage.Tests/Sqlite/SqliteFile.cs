using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.Sqlite;

namespace CrossBorder.Crm.Storage.Tests.Sqlite;

/// <summary>A database file in a folder of its own, removed at the end.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("crm-sqlite-");

    public string Path => System.IO.Path.Combine(folder.FullName, "crm.db");

    public string ConnectionString => $"Data Source={Path};Pooling=False";

    public SqliteEngine Open(SqliteStorageOptions? options = null)
    {
        options ??= new();
        return new(new SqliteConnections(ConnectionString, options), options);
    }

    public SqliteSchema Schema(IEnumerable<CollectionSchema> collections, SqliteStorageOptions? options = null)
    {
        options ??= new();
        return new(collections, options, new SqliteConnections(ConnectionString, options));
    }

    public void Dispose()
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A store that was left as a killed process would leave it may still hold its file.
        }
    }
}

/// <summary>All cases on one file; a restart leaves the old store as it is, as a killed process would.</summary>
internal sealed class SqliteHarness : IStorageHarness, IDisposable
{
    private readonly SqliteFile file = new();
    private bool made;

    public StorageCapabilities Capabilities =>
        StorageCapabilities.Outbox | StorageCapabilities.AtomicStreams | StorageCapabilities.Durable | StorageCapabilities.Faults;

    public async ValueTask<IStoreUnderTest<IStorageEngine>> OpenAsync(CancellationToken cancellationToken)
    {
        if (!made)
        {
            await file.Schema(StorageConformance.Collections).EnsureSchemaAsync(cancellationToken);
            made = true;
        }

        return new UnderTest(file);
    }

    public void Dispose() => file.Dispose();

    private sealed class UnderTest(SqliteFile file) : IStoreUnderTest<IStorageEngine>
    {
        private SqliteEngine engine = file.Open();

        public IStorageEngine Store => engine;

        public ValueTask RestartAsync(CancellationToken cancellationToken)
        {
            engine = file.Open();
            return ValueTask.CompletedTask;
        }

        public void FailNextWrite() => engine.BeforeCommit = () =>
        {
            engine.BeforeCommit = null;
            throw new InvalidOperationException("The test lets the last step fail.");
        };

        public ValueTask DisposeAsync() => engine.DisposeAsync();
    }
}
