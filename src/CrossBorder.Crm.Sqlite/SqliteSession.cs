using CrossBorder.Crm.Storage;
using Microsoft.Data.Sqlite;

namespace CrossBorder.Crm.Sqlite;

/// <summary>One connection and its prepared statements. Used by one caller at a time.</summary>
internal sealed class SqliteSession(SqliteConnection connection, SqliteTransaction? transaction = null) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> commands = new(StringComparer.Ordinal);

    /// <summary>A prepared statement with its parameters set. Belongs to the session.</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!commands.TryGetValue(sql, out var command))
        {
            commands[sql] = command = new SqliteCommand(sql, connection, transaction);
            foreach (var (name, _) in parameters)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
        }

        return command;
    }

    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Command(sql, parameters).ExecuteNonQuery();

    /// <summary>Does all of a write or none of it, whatever transaction it stands in.</summary>
    public T Whole<T>(Func<T> write)
    {
        Execute("savepoint crm");
        try
        {
            var result = write();
            Execute("release crm");
            return result;
        }
        catch
        {
            UndoWhole();
            throw;
        }
    }

    // After some errors, such as a full disk, SQLite itself has rolled back everything; then the savepoint is gone.
    private void UndoWhole()
    {
        try
        {
            Execute("rollback to crm");
            Execute("release crm");
        }
        catch (SqliteException)
        {
        }
    }

    public void Dispose()
    {
        foreach (var command in commands.Values)
        {
            command.Dispose();
        }
    }
}
