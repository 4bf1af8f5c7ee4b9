using CrossBorder.Crm.Conformance.Running;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Conformance.Streams;

/// <summary>What every store of streams must do.</summary>
internal static class StreamCases
{
    public static IEnumerable<CaseDefinition<StreamGround>> All =>
    [
        new("STO-1", "a refused append leaves no entry and no event", RefusedLeavesNothing),
        new("STO-1", "an append that fails at its end is taken back whole", FailsAtTheEnd, StorageCapabilities.Faults),
        new("STO-2", "every entry adds one to the version", Versions),
        new("STO-3", "an append over another version is refused, also one from the future", StaleIsRefused),
        new("STO-3", "of six racing writers one wins", SixWriters),
        new("STO-4", "another tenant sees nothing and may use the same ids and keys", OtherTenant),
        new("STO-5", "keys and references compare ordinally, in any script", Ordinal),
        new("STO-6", "a retry gets the first head, hash and answer, over the right version and over a stale one", Retries),
        new("STO-6", "another request under a used key gets the first hash, and nothing is written", OtherRequest),
        new("STO-7", "a key used in one stream is free in another", KeysPerStream),
        new("STO-7", "a key is remembered however long the stream grows", KeysLast),
        new("STO-8", "entries are read by version, forwards and backwards, whatever the size of the pages", ReadsByVersion),
        new("STO-8", "heads are listed as they must be, whatever the size of the pages", Lists),
        new("STO-10", "a call that is cancelled before it begins does nothing", Cancelled),
        new("STO-12", "an acknowledged append survives the end of the process, its key too", Survives, StorageCapabilities.Durable),
        new("STO-13", "entries are found by any of their references, each once, by version", References),
        new("STO-15", "a list shows an append as soon as was declared", ListsAreTimely),
        new("STO-17", "several streams are written together", AtomicWrites, StorageCapabilities.AtomicStreams),
        new("STO-17", "where one stream is refused none is written", AtomicRefusals, StorageCapabilities.AtomicStreams),
    ];

    private static async Task RefusedLeavesNothing(StreamGround at)
    {
        await at.AppendedAsync(new(1, 0, "a"));
        var conflict = await at.AppendAsync(new(1, 0, "b") { Entries = [1, 2], State = 9, Events = [at.Event(1, 100)] });
        at.Probe.Equal(AppendStatus.Conflict, conflict.Status, "an append over version 0 of a stream at 1");
        at.Probe.Same(["0"], await at.ContentsAsync(at.Tenant, 1), "the entries were read after a refused append");
        at.Probe.Equal(new HeadSeen(1, 1, "0"), (await at.LoadAsync(1)).Head, "the head was read after a refused append");
        at.Probe.Same(at.Ids(), await at.EventsAsync(), "the outbox was read after a refused append");
        at.Probe.Equal(2, await at.AppendedAsync(new(1, 1, "b")), "the refused key is free");
    }

    private static async Task FailsAtTheEnd(StreamGround at)
    {
        await at.AppendedAsync(new(1, 0, "a"));
        at.FailNextWrite();
        await at.Probe.RefusedAsync<Exception>(() => at.AppendAsync(new(1, 1, "b") { Entries = [1, 2], Events = [at.Event(1, 100)] }), "an append fails at its last step");
        at.Probe.Same(["0"], await at.ContentsAsync(at.Tenant, 1), "the entries were read after a failed append");
        at.Probe.Same(at.Ids(), await at.EventsAsync(), "the outbox was read after a failed append");
        at.Probe.Equal(2, await at.AppendedAsync(new(1, 1, "b")), "the failed key is free");
    }

    private static async Task Versions(StreamGround at)
    {
        at.Probe.Equal(new HeadSeen(1, 0, null), (await at.LoadAsync(1)).Head, "a stream that was never written was loaded");
        at.Probe.Equal(1, await at.AppendedAsync(new(1, 0, "a") { Entries = [5], State = 1 }), "one entry");
        at.Probe.Equal(4, await at.AppendedAsync(new(1, 1, "b") { Entries = [6, 7, 8], State = 2 }), "three more");
        at.Probe.Equal(new HeadSeen(1, 4, "2"), (await at.LoadAsync(1)).Head, "the head was loaded then");
        at.Probe.Same([new("5", 1), new("6", 2), new("7", 3), new EntrySeen("8", 4)], await at.AllAsync(at.Tenant, 1), "the entries were read then");
    }

    private static async Task StaleIsRefused(StreamGround at)
    {
        at.Probe.Equal(new AppendSeen(AppendStatus.Conflict, 0), await at.AppendAsync(new(1, 3, "x")), "an append expects version 3 of a stream that is missing");
        await at.AppendedAsync(new(1, 0, "a") { Entries = [1, 2] });
        foreach (var wrong in new[] { 0L, 1, 3, 99 })
        {
            at.Probe.Equal(new AppendSeen(AppendStatus.Conflict, 2), await at.AppendAsync(new(1, wrong, $"x{wrong}")), $"an append expects version {wrong} of a stream at 2");
        }

        at.Probe.Same(["1", "2"], await at.ContentsAsync(at.Tenant, 1), "the entries were read then");
    }

    private static async Task SixWriters(StreamGround at)
    {
        for (var round = 0; round < 10; round++)
        {
            var version = round;
            var results = await Ground.RaceAsync(6, i => at.AppendAsync(new(1, version, $"{version}-{i}") { Entries = [i] }));
            at.Probe.Equal(1, results.Count(r => r.Status == AppendStatus.Appended), $"six writers expect version {round}; how many win");
        }

        at.Probe.Equal(10, (await at.LoadAsync(1)).Head.Version, "the version after ten rounds");
    }

    private static async Task OtherTenant(StreamGround at)
    {
        var other = at.TenantWith("-other");
        await at.AppendedAsync(new(1, 0, "a") { Entries = [1] });
        at.Probe.Equal(new HeadSeen(1, 0, null), (await at.LoadAsync(other, 1, "a")).Head, "another tenant loads a stream of equal id");
        at.Probe.Equal(1, await at.AppendedAsync(other, new(1, 0, "a") { Entries = [2] }), "another tenant appends under an equal key");
        at.Probe.Same(["1"], await at.ContentsAsync(at.Tenant, 1), "the first tenant's entries were read then");
    }

    private static async Task Ordinal(StreamGround at)
    {
        string[] keys = ["key", "KEY", "Key", "é", "e\u0301", "ß", "ss", "订单", "\U0001F600", "ключ", "key "];
        for (var i = 0; i < keys.Length; i++)
        {
            await at.AppendedAsync(new(1, i, keys[i]) { Entries = [i], Request = i, References = [[$"order:{keys[i]}"]] });
        }

        for (var i = 0; i < keys.Length; i++)
        {
            var head = await at.LoadAsync(1, keys[i], $"order:{keys[i]}");
            at.Probe.Equal(AnswerSeen.Of(i + 1, i), head.Answer, $"the answer to key {Shown.Of(keys[i])} was loaded");
            at.Probe.Same([new EntrySeen($"{i}", i + 1)], head.Entries, $"what is filed under order:{Shown.Of(keys[i])} was loaded");
        }
    }

    private static async Task Retries(StreamGround at)
    {
        await at.AppendedAsync(new(1, 0, "a") { Entries = [1], Request = 7, State = 1 });
        await at.AppendedAsync(new(1, 1, "b") { Entries = [2], State = 2 });
        foreach (var expected in new[] { 0L, 1, 2, 5 })
        {
            at.Probe.Equal(
                new AppendSeen(AppendStatus.AlreadyApplied, 1, AnswerSeen.Of(1, 7)),
                await at.AppendAsync(new(1, expected, "a") { Entries = [1], Request = 7 }),
                $"the first key was used again over version {expected} of a stream at 2");
        }

        at.Probe.Equal(AnswerSeen.Of(1, 7), (await at.LoadAsync(1, "a")).Answer, "the answer was loaded with the head");
        at.Probe.Equal(null, (await at.LoadAsync(1, "c")).Answer, "the answer to a key that is new was loaded");
        at.Probe.Same(["1", "2"], await at.ContentsAsync(at.Tenant, 1), "the entries were read then");
    }

    private static async Task OtherRequest(StreamGround at)
    {
        await at.AppendedAsync(new(1, 0, "a") { Entries = [1], Request = 7 });
        at.Probe.Equal(
            new AppendSeen(AppendStatus.AlreadyApplied, 1, AnswerSeen.Of(1, 7)),
            await at.AppendAsync(new(1, 1, "a") { Entries = [2], Request = 8, Events = [at.Event(1, 100)] }),
            "another request came under a used key");
        at.Probe.Same(["1"], await at.ContentsAsync(at.Tenant, 1), "the entries were read then");
        at.Probe.Same(at.Ids(), await at.EventsAsync(), "the outbox was read then");
    }

    private static async Task KeysPerStream(StreamGround at)
    {
        await at.AppendedAsync(new(1, 0, "same") { Entries = [1], Request = 1 });
        at.Probe.Equal(1, await at.AppendedAsync(new(2, 0, "same") { Entries = [2], Request = 2 }), "a key of stream 1 was used in stream 2");
        at.Probe.Equal(AnswerSeen.Of(1, 1), (await at.LoadAsync(1, "same")).Answer, "the answer of stream 1 was loaded");
        at.Probe.Equal(AnswerSeen.Of(1, 2), (await at.LoadAsync(2, "same")).Answer, "the answer of stream 2 was loaded");
    }

    private static async Task KeysLast(StreamGround at)
    {
        await at.AppendedAsync(new(1, 0, "first") { Request = 3 });
        await at.GrowAsync(1, 1500, version: 1);
        at.Probe.Equal(AnswerSeen.Of(1, 3), (await at.LoadAsync(1, "first")).Answer, "the answer to the first key was loaded after 1,500 entries");
    }

    private static async Task ReadsByVersion(StreamGround at)
    {
        await at.GrowAsync(1, 23);
        var expected = Enumerable.Range(0, 23).Select(n => new EntrySeen($"{n}", n + 1)).ToList();
        foreach (var size in new[] { 1, 5, 23, 1000 })
        {
            at.Probe.Same(expected, await at.AllAsync(at.Tenant, 1, size), $"the entries were walked by pages of {size}");
            at.Probe.Same(Enumerable.Reverse(expected).ToList(), await at.AllAsync(at.Tenant, 1, size, descending: true), $"the entries were walked backwards by pages of {size}");
        }

        at.Probe.Same([], await at.AllAsync(at.Tenant, 2), "the entries of a stream that is missing were read");
        var beyond = await at.ReadAsync(at.Tenant, 1, new() { After = PageCursor.OfVersion(23) });
        at.Probe.Equal(0, beyond.Items.Count, "the entries after the last one were read");
    }

    private static async Task Lists(StreamGround at)
    {
        var heads = Enumerable.Range(0, 40).Select(n => (Stream: n, Version: 1L, State: n)).ToList();
        foreach (var (stream, _, state) in heads)
        {
            await at.AppendedAsync(new(stream, 0, $"a{stream}") { State = state });
        }

        for (var listing = 0; listing < at.Listings.Count; listing++)
        {
            var which = listing;
            var expected = at.Expected(which, heads);
            await at.EventuallyAsync(expected, () => at.ListAllAsync(at.Tenant, which), $"{at.Listings[which]} was listed");
            at.Probe.Same(expected, await at.ListAllAsync(at.Tenant, which, 3), $"{at.Listings[which]} was walked by pages of 3");
            at.Probe.Same(
                Enumerable.Reverse(expected).ToList(), await at.ListAllAsync(at.Tenant, which, 3, descending: true), $"{at.Listings[which]} was walked backwards by pages of 3");
        }
    }

    private static async Task Cancelled(StreamGround at)
    {
        await at.Probe.RefusedAsync<OperationCanceledException>(
            () => at.AppendAsync(at.Tenant, new(1, 0, "a") { Events = [at.Event(1, 100)] }, new CancellationToken(canceled: true)), "an append was made with a cancelled token");
        at.Probe.Equal(new HeadSeen(1, 0, null), (await at.LoadAsync(1)).Head, "the stream was loaded then");
        at.Probe.Same(at.Ids(), await at.EventsAsync(), "the outbox was read then");
    }

    private static async Task Survives(StreamGround at)
    {
        await at.AppendedAsync(new(1, 0, "a") { Entries = [1, 2], Request = 4, State = 3 });
        await at.RestartAsync();
        var head = await at.LoadAsync(1, "a");
        at.Probe.Equal(new HeadSeen(1, 2, "3"), head.Head, "the head was loaded after a restart");
        at.Probe.Equal(AnswerSeen.Of(2, 4), head.Answer, "the answer was loaded after a restart");
    }

    private static async Task References(StreamGround at)
    {
        await at.AppendedAsync(new(1, 0, "a") { Entries = [0, 1, 2], References = [["order:1"], ["order:2", "order:1"], ["order:3"]] });
        await at.GrowAsync(1, 300, n => [$"other:{n}"], from: 3, version: 3);
        await at.AppendedAsync(new(2, 0, "b") { Entries = [9], References = [["order:1"]] });
        at.Probe.Same([new("0", 1), new EntrySeen("1", 2)], (await at.LoadAsync(1, null, "order:1")).Entries, "one reference was asked for");
        at.Probe.Same(
            [new("0", 1), new("1", 2), new EntrySeen("2", 3)], (await at.LoadAsync(1, null, "order:3", "order:2", "order:1")).Entries, "three references were asked for, one entry under two of them");
        at.Probe.Same([], (await at.LoadAsync(1, null, "order:9")).Entries, "a reference was asked for that nothing is filed under");
    }

    private static async Task ListsAreTimely(StreamGround at)
    {
        if (at.MaxIndexLag > NodaTime.Duration.Zero)
        {
            return;
        }

        for (var n = 0; n < 5; n++)
        {
            await at.AppendedAsync(new(n, 0, $"a{n}") { State = n });
            at.Probe.Equal(n + 1, (await at.ListAllAsync(at.Tenant, 0)).Count, $"heads were listed at once after append {n + 1}");
        }
    }

    private static async Task AtomicWrites(StreamGround at)
    {
        await at.AppendedAsync(new(1, 0, "a"));
        var results = await at.AppendAllAsync(at.Tenant, [new(1, 1, "t") { Entries = [1] }, new(2, 0, "t") { Entries = [2] }]);
        at.Probe.Same([new AppendSeen(AppendStatus.Appended, 2), new(AppendStatus.Appended, 1)], results, "two streams were written at once");
        at.Probe.Same(["0", "1"], await at.ContentsAsync(at.Tenant, 1), "the first stream was read then");
        at.Probe.Same(["2"], await at.ContentsAsync(at.Tenant, 2), "the second stream was read then");
    }

    private static async Task AtomicRefusals(StreamGround at)
    {
        await at.AppendedAsync(new(1, 0, "used") { Request = 5 });
        var conflict = await at.AppendAllAsync(at.Tenant, [new(2, 0, "t") { Events = [at.Event(2, 100)] }, new(1, 0, "t")]);
        at.Probe.Same([AppendStatus.NotWritten, AppendStatus.Conflict], conflict.Select(r => r.Status).ToList(), "the second stream has another version");
        var used = await at.AppendAllAsync(at.Tenant, [new(2, 0, "t"), new(1, 1, "used") { Request = 5 }]);
        at.Probe.Same([AppendStatus.NotWritten, AppendStatus.AlreadyApplied], used.Select(r => r.Status).ToList(), "the second stream's key is used");
        at.Probe.Equal(new HeadSeen(2, 0, null), (await at.LoadAsync(2)).Head, "the stream that was not in the way was loaded then");
        at.Probe.Same(at.Ids(), await at.EventsAsync(), "the outbox was read then");
    }
}
