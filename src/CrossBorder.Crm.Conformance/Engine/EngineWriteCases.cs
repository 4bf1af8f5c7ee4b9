using CrossBorder.Crm.Conformance.Running;
using CrossBorder.Crm.Conformance.Streams;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Conformance.Engine;

/// <summary>What an engine must do for copies, for many writes in one call, and for text of any script beside the payloads.</summary>
internal static class EngineWriteCases
{
    public static IEnumerable<(string Clause, string Name, Func<Probe, IStorageEngine, TenantId, CancellationToken, Task> Body)> All =>
    [
        ("STO-2", "a copied record keeps its version and goes on from there", CopiesKeepVersions),
        ("STO-3", "of many appends in one call each succeeds or fails on its own", ManyAppends),
        ("STO-3", "of many saves in one call each succeeds or fails on its own", ManySaves),
        ("STO-5", "tenants and owners of any script round-trip", AnyScript),
        ("STO-6", "the last entry of an append tells which request wrote it", EntriesTellTheirRequest),
        ("STO-8", "heads walked while others are written are neither repeated nor skipped", WalkUnderWrites),
    ];

    private static async Task CopiesKeepVersions(Probe probe, IStorageEngine engine, TenantId tenant, CancellationToken cancellationToken)
    {
        var copied = await SaveAsync(Write(1, expectedVersion: 0) with { NewVersion = 7 });
        probe.Equal(new WriteResult(WriteStatus.Saved, 7), copied, "a new record was saved as version 7 of another storage");
        probe.Equal(7, (await engine.FindAsync(KitCollections.Records, tenant, Draw.Id(1), cancellationToken))!.Version, "it was read");
        probe.Equal(new WriteResult(WriteStatus.Saved, 8), await SaveAsync(Write(2, expectedVersion: 7)), "a save expected version 7");

        async Task<WriteResult> SaveAsync(RecordWrite<Payload> write) =>
            await engine.SaveAsync(KitCollections.Records, tenant, Draw.Id(1), write, transaction: null, cancellationToken);
    }

    private static async Task ManyAppends(Probe probe, IStorageEngine engine, TenantId tenant, CancellationToken cancellationToken)
    {
        await engine.AppendAsync(KitCollections.Streams, tenant, Append(1, 0, "used"), transaction: null, cancellationToken);
        var results = await engine.AppendManyAsync(
            KitCollections.Streams,
            tenant,
            [Append(2, 0, "a"), Append(1, 1, "used"), Append(3, 5, "a"), .. Enumerable.Range(10, 150).Select(n => Append(n, 0, "a")), Append(4, 0, "a")],
            transaction: null,
            cancellationToken);
        probe.Same(
            [AppendStatus.Appended, AppendStatus.AlreadyApplied, AppendStatus.Conflict, AppendStatus.Appended, AppendStatus.Appended],
            [results[0].Status, results[1].Status, results[2].Status, results[3].Status, results[^1].Status],
            "many appends, the second under a used key, the third over a version from the future");
        probe.Equal(152, results.Count(r => r.Status == AppendStatus.Appended), "how many of them were written");
        foreach (var (stream, version) in new[] { (1, 1L), (2, 1), (3, 0), (4, 1), (159, 1) })
        {
            var head = await engine.LoadAsync(KitCollections.Streams, tenant, new() { Stream = Draw.Id(stream) }, cancellationToken);
            probe.Equal(version, head.Version, $"the version of stream {stream} then");
        }
    }

    private static async Task ManySaves(Probe probe, IStorageEngine engine, TenantId tenant, CancellationToken cancellationToken)
    {
        await engine.SaveAsync(KitCollections.Records, tenant, Draw.Id(1), Write(1, 0), transaction: null, cancellationToken);
        var results = await engine.SaveManyAsync(
            KitCollections.Records,
            tenant,
            [
                new(Draw.Id(2), Write(2, 0)), new(Draw.Id(1), Write(3, 0)), new(Draw.Id(3), Write(4, 9)),
                .. Enumerable.Range(10, 250).Select(n => new RecordSave<Guid, Payload>(Draw.Id(n), Write(n, 0))), new(Draw.Id(4), Write(5, 0)),
            ],
            transaction: null,
            cancellationToken);
        probe.Same(
            [new(WriteStatus.Saved, 1), new(WriteStatus.Conflict, 1), new(WriteStatus.Conflict, 0), new WriteResult(WriteStatus.Saved, 1)],
            [results[0], results[1], results[2], results[^1]],
            "many saves, the second over an existing record, the third over a missing one");
        probe.Equal(252, results.Count(r => r.Status == WriteStatus.Saved), "how many of them were written");
    }

    private static async Task AnyScript(Probe probe, IStorageEngine engine, TenantId tenant, CancellationToken cancellationToken)
    {
        string[] names = ["店", "магазин", "متجر", "e\u0301", "é", "\U0001F3EC", "Shop", "shop"];
        for (var i = 0; i < names.Length; i++)
        {
            var named = new TenantId($"{tenant.Value}-{names[i]}");
            var owner = new ExternalRef("shop", $"客户:{names[i]}");
            await engine.AppendAsync(KitCollections.Streams, named, Append(1, 0, names[i]) with { Owner = owner, State = SamplePayloads.Of(i) }, transaction: null, cancellationToken);
        }

        for (var i = 0; i < names.Length; i++)
        {
            var named = new TenantId($"{tenant.Value}-{names[i]}");
            var head = await engine.LoadAsync(KitCollections.Streams, named, new() { Stream = Draw.Id(1), Key = new($"1:{names[i]}") }, cancellationToken);
            probe.Equal(i, head.State is null ? -1 : EngineSamples.NumberOf(head.State), $"the state of tenant {Shown.Of(named.Value)}");
            probe.Equal(new ExternalRef("shop", $"客户:{names[i]}"), head.Owner, $"the owner that tenant {Shown.Of(named.Value)} wrote");
            probe.True(head.Answer is not null, $"the answer to key {Shown.Of(names[i])} was asked for", "an answer", "none");
        }
    }

    private static async Task EntriesTellTheirRequest(Probe probe, IStorageEngine engine, TenantId tenant, CancellationToken cancellationToken)
    {
        await engine.AppendAsync(KitCollections.Streams, tenant, Append(1, 0, "1", entries: 2), transaction: null, cancellationToken);
        await engine.AppendAsync(KitCollections.Streams, tenant, Append(1, 2, "2"), transaction: null, cancellationToken);
        var read = await engine.ReadAsync(KitCollections.Streams, tenant, Draw.Id(1), new(), cancellationToken);
        probe.Same(
            [null, "1:1", "1:2"],
            read.Items.Select(entry => entry.Request?.Key.Value).ToList(),
            "two entries were appended under one key and one under another, and the entries were read");
        probe.Equal(StreamGround.HashOf(1), read.Items[^1].Request!.Hash, "the hash of the last request");
        probe.True(
            read.Items[^1].Request!.Answer.Bytes.Span.SequenceEqual(SamplePayloads.Of(1).Bytes.Span), "the answer of the last request was read", "the same bytes", "others");
    }

    private static async Task WalkUnderWrites(Probe probe, IStorageEngine engine, TenantId tenant, CancellationToken cancellationToken)
    {
        for (var n = 0; n < 40; n++)
        {
            await engine.AppendAsync(KitCollections.Streams, tenant, Ranked(n, 0, n / 2), transaction: null, cancellationToken);
        }

        // Lists may lag (STO-15); this case is about their order.
        for (var patience = 0; patience < 100 && (await ListAsync(new() { Size = PageRequest.MaxSize })).Items.Count < 40; patience++)
        {
            await Task.Delay(10, cancellationToken);
        }

        // The even ones stay as they are; the odd ones go back and forth, and new ones come, while the list is walked by rank.
        var seen = new List<Guid>();
        var page = new PageRequest { Size = 4 };
        for (var turn = 1; turn < 100; turn++)
        {
            var heads = await ListAsync(page);
            seen.AddRange(heads.Items.Select(head => head.Stream));
            if (heads.Next is null)
            {
                break;
            }

            page = page with { After = heads.Next };
            await engine.AppendAsync(KitCollections.Streams, tenant, Ranked((turn * 2) - 1, 1, turn % 2 == 0 ? -5 : 50), transaction: null, cancellationToken);
            await engine.AppendAsync(KitCollections.Streams, tenant, Ranked(100 + turn, 0, turn), transaction: null, cancellationToken);
        }

        var still = Enumerable.Range(0, 20).Select(n => Draw.Id(n * 2)).ToHashSet();
        probe.Equal(20, seen.Count(still.Contains), "how often heads that nobody changed were listed");
        probe.Equal(20, seen.Where(still.Contains).Distinct().Count(), "how many of them were listed");

        async Task<Page<StreamHead<Payload, Payload>>> ListAsync(PageRequest page) =>
            await ((IStreamStore)engine).ListAsync(KitCollections.Streams, tenant, new() { OrderBy = "rank" }, page, cancellationToken);
    }

    private static RecordWrite<Payload> Write(int number, long expectedVersion) =>
        new() { Record = SamplePayloads.Of(number), ExpectedVersion = expectedVersion, Index = EngineSamples.Index(number) };

    private static StreamAppend<Guid, Payload, Payload> Append(int stream, long expected, string key, int entries = 1) => new()
    {
        Stream = Draw.Id(stream),
        ExpectedVersion = expected,
        Key = new($"{stream}:{key}"),
        Hash = StreamGround.HashOf(1),
        Answer = SamplePayloads.Of(1),
        Entries = [.. Enumerable.Range(0, entries).Select(n => new StreamEntry<Payload> { Entry = SamplePayloads.Of(n) })],
        State = SamplePayloads.Of(1),
        Index = EngineSamples.Index(1),
    };

    private static StreamAppend<Guid, Payload, Payload> Ranked(int stream, long expected, long rank) =>
        Append(stream, expected, $"rank {expected}") with { Index = [default, IndexValue.Of(rank), default, default, default] };
}
