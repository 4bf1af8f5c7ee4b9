using System.Threading.Channels;
using CrossBorder.Crm.Storage;
using Microsoft.Data.Sqlite;

namespace CrossBorder.Crm.Sqlite;

/// <summary>The one writer of the process. Writes that wait together commit together, each still acknowledged only when it is durable.</summary>
/// <remarks>
/// A commit waits for the disk; what arrives meanwhile forms the next group. Each write undoes itself when it fails, so that it takes nothing
/// of its neighbours with it.
/// </remarks>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly Channel<Job> jobs = Channel.CreateUnbounded<Job>(new() { SingleReader = true });
    private readonly SqliteConnections connections;
    private readonly int maxGroup;
    private readonly Lazy<Task> loop;

    public SqliteWriter(SqliteConnections connections, int maxGroup)
    {
        (this.connections, this.maxGroup) = (connections, maxGroup);
        loop = new(() => Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap());
    }

    /// <summary>For tests: runs when all statements of a group are through but the commit.</summary>
    public Action? BeforeCommit { get; set; }

    /// <summary>Writes in the next group.</summary>
    /// <param name="write">The statements. They run in a transaction on the writer's thread.</param>
    /// <param name="cancellationToken">Counts until the write begins; from then on it is carried out.</param>
    public async ValueTask<T> WriteAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var job = new Job<T>(write, cancellationToken);
        _ = loop.Value;
        if (!jobs.Writer.TryWrite(job))
        {
            throw new ObjectDisposedException(nameof(SqliteWriter), "The storage is being shut down; the write was not begun.");
        }

        return await job.Done.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        jobs.Writer.TryComplete();
        if (loop.IsValueCreated)
        {
            await loop.Value.ConfigureAwait(false);
        }
    }

    private async Task RunAsync()
    {
        var group = new List<Job>();
        SqliteConnection? connection = null;
        SqliteSession? session = null;
        try
        {
            while (await jobs.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                try
                {
                    connection ??= connections.Open();
                    session ??= new SqliteSession(connection);
                    CommitGroup(session, group);
                }
                catch (Exception exception) when (exception is SqliteException or StorageException or InvalidOperationException)
                {
                    var explained = exception is SqliteException sqlite ? SqliteErrors.Explain(sqlite, connections.Name) : exception;
                    FailAll(group, explained);
                    session?.Dispose();
                    connection?.Dispose();
                    (session, connection) = (null, null);
                }

                group.Clear();
            }
        }
        finally
        {
            session?.Dispose();
            connection?.Dispose();
        }
    }

    private void CommitGroup(SqliteSession session, List<Job> group)
    {
        session.Execute("begin immediate");
        try
        {
            while (group.Count < maxGroup && jobs.Reader.TryRead(out var job))
            {
                group.Add(job);
                job.Run(session, connections.Name);
            }

            BeforeCommit?.Invoke();
            session.Execute("commit");
        }
        catch
        {
            TryRollback(session);
            throw;
        }

        foreach (var job in group)
        {
            job.Acknowledge();
        }
    }

    // SQLite itself has rolled back after some errors, such as a full disk; then there is nothing left to do.
    private static void TryRollback(SqliteSession session)
    {
        try
        {
            session.Execute("rollback");
        }
        catch (SqliteException)
        {
        }
    }

    private void FailAll(List<Job> group, Exception exception)
    {
        // Without a connection nothing was taken yet: whoever waits must hear of it rather than wait for ever.
        while (group.Count == 0 && jobs.Reader.TryRead(out var job))
        {
            group.Add(job);
        }

        foreach (var job in group)
        {
            job.Fail(exception);
        }
    }

    private abstract class Job
    {
        public abstract void Run(SqliteSession session, string database);

        public abstract void Acknowledge();

        public abstract void Fail(Exception exception);
    }

    private sealed class Job<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken) : Job
    {
        private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;
        private Exception? failure;

        public Task<T> Done => done.Task;

        public override void Run(SqliteSession session, string database)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                failure = new OperationCanceledException(cancellationToken);
                return;
            }

            try
            {
                result = write(session);
            }
            catch (Exception exception) when (exception is SqliteException { SqliteErrorCode: 1 or SqliteErrors.Constraint or 20 or 25 } or StorageException or ArgumentException or FormatException)
            {
                // A fault of this one write, which undoes itself. What concerns the database as a whole ends the group.
                failure = exception is SqliteException sqlite ? SqliteErrors.Explain(sqlite, database) : exception;
            }
        }

        public override void Acknowledge()
        {
            if (failure is OperationCanceledException)
            {
                done.TrySetCanceled(cancellationToken);
            }
            else if (failure is not null)
            {
                done.TrySetException(failure);
            }
            else
            {
                done.TrySetResult(result!);
            }
        }

        public override void Fail(Exception exception) => done.TrySetException(exception);
    }
}
