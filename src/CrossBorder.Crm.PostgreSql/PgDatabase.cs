using CrossBorder.Crm.Storage;
using Npgsql;

namespace CrossBorder.Crm.PostgreSql;

/// <summary>Takes connections from the pool, and repeats calls after faults that pass.</summary>
internal sealed class PgDatabase(NpgsqlDataSource source, bool owned, PostgreSqlStorageOptions options, TimeProvider time) : IAsyncDisposable
{
    public PostgreSqlStorageOptions Options => options;

    /// <summary>For tests: a statement that is put before the next commit, so that the last step of a write fails.</summary>
    public string? Fault { get; set; }

    /// <summary>Runs a call whose idempotency key or kind makes any repetition safe.</summary>
    public ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken) =>
        RunAsync(work, repeatable: true, cancellationToken);

    /// <summary>Runs a call that must not be repeated when it may have taken effect: after a lost connection nobody knows.</summary>
    public ValueTask<T> RunOnceAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken) =>
        RunAsync(work, repeatable: false, cancellationToken);

    public ValueTask DisposeAsync() => owned ? source.DisposeAsync() : ValueTask.CompletedTask;

    private async ValueTask<T> RunAsync<T>(
        Func<NpgsqlConnection, CancellationToken, ValueTask<T>> work, bool repeatable, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var begun = false;
            try
            {
                var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await using var close = connection.ConfigureAwait(false);
                begun = true;
                return await work(connection, cancellationToken).ConfigureAwait(false);
            }
            catch (NpgsqlException exception) when (attempt < options.MaxRetries && (Undone(exception) || (!begun && Passes(exception)) || (repeatable && Passes(exception) && !Waited(exception))))
            {
                await Task.Delay(options.RetryDelay * Math.Pow(2, attempt), time, cancellationToken).ConfigureAwait(false);
            }
            catch (NpgsqlException exception)
            {
                throw PgErrors.Explain(exception, options);
            }
        }
    }

    /// <summary>A deadlock or a failed serialization: the server has taken everything back.</summary>
    private static bool Undone(NpgsqlException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>A call that waited in vain, mostly for a lock: it has waited long enough.</summary>
    private static bool Waited(NpgsqlException exception) =>
        exception.InnerException is TimeoutException || exception is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    /// <summary>A lost connection, or a server that starts or stops.</summary>
    private static bool Passes(NpgsqlException exception) => exception.IsTransient
        || exception is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow };
}
