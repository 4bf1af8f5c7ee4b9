using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.PostgreSql;
using NodaTime;
using static CrossBorder.Crm.Storage.Tests.SampleAppends;

namespace CrossBorder.Crm.Storage.Tests.PostgreSql;

/// <summary>The kit on a distributed cluster, by tenant and by owner. Needs one: CROSSBORDER_CITUS is a connection string to its coordinator.</summary>
[Trait("Adapter", "PostgreSql")]
public sealed class CitusTests
{
    private static readonly string? Cluster = Environment.GetEnvironmentVariable("CROSSBORDER_CITUS") is { Length: > 0 } text ? text : null;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tenant")]
    [InlineData("owner")]
    public async Task The_kit_runs_on_Citus_under_both_distributions(string by)
    {
        await using var house = await DistributeAsync(by);
        await using var database = house.Database(options => options.IsDistributed = true);
        var harness = new ClusterHarness(new PgEngine(database));
        foreach (var test in StorageConformance.Cases(harness).Where(test => test.SkipReason is null && (by == "tenant" || test.Clause != "STO-17")))
        {
            await test.RunAsync(Ct);
        }
    }

    [Theory]
    [InlineData("tenant")]
    [InlineData("owner")]
    public async Task An_append_to_one_stream_on_Citus_reaches_one_node_and_needs_no_two_phase_commit(string by)
    {
        await using var house = await DistributeAsync(by);
        await using var database = house.Database(options => options.IsDistributed = true);
        var engine = new PgEngine(database);
        var before = await house.ScalarAsync<long>("select count(*) from pg_dist_transaction");
        for (var i = 0; i < 20; i++)
        {
            var stream = Guid.CreateVersion7();
            Assert.Equal(AppendStatus.Appended, (await engine.AppendAsync(Streams, Tenant, WithEvent(First(stream)), transaction: null, Ct)).Status);
            var next = WithEvent(First(stream) with { ExpectedVersion = 1, Key = new("b") });
            Assert.Equal(AppendStatus.Appended, (await engine.AppendAsync(Streams, Tenant, next, transaction: null, Ct)).Status);
            Assert.Equal(1L, await NodesAsync(house, by == "tenant" ? Tenant.Value : $"{stream}"));
        }

        // Citus writes a row for every transaction that it prepares on a worker.
        Assert.Equal(before, await house.ScalarAsync<long>("select count(*) from pg_dist_transaction"));
    }

    /// <summary>On how many nodes the shards lie that hold all rows of one stream, its events among them.</summary>
    private static Task<long> NodesAsync(PgHouse house, string value)
    {
        var tables = new[] { Streams.Name, $"{Streams.Name}_entries", $"{Streams.Name}_refs", "outbox" }.Select(table => $"('{house.SchemaName}.{table}'::regclass)");
        return house.ScalarAsync<long>(
            $"""
            select count(distinct p.groupid) from (values {string.Join(", ", tables)}) t (name)
            join pg_dist_placement p on p.shardid = get_shard_id_for_distribution_column(t.name, '{value}')
            """);
    }

    private static async Task<PgHouse> DistributeAsync(string by)
    {
        Assert.SkipWhen(Cluster is null, "No cluster: name a Citus coordinator in CROSSBORDER_CITUS.");
        var house = new PgHouse(Cluster);
        await house.Schema(StorageConformance.Collections).EnsureSchemaAsync(Ct);
        foreach (var collection in StorageConformance.Collections)
        {
            string[] tables = collection.Shape == CollectionShape.Stream
                ? [collection.Name, $"{collection.Name}_entries", $"{collection.Name}_refs"]
                : [collection.Name, $"{collection.Name}_refs"];
            foreach (var table in tables)
            {
                await house.ScalarAsync<object>($"select create_distributed_table('{house.SchemaName}.{table}', '{(by == "tenant" ? "tenant" : "id")}')");
            }
        }

        await house.ScalarAsync<object>($"select create_distributed_table('{house.SchemaName}.outbox', '{by}')");
        return house;
    }

    private static StreamAppend<Guid, Payload, Payload> WithEvent(StreamAppend<Guid, Payload, Payload> append) => append with
    {
        Entries = [.. append.Entries.Select(entry => entry with { References = [Reference.To("order", "1")] })],
        Events = [new() { Id = Guid.CreateVersion7(), Owner = append.Stream, Kind = "test.v1", OccurredAt = Instant.FromUtc(2026, 1, 1, 0, 0), Data = append.State }],
    };

    private sealed class ClusterHarness(IStorageEngine engine) : IStorageHarness
    {
        public StorageCapabilities Capabilities => StorageCapabilities.Outbox | StorageCapabilities.AtomicStreams;

        public ValueTask<IStoreUnderTest<IStorageEngine>> OpenAsync(CancellationToken cancellationToken) => new(new Kept(engine));

        private sealed class Kept(IStorageEngine engine) : IStoreUnderTest<IStorageEngine>
        {
            public IStorageEngine Store => engine;

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
