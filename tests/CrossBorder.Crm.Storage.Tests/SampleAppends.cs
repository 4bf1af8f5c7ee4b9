using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.Tests;

/// <summary>The smallest appends to the kit's streams.</summary>
internal static class SampleAppends
{
    public static readonly TenantId Tenant = new("shop");

    public static readonly CollectionSchema Streams = StorageConformance.Collections.Single(c => c.Shape == CollectionShape.Stream);

    private static readonly Payload Bytes = Payload.FromBytes("{}"u8.ToArray());

    public static StreamAppend<Guid, Payload, Payload> First(Guid stream) => new()
    {
        Stream = stream, ExpectedVersion = 0, Key = new("a"), Hash = Digest.Of("x"u8), Answer = Bytes, Entries = [new() { Entry = Bytes }], State = Bytes,
        Index = [default, default, default, default, default],
    };

    public static StreamAppend<Guid, Payload, Payload> FromTheFuture(Guid stream) => First(stream) with { ExpectedVersion = 7 };

    /// <summary>An append that no database takes: its decimal is beyond what an index keeps.</summary>
    public static StreamAppend<Guid, Payload, Payload> Impossible(Guid stream) => First(stream) with
    {
        Index = [default, default, IndexValue.Of(2_000_000_000_000_000_000m), default, default],
    };

    public static Task<AppendResult> AppendAsync(IStorageEngine engine, StreamAppend<Guid, Payload, Payload> append, CancellationToken cancellationToken) =>
        Task.Run(async () => await engine.AppendAsync(Streams, Tenant, append, transaction: null, cancellationToken), CancellationToken.None);

    public static async Task<long> VersionAsync(IStorageEngine engine, Guid stream) =>
        (await engine.LoadAsync(Streams, Tenant, new() { Stream = stream }, TestContext.Current.CancellationToken)).Version;
}
