using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CrossBorder.Crm.Sqlite;

/// <summary>Opens connections to the database, and keeps the readers' ones.</summary>
internal sealed class SqliteConnections(string connectionString, SqliteStorageOptions options) : IDisposable
{
    private readonly ConcurrentBag<Reader> readers = [];

    /// <summary>The database as messages name it: the file, never the whole connection string, which may hold a password.</summary>
    public string Name { get; } = RequireFile(new SqliteConnectionStringBuilder(connectionString));

    /// <summary>For tests: prepares every new connection.</summary>
    public Action<SqliteConnection>? Opened { get; set; }

    /// <summary>Reads with a connection of the pool. In WAL mode readers never wait for the writer.</summary>
    public T Read<T>(Func<SqliteSession, T> read)
    {
        if (!readers.TryTake(out var reader))
        {
            reader = new Reader(Open());
        }

        try
        {
            return read(reader.Session);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Explain(exception, Name);
        }
        finally
        {
            readers.Add(reader);
        }
    }

    /// <summary>A new open connection with the settings that durability depends on.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            using var settings = connection.CreateCommand();
            var busy = ((long)options.BusyTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            var synchronous = options.Synchronous switch
            {
                SqliteSynchronous.Full => "full",
                SqliteSynchronous.Normal => "normal",
                _ => "off",
            };
            settings.CommandText = $"pragma busy_timeout = {busy}; pragma journal_mode = wal; pragma synchronous = {synchronous}; pragma wal_autocheckpoint = 40000; pragma cache_size = -65536";
            settings.ExecuteNonQuery();
            Opened?.Invoke(connection);
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw SqliteErrors.Explain(exception, Name);
        }
    }

    public void Dispose()
    {
        while (readers.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    // Readers and the writer each open the database: in memory every one of them would see its own.
    private static string RequireFile(SqliteConnectionStringBuilder settings) =>
        settings.Mode == SqliteOpenMode.Memory || settings.DataSource.Length == 0 || settings.DataSource.Contains(":memory:", StringComparison.Ordinal)
            ? throw new ArgumentException(
                $"The data source '{settings.DataSource}' is no file. Name one, as in 'Data Source=crm.db', or keep everything in memory with UseInMemory().", nameof(settings))
            : settings.DataSource;

    private sealed class Reader(SqliteConnection connection) : IDisposable
    {
        public SqliteSession Session { get; } = new(connection);

        public void Dispose()
        {
            Session.Dispose();
            connection.Dispose();
        }
    }
}
