using Npgsql;

namespace CrossBorder.Crm.PostgreSql;

/// <summary>Runs batches: prepared, and again after a fault that passes.</summary>
internal sealed class PgDatabase(NpgsqlDataSource source, PostgreSqlStorageOptions options, TimeProvider time)
{
    /// <summary>Runs work on a connection of the host's pool. The work may be run again; the caller makes that safe.</summary>
    public async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                return await work(connection, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (attempt < options.MaxRetries && Passes(exception))
            {
                await Task.Delay(options.RetryDelay * Math.Pow(2, attempt), time, cancellationToken).ConfigureAwait(false);
            }
            catch (NpgsqlException exception)
            {
                throw PgErrors.Explain(exception, options);
            }
        }
    }

    /// <summary>A lost connection, a server that starts or stops, a deadlock, a failed serialization.</summary>
    private static bool Passes(Exception exception) => exception is NpgsqlException { IsTransient: true } and not PostgresException { SqlState: PostgresErrorCodes.TooManyConnections }
        || exception is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow };
}
