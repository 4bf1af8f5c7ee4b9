using System.Collections.Immutable;
using System.Globalization;
using CrossBorder.Crm.Conformance.Running;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Conformance.Engine;

/// <summary>The samples that the kit puts into an engine, and what lists of them must hold.</summary>
internal static class EngineSamples
{
    private static readonly string[] Kinds = ["vip", "VIP", "é", "e\u0301", "数", "\U0001F600", "\uFF5E"];

    public static IReadOnlyList<(string Name, StoreQuery Query, Func<ImmutableArray<IndexValue>, bool> Holds, int? OrderBy)> Listings { get; } =
    [
        ("everything, by id", StoreQuery.All, _ => true, null),
        ("one kind", new() { Where = [Condition.Equal("kind", IndexValue.Of("vip"))] }, v => v[0] == IndexValue.Of("vip"), null),
        ("all kinds by their text", new() { OrderBy = "kind" }, v => !v[0].IsNone, 0),
        ("by rank", new() { OrderBy = "rank" }, v => !v[1].IsNone, 1),
        ("ranks between", new() { Where = [Condition.AtLeast("rank", IndexValue.Of(2L)), Condition.Less("rank", IndexValue.Of(5L))], OrderBy = "rank" },
            v => !v[1].IsNone && v[1].AsInteger() is >= 2 and < 5, 1),
        ("by amount", new() { OrderBy = "amount" }, v => !v[2].IsNone, 2),
        ("amounts above", new() { Where = [Condition.Greater("amount", IndexValue.Of(0.5m))], OrderBy = "amount" }, v => !v[2].IsNone && v[2].AsDecimal() > 0.5m, 2),
        ("due by noon", new() { Where = [Condition.AtMost("due_at", IndexValue.Of(Ground.Noon))], OrderBy = "due_at" }, v => !v[3].IsNone && v[3].AsInstant() <= Ground.Noon, 3),
        ("two others", new() { Where = [Condition.In("other", IndexValue.Of(Draw.Id(1)), IndexValue.Of(Draw.Id(2)))] },
            v => v[4] == IndexValue.Of(Draw.Id(1)) || v[4] == IndexValue.Of(Draw.Id(2)), null),
    ];

    /// <summary>Index values with gaps, equal values, and values before 1970.</summary>
    public static ImmutableArray<IndexValue> Index(int number) =>
    [
        number % 8 == 7 ? default : IndexValue.Of(Kinds[number % 8]),
        number % 5 == 4 ? default : IndexValue.Of((long)(number % 7) - 1),
        number % 6 == 5 ? default : IndexValue.Of((number % 9 - 4) * 0.3333333333m),
        number % 4 == 3 ? default : IndexValue.Of(Ground.Noon + (number % 2 == 0 ? Duration.FromMilliseconds(number % 11 - 5) : Duration.FromDays(-30_000 + number))),
        number % 3 == 2 ? default : IndexValue.Of(Draw.Id(number % 4)),
    ];

    public static int NumberOf(Payload payload)
    {
        var text = System.Text.Encoding.UTF8.GetString(payload.Bytes.Span);
        return int.Parse(text.AsSpan(text.LastIndexOf(':') + 1).TrimEnd('}'), CultureInfo.InvariantCulture);
    }

    public static Comparison<ImmutableArray<IndexValue>>? Order(int? field) => field is { } f ? (x, y) => x[f].CompareTo(y[f]) : null;
}

/// <summary>An engine's records for the cases of the record shape.</summary>
internal sealed class EngineRecordHarness(IStorageHarness inner) : IRecordHarness<KitId, Payload, StoreQuery>
{
    public StorageCapabilities Capabilities => inner.Capabilities | StorageCapabilities.Outbox;

    public IEqualityComparer<Payload> Comparer => PayloadComparer.Instance;

    public IReadOnlyList<SampleListing<StoreQuery, RecordSample<KitId, Payload>>> Listings { get; } =
    [
        .. EngineSamples.Listings.Select(l => new SampleListing<StoreQuery, RecordSample<KitId, Payload>>
        {
            Name = l.Name,
            Query = l.Query,
            Holds = sample => l.Holds(EngineSamples.Index(EngineSamples.NumberOf(sample.Record))),
            Order = EngineSamples.Order(l.OrderBy) is { } order
                ? (x, y) => order(EngineSamples.Index(EngineSamples.NumberOf(x.Record)), EngineSamples.Index(EngineSamples.NumberOf(y.Record)))
                : null,
        }),
    ];

    public RecordSample<KitId, Payload> Sample(int number, int variant) => new(new(Draw.Id(number)), SamplePayloads.Of(number * 10 + variant));

    public RecordWrite<Payload> Write(Payload record, long expectedVersion) =>
        new() { Record = record, ExpectedVersion = expectedVersion, Index = EngineSamples.Index(EngineSamples.NumberOf(record)) };

    public async ValueTask<IStoreUnderTest<IRecordRepository<KitId, Payload, StoreQuery>>> OpenAsync(CancellationToken cancellationToken) =>
        new EngineUnderTest<IRecordRepository<KitId, Payload, StoreQuery>>(
            await inner.OpenAsync(cancellationToken), engine => new EngineRecords(engine, KitCollections.Records));
}

/// <summary>An engine's streams for the cases of the stream shape.</summary>
internal sealed class EngineStreamHarness(IStorageHarness inner) : IStreamHarness<KitId, Payload, Payload, StoreQuery>
{
    public StorageCapabilities Capabilities => inner.Capabilities | StorageCapabilities.Outbox;

    public IEqualityComparer<Payload> EntryComparer => PayloadComparer.Instance;

    public IEqualityComparer<Payload> StateComparer => PayloadComparer.Instance;

    public IReadOnlyList<SampleListing<StoreQuery, StreamSample<KitId, Payload>>> Listings { get; } =
    [
        .. EngineSamples.Listings.Select(l => new SampleListing<StoreQuery, StreamSample<KitId, Payload>>
        {
            Name = l.Name,
            Query = l.Query,
            Holds = sample => l.Holds(EngineSamples.Index(EngineSamples.NumberOf(sample.State))),
            Order = EngineSamples.Order(l.OrderBy) is { } order
                ? (x, y) => order(EngineSamples.Index(EngineSamples.NumberOf(x.State)), EngineSamples.Index(EngineSamples.NumberOf(y.State)))
                : null,
        }),
    ];

    public KitId Stream(int number) => new(Draw.Id(number));

    public Payload Entry(int number) => SamplePayloads.Of(number);

    public Payload State(int number) => SamplePayloads.Of(number);

    public ImmutableArray<IndexValue> Index(Payload state) => EngineSamples.Index(EngineSamples.NumberOf(state));

    public async ValueTask<IStoreUnderTest<IStreamRepository<KitId, Payload, Payload, StoreQuery>>> OpenAsync(CancellationToken cancellationToken) =>
        new EngineUnderTest<IStreamRepository<KitId, Payload, Payload, StoreQuery>>(
            await inner.OpenAsync(cancellationToken), engine => new EngineStreams(engine, KitCollections.Streams));
}

/// <summary>An engine in the hands of a case, seen as one of its collections.</summary>
internal sealed class EngineUnderTest<TStore>(IStoreUnderTest<IStorageEngine> inner, Func<IStorageEngine, TStore> view) : IStoreUnderTest<TStore>
    where TStore : class
{
    public TStore Store => view(inner.Store);

    public IStorageEngine Engine => inner.Store;

    public IOutboxRepository Outbox => inner.Store;

    public Duration MaxIndexLag => inner.Store.Description.MaxIndexLag;

    public ValueTask RestartAsync(CancellationToken cancellationToken) => inner.RestartAsync(cancellationToken);

    public void FailNextWrite() => inner.FailNextWrite();

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
