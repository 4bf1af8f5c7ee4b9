using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.PostgreSql;

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

    [Fact]
    public async Task An_append_to_one_stream_on_Citus_needs_no_two_phase_commit()
    {
        await using var house = await DistributeAsync("owner");
        await using var database = house.Database(options => options.IsDistributed = true);
        var engine = new PgEngine(database);
        var before = await house.ScalarAsync<long>("select count(*) from pg_dist_transaction");
        for (var i = 0; i < 20; i++)
        {
            await engine.AppendAsync(
                StorageConformance.Collections.Single(c => c.Shape == CollectionShape.Stream), new("shop"), Append(Guid.CreateVersion7()), transaction: null, Ct);
        }

        Assert.Equal(before, await house.ScalarAsync<long>("select count(*) from pg_dist_transaction"));
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

    private static StreamAppend<Guid, Payload, Payload> Append(Guid stream) => new()
    {
        Stream = stream, ExpectedVersion = 0, Key = new("a"), Hash = Digest.Of("x"u8), Answer = Payload.FromBytes("{}"u8.ToArray()),
        Entries = [new() { Entry = Payload.FromBytes("{}"u8.ToArray()) }], State = Payload.FromBytes("{}"u8.ToArray()), Index = [default, default, default, default, default],
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
