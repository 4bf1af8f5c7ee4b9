using CrossBorder.Crm.Storage;
using Npgsql;

namespace CrossBorder.Crm.PostgreSql;

/// <summary>Says what to do, in place of an error code. Never shows a connection string.</summary>
internal static class PgErrors
{
    public static StorageException Explain(NpgsqlException error, PostgreSqlStorageOptions options)
    {
        var advice = error is PostgresException postgres
            ? postgres.SqlState switch
            {
                PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                    "The server refuses the user or the password of the connection string.",
                PostgresErrorCodes.InvalidCatalogName => "The database of the connection string does not exist. Create it first.",
                PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName =>
                    $"The schema '{options.Schema}' has no tables of this library yet. Call EnsureSchemaAsync() once, or run the scripts of IStorageSchema.",
                PostgresErrorCodes.InsufficientPrivilege => $"The user may not use the schema '{options.Schema}'. Grant it, or name another schema.",
                PostgresErrorCodes.DiskFull => "The server's disk is full. Nothing of this call was written.",
                PostgresErrorCodes.TooManyConnections => "The server has no connection left. Lower the pool's size or raise the server's limit.",
                _ => $"{postgres.MessageText} ({postgres.SqlState})",
            }
            : error.InnerException is TimeoutException
                ? "The server did not answer in time; another transaction may hold a lock. The call may be repeated: its key or version makes that safe."
                : "The server cannot be reached, or the connection was lost. The call may be repeated: its key or version makes that safe.";
        return new StorageException($"PostgreSQL: {advice}", error);
    }

    /// <summary>Whether every call fails like this one: there is no server, no room, no table or no right. Otherwise it may be this call's own fault.</summary>
    public static bool ConcernsAll(Exception error) => error is StorageException { InnerException: NpgsqlException cause }
        && (cause is PostgresException { SqlState: { } state }
            ? state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal)
                || state is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.InsufficientPrivilege
            : cause.InnerException is not TimeoutException);
}
