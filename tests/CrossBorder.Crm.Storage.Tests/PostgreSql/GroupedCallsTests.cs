using System.Globalization;
using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.PostgreSql;
using Npgsql;
using static CrossBorder.Crm.Storage.Tests.SampleAppends;

namespace CrossBorder.Crm.Storage.Tests.PostgreSql;

/// <summary>Calls that wait together go to the server together, and yet each stands for itself.</summary>
[Trait("Adapter", "PostgreSql")]
public sealed class GroupedCallsTests
{
    private const int Calls = 120;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 1, 30)]
    [InlineData(true, Calls, Calls)]
    public async Task Many_callers_share_few_commits_except_in_a_distributed_database(bool isDistributed, long atLeast, long atMost)
    {
        PgServer.Require();
        await using var house = await OpenAsync();
        await using var database = house.Database(options => options.IsDistributed = isDistributed);
        var engine = new PgEngine(database);
        var streams = NewStreams(Calls);

        var results = await Task.WhenAll(streams.Select(stream => AppendAsync(engine, First(stream), Ct)));

        Assert.All(results, result => Assert.Equal(AppendStatus.Appended, result.Status));
        Assert.Equal(Calls, await house.ScalarAsync<long>($"select count(*) from {house.SchemaName}.{Streams.Name}_entries"));
        Assert.InRange(await CommitsAsync(house), atLeast, atMost);
        var versions = await Task.WhenAll(streams.Select(stream => Task.Run(() => VersionAsync(engine, stream), Ct)));
        Assert.All(versions, version => Assert.Equal(1, version));
    }

    [Fact]
    public async Task One_bad_call_takes_none_of_its_neighbours_with_it()
    {
        PgServer.Require();
        await using var house = await OpenAsync();
        await using var database = house.Database();
        var engine = new PgEngine(database);
        var (streams, future, impossible) = (NewStreams(Calls), Guid.CreateVersion7(), Guid.CreateVersion7());
        var good = streams.Take(Calls / 2).Select(stream => AppendAsync(engine, First(stream), Ct)).ToList();
        var late = AppendAsync(engine, FromTheFuture(future), Ct);
        var refused = AppendAsync(engine, Impossible(impossible), Ct);
        good.AddRange(streams.Skip(Calls / 2).Select(stream => AppendAsync(engine, First(stream), Ct)));

        Assert.All(await Task.WhenAll(good), result => Assert.Equal(AppendStatus.Appended, result.Status));
        Assert.Equal(new(AppendStatus.Conflict, 0), await late);
        await Assert.ThrowsAsync<StorageException>(() => refused);
        Assert.Equal(0, await VersionAsync(engine, future));
        Assert.Equal(0, await VersionAsync(engine, impossible));
        Assert.Equal(Calls, await house.ScalarAsync<long>($"select count(*) from {house.SchemaName}.{Streams.Name}_entries"));
    }

    [Fact]
    public async Task A_group_that_fails_once_is_carried_out_anew_one_by_one()
    {
        PgServer.Require();
        await using var house = await OpenAsync();
        await using var database = house.Database();
        var engine = new PgEngine(database);
        var streams = NewStreams(Calls);
        var first = streams.Take(2).Select(stream => AppendAsync(engine, First(stream), Ct)).ToList();
        database.Fault = "select 1 / 0";
        var all = await Task.WhenAll(first.Concat(streams.Skip(2).Select(stream => AppendAsync(engine, First(stream), Ct))).Select(CaughtAsync));

        // Only a call that was alone when it met the fault hears of it.
        Assert.InRange(all.Count(isWritten => !isWritten), 0, 2);
        Assert.Equal(all.Count(isWritten => isWritten), await house.ScalarAsync<long>($"select count(*) from {house.SchemaName}.{Streams.Name}_entries"));
    }

    [Fact]
    public async Task A_call_that_waits_for_a_lock_keeps_none_of_its_neighbours_waiting()
    {
        PgServer.Require();
        await using var house = await OpenAsync();
        await using var database = house.Database();
        var engine = new PgEngine(database);
        var (locked, streams) = (Guid.CreateVersion7(), NewStreams(Calls));
        await AppendAsync(engine, First(locked), Ct);
        await using var holder = new NpgsqlConnection(house.ConnectionString);
        await holder.OpenAsync(Ct);
        var transaction = await holder.BeginTransactionAsync(Ct);
        await new NpgsqlCommand($"select 1 from {house.SchemaName}.{Streams.Name} where id = '{locked}' for update", holder).ExecuteScalarAsync(Ct);

        var before = streams.Take(Calls / 2).Select(stream => AppendAsync(engine, First(stream), Ct)).ToList();
        var waits = AppendAsync(engine, First(locked) with { ExpectedVersion = 1, Key = new("b") }, Ct);
        var after = streams.Skip(Calls / 2).Select(stream => AppendAsync(engine, First(stream), Ct)).ToList();

        Assert.All(await Task.WhenAll(before.Concat(after)), result => Assert.Equal(AppendStatus.Appended, result.Status));
        Assert.False(waits.IsCompleted);
        await transaction.RollbackAsync(Ct);
        Assert.Equal(new(AppendStatus.Appended, 2), await waits);
    }

    [Fact]
    public async Task No_call_is_answered_before_its_group_is()
    {
        using var server = new Gate();
        var groups = new PgGroups<int, string>(server.RunAsync);
        var calls = Enumerable.Range(0, 10).Select(i => groups.RunAsync(i, Ct).AsTask()).ToList();

        await server.HasGroupsAsync(2);
        await server.LetThroughAsync();
        await server.LetThroughAsync();
        await Task.WhenAll(calls[0], calls[1]);
        Assert.All(calls.Skip(2), call => Assert.False(call.IsCompleted));
        await server.LetThroughAsync();

        Assert.Equal(Enumerable.Range(0, 10).Select(i => i.ToString(CultureInfo.InvariantCulture)), await Task.WhenAll(calls));
        Assert.Equal([[0], [1], [2, 3, 4, 5, 6, 7, 8, 9]], server.Groups.OrderBy(group => group[0]));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_it_waits_is_never_carried_out_and_its_neighbours_are()
    {
        using var server = new Gate();
        var groups = new PgGroups<int, string>(server.RunAsync);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var calls = Enumerable.Range(0, 5).Select(i => groups.RunAsync(i, i == 3 ? cancel.Token : Ct).AsTask()).ToList();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls[3]);
        for (var i = 0; i < 3; i++)
        {
            await server.LetThroughAsync();
        }

        Assert.Equal(["0", "1", "2", "4"], await Task.WhenAll(calls.Where((_, i) => i != 3)));
        Assert.Equal([[0], [1], [2, 4]], server.Groups.OrderBy(group => group[0]));
    }

    [Fact]
    public async Task Calls_that_do_not_fit_together_go_out_one_after_the_other()
    {
        using var server = new Gate();
        var groups = new PgGroups<int, string>(server.RunAsync, (group, one) => group.All(other => other % 10 != one % 10));
        var calls = new[] { 1, 2, 13, 23, 4 }.Select(i => groups.RunAsync(i, Ct).AsTask()).ToList();
        for (var i = 0; i < 4; i++)
        {
            await server.LetThroughAsync();
        }

        await Task.WhenAll(calls);
        Assert.Equal([[1], [2], [13, 4], [23]], server.Groups.OrderBy(group => group[0]));
    }

    private static async Task<PgHouse> OpenAsync()
    {
        var house = new PgHouse();
        await house.Schema(StorageConformance.Collections).EnsureSchemaAsync(Ct);
        return house;
    }

    private static List<Guid> NewStreams(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];

    /// <summary>How many transactions have written what is there: each marks its rows with its number.</summary>
    private static Task<long> CommitsAsync(PgHouse house) =>
        house.ScalarAsync<long>($"select count(distinct xmin::text) from {house.SchemaName}.{Streams.Name}_entries");

    private static async Task<bool> CaughtAsync(Task<AppendResult> append)
    {
        try
        {
            return (await append).Status == AppendStatus.Appended;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    /// <summary>A server that answers a group when it is let through.</summary>
    private sealed class Gate : IDisposable
    {
        private readonly CancellationToken cancellationToken = Ct;
        private readonly SemaphoreSlim arrived = new(0);
        private readonly SemaphoreSlim open = new(0);
        private readonly SemaphoreSlim through = new(0);

        public List<int[]> Groups { get; } = [];

        public async ValueTask<IReadOnlyList<string>> RunAsync(IReadOnlyList<int> calls, CancellationToken _)
        {
            lock (Groups)
            {
                Groups.Add([.. calls]);
            }

            // Whoever stands in the queue is let through in turn, so a group counts as arrived only there.
            var turn = open.WaitAsync(cancellationToken);
            arrived.Release();
            await turn;
            through.Release();
            return [.. calls.Select(call => call.ToString(CultureInfo.InvariantCulture))];
        }

        /// <summary>Waits until so many more groups stand before the gate.</summary>
        public async Task HasGroupsAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                await arrived.WaitAsync(cancellationToken);
            }
        }

        public async Task LetThroughAsync()
        {
            open.Release();
            await through.WaitAsync(cancellationToken);
        }

        public void Dispose()
        {
            arrived.Dispose();
            open.Dispose();
            through.Dispose();
        }
    }
}
