using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.Sqlite;
using static CrossBorder.Crm.Storage.Tests.SampleAppends;

namespace CrossBorder.Crm.Storage.Tests.Sqlite;

/// <summary>Writes that wait together commit together, and yet each stands for itself.</summary>
[Trait("Adapter", "Sqlite")]
public sealed class GroupCommitTests
{
    private const int Calls = 120;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_that_wait_share_one_commit_and_none_is_answered_or_seen_before_it()
    {
        using var file = await OpenAsync();
        await using var engine = file.Open();
        using var disk = new Disk(engine);
        var streams = Enumerable.Range(0, Calls).Select(_ => Guid.CreateVersion7()).ToList();

        var first = AppendAsync(engine, First(streams[0]), Ct);
        await disk.IsWritingAsync();
        var others = Waiting(streams.Skip(1).Select(stream => engine.AppendAsync(Streams, Tenant, First(stream), transaction: null, Ct)));
        Assert.False(first.IsCompleted);
        Assert.Equal(0, await VersionAsync(engine, streams[0]));
        disk.LetThrough();
        await first;
        await disk.IsWritingAsync();
        Assert.All(others, call => Assert.False(call.IsCompleted));
        Assert.Equal(0, await VersionAsync(engine, streams[1]));
        disk.LetThrough();

        Assert.All(await Task.WhenAll(others), result => Assert.Equal(AppendStatus.Appended, result.Status));
        Assert.Equal(2, disk.Commits);
    }

    [Fact]
    public async Task One_bad_write_takes_none_of_its_neighbours_with_it()
    {
        using var file = await OpenAsync();
        await using var engine = file.Open();
        using var disk = new Disk(engine);
        var first = AppendAsync(engine, First(Guid.CreateVersion7()), Ct);
        await disk.IsWritingAsync();
        var (streams, impossible, future) = (Enumerable.Range(0, 10).Select(_ => Guid.CreateVersion7()).ToList(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var good = Waiting(streams.Take(5).Select(stream => engine.AppendAsync(Streams, Tenant, First(stream), transaction: null, Ct)));
        var refused = engine.AppendAsync(Streams, Tenant, Impossible(impossible), transaction: null, Ct).AsTask();
        var late = engine.AppendAsync(Streams, Tenant, FromTheFuture(future), transaction: null, Ct).AsTask();
        good.AddRange(Waiting(streams.Skip(5).Select(stream => engine.AppendAsync(Streams, Tenant, First(stream), transaction: null, Ct))));
        disk.StaysOpen();
        await first;

        Assert.All(await Task.WhenAll(good), result => Assert.Equal(AppendStatus.Appended, result.Status));
        Assert.Equal(new(AppendStatus.Conflict, 0), await late);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => refused);
        Assert.Equal(0, await VersionAsync(engine, impossible));
        Assert.Equal(0, await VersionAsync(engine, future));
    }

    [Fact]
    public async Task A_write_that_is_cancelled_while_it_waits_is_not_carried_out_and_its_neighbours_are()
    {
        using var file = await OpenAsync();
        await using var engine = file.Open();
        using var disk = new Disk(engine);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var first = AppendAsync(engine, First(Guid.CreateVersion7()), Ct);
        await disk.IsWritingAsync();
        var (stream, cancelled) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var taken = engine.AppendAsync(Streams, Tenant, First(cancelled), transaction: null, cancel.Token).AsTask();
        var neighbour = engine.AppendAsync(Streams, Tenant, First(stream), transaction: null, Ct).AsTask();
        await cancel.CancelAsync();
        disk.StaysOpen();
        await first;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taken);
        Assert.Equal(AppendStatus.Appended, (await neighbour).Status);
        Assert.Equal(0, await VersionAsync(engine, cancelled));
    }

    private static List<Task<AppendResult>> Waiting(IEnumerable<ValueTask<AppendResult>> calls) => [.. calls.Select(call => call.AsTask())];

    private static async Task<SqliteFile> OpenAsync()
    {
        var file = new SqliteFile();
        await file.Schema(StorageConformance.Collections).EnsureSchemaAsync(Ct);
        return file;
    }

    /// <summary>A disk that takes a commit when it is let through.</summary>
    private sealed class Disk : IDisposable
    {
        private readonly SemaphoreSlim writing = new(0);
        private readonly SemaphoreSlim open = new(0);
        private volatile bool staysOpen;
        private int commits;

        public Disk(SqliteEngine engine)
        {
            var cancellationToken = Ct;
            engine.BeforeCommit = () =>
            {
                Interlocked.Increment(ref commits);
                writing.Release();
                if (!staysOpen)
                {
                    open.Wait(cancellationToken);
                }
            };
        }

        public int Commits => Volatile.Read(ref commits);

        /// <summary>Waits until the statements of a group are through but the commit.</summary>
        public Task IsWritingAsync() => writing.WaitAsync(Ct);

        public void LetThrough() => open.Release();

        public void StaysOpen()
        {
            staysOpen = true;
            LetThrough();
        }

        public void Dispose()
        {
            StaysOpen();
            writing.Dispose();
        }
    }
}
