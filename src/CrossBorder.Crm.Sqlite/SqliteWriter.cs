using System.Threading.Channels;
using CrossBorder.Crm.Storage;
using Microsoft.Data.Sqlite;

namespace CrossBorder.Crm.Sqlite;

/// <summary>The one writer of the process. Writes that wait together commit together, each still acknowledged only when it is durable.</summary>
/// <remarks>
/// A commit waits for the disk; what arrives meanwhile forms the next group. Where one write of a group fails, nothing of the group is written,
/// and each of them is carried out anew on its own, so that it takes nothing of its neighbours with it.
/// </remarks>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly Channel<Job> jobs = Channel.CreateUnbounded<Job>(new() { SingleReader = true });
    private readonly SqliteConnections connections;
    private readonly int maxGroup;
    private readonly Lazy<Task> loop;
    private SqliteConnection? connection;
    private SqliteSession? session;

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
        try
        {
            while (await jobs.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                if (TryCommit(group, () => jobs.Reader.TryRead(out var next) ? next : null) is { } failure)
                {
                    Recover(group, failure);
                }

                group.Clear();
            }
        }
        finally
        {
            Close();
        }
    }

    /// <summary>Carries out what is handed on, as long as there is more, and commits it; null, or why nothing of it was written.</summary>
    private Exception? TryCommit(List<Job> group, Func<Job?> more)
    {
        try
        {
            connection ??= connections.Open();
            session ??= new SqliteSession(connection);
            session.Execute("begin immediate");
            while (group.Count < maxGroup && more() is { } job)
            {
                group.Add(job);
                job.Run(session);
            }

            BeforeCommit?.Invoke();
            session.Execute("commit");
        }
        catch (Exception exception)
        {
            // Whatever it is belongs to those who wait for it; the writer goes on with the next.
            TryRollback();
            Close();
            return exception is SqliteException sqlite ? SqliteErrors.Explain(sqlite, connections.Name) : exception;
        }

        foreach (var job in group)
        {
            job.Acknowledge();
        }

        return null;
    }

    private void Recover(List<Job> group, Exception failure)
    {
        if (group.Count == 0)
        {
            // Without a connection nothing was taken yet: whoever waits must hear of it rather than wait for ever.
            while (jobs.Reader.TryRead(out var job))
            {
                job.Fail(failure);
            }
        }
        else if (group.Count == 1)
        {
            group[0].Fail(failure);
        }
        else
        {
            foreach (var job in group)
            {
                var once = new Queue<Job>([job]);
                if (TryCommit([], () => once.TryDequeue(out var next) ? next : null) is { } own)
                {
                    job.Fail(own);
                }
            }
        }
    }

    // SQLite itself has rolled back after some errors, such as a full disk; then there is nothing left to do.
    private void TryRollback()
    {
        try
        {
            session?.Execute("rollback");
        }
        catch (SqliteException)
        {
        }
    }

    private void Close()
    {
        session?.Dispose();
        connection?.Dispose();
        (session, connection) = (null, null);
    }

    private abstract class Job
    {
        public abstract void Run(SqliteSession session);

        public abstract void Acknowledge();

        public abstract void Fail(Exception exception);
    }

    private sealed class Job<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken) : Job
    {
        private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;
        private bool cancelled;

        public Task<T> Done => done.Task;

        public override void Run(SqliteSession session)
        {
            cancelled = cancellationToken.IsCancellationRequested;
            if (!cancelled)
            {
                result = write(session);
            }
        }

        public override void Acknowledge() => _ = cancelled ? done.TrySetCanceled(cancellationToken) : done.TrySetResult(result!);

        public override void Fail(Exception exception) => done.TrySetException(exception);
    }
}
