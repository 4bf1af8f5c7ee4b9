using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Conformance;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests;

/// <summary>A write in the host's own transaction: it is there with the host's rows, or neither is.</summary>
public sealed class JoinedTransactionTests
{
    private static readonly TenantId Tenant = new("shop");
    private static readonly CollectionSchema Streams = StorageConformance.Collections.Single(c => c.Shape == CollectionShape.Stream);
    private static readonly CollectionSchema Records = StorageConformance.Collections.Single(c => c.Shape == CollectionShape.Record);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task What_the_host_rolls_back_was_never_written(string adapter)
    {
        await using var house = await EngineHouse.OpenAsync(adapter);
        var (stream, record) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await house.InTransactionAsync(commit: false, async transaction =>
        {
            Assert.Equal(AppendStatus.Appended, (await house.Engine.AppendAsync(Streams, Tenant, Append(stream, 0, "a"), transaction, Ct)).Status);
            Assert.Equal(WriteStatus.Saved, (await house.Engine.SaveAsync(Records, Tenant, record, Write(0), transaction, Ct)).Status);
        });

        Assert.Equal(0, (await house.Engine.LoadAsync(Streams, Tenant, new() { Stream = stream }, Ct)).Version);
        Assert.Null(await house.Engine.FindAsync(Records, Tenant, record, Ct));
        Assert.Empty(await house.Engine.ClaimAsync(10, "w", At, At + Duration.FromHours(1), Ct));
    }

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task What_the_host_commits_is_there_together_with_the_host_s_rows(string adapter)
    {
        await using var house = await EngineHouse.OpenAsync(adapter);
        var stream = Guid.CreateVersion7();
        await house.InTransactionAsync(commit: true, async transaction =>
        {
            await house.HostWritesAsync(transaction);
            await house.Engine.AppendAsync(Streams, Tenant, Append(stream, 0, "a"), transaction, Ct);
            await house.Engine.AppendManyAsync(Streams, Tenant, [Append(stream, 1, "b"), Append(Guid.CreateVersion7(), 0, "c")], transaction, Ct);
        });

        Assert.Equal(2, (await house.Engine.LoadAsync(Streams, Tenant, new() { Stream = stream }, Ct)).Version);
        Assert.Equal(1, await house.HostRowsAsync());
    }

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task A_refused_append_leaves_the_host_s_transaction_usable(string adapter)
    {
        await using var house = await EngineHouse.OpenAsync(adapter);
        var stream = Guid.CreateVersion7();
        await house.Engine.AppendAsync(Streams, Tenant, Append(stream, 0, "a"), transaction: null, Ct);
        await house.InTransactionAsync(commit: true, async transaction =>
        {
            await house.HostWritesAsync(transaction);
            Assert.Equal(AppendStatus.Conflict, (await house.Engine.AppendAsync(Streams, Tenant, Append(stream, 7, "future"), transaction, Ct)).Status);
            Assert.Equal(AppendStatus.AlreadyApplied, (await house.Engine.AppendAsync(Streams, Tenant, Append(stream, 1, "a"), transaction, Ct)).Status);
            Assert.Equal(WriteStatus.Conflict, (await house.Engine.SaveAsync(Records, Tenant, Guid.CreateVersion7(), Write(3), transaction, Ct)).Status);
            Assert.Equal(AppendStatus.Appended, (await house.Engine.AppendAsync(Streams, Tenant, Append(stream, 1, "b"), transaction, Ct)).Status);
        });

        Assert.Equal(2, (await house.Engine.LoadAsync(Streams, Tenant, new() { Stream = stream }, Ct)).Version);
        Assert.Equal(1, await house.HostRowsAsync());
    }

    private static readonly Instant At = Instant.FromUtc(2026, 1, 1, 0, 0);

    private static StreamAppend<Guid, Payload, Payload> Append(Guid stream, long expected, string key) => new()
    {
        Stream = stream, ExpectedVersion = expected, Key = new(key), Hash = Digest.Of("x"u8), Answer = Bytes("answer"), Entries = [new() { Entry = Bytes(key) }],
        State = Bytes($"{expected + 1}"), Index = [default, default, default, default, default],
        Events = [new() { Id = Guid.CreateVersion7(), Owner = stream, Kind = "test.v1", OccurredAt = At, Data = Bytes("{}") }],
    };

    private static RecordWrite<Payload> Write(long expected) =>
        new() { Record = Bytes("record"), ExpectedVersion = expected, Index = [default, default, default, default, default] };

    private static Payload Bytes(string text) => Payload.FromBytes(System.Text.Encoding.UTF8.GetBytes(text));
}
