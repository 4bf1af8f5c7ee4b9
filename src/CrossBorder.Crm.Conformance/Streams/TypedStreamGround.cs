using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using CrossBorder.Crm.Conformance.Running;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Conformance.Streams;

/// <summary>The samples of a harness behind the numbers of the cases.</summary>
internal sealed class TypedStreamGround<TId, TEntry, TState, TQuery>(
    IStreamHarness<TId, TEntry, TState, TQuery> harness,
    IStoreUnderTest<IStreamRepository<TId, TEntry, TState, TQuery>> under,
    GroundRules rules)
    : StreamGround(rules)
    where TId : struct, IEntityId<TId>
    where TEntry : class
    where TState : class
    where TQuery : class
{
    private readonly Labels<TEntry> entries = new(harness.EntryComparer);
    private readonly Labels<TState> states = new(harness.StateComparer);
    private readonly Labels<Payload> answers = new(PayloadComparer.Instance);
    private readonly Labels<Payload> data = new(PayloadComparer.Instance);
    private readonly ConcurrentDictionary<Digest, int> hashes = new();
    private readonly ConcurrentDictionary<Guid, int> streams = new();

    public override IReadOnlyList<string> Listings { get; } = [.. harness.Listings.Select(l => l.Name)];

    public override IOutboxRepository Outbox => under.Outbox ?? throw new NotSupportedException("The harness claims an outbox but offers none.");

    public override Duration MaxIndexLag => under.MaxIndexLag;

    public override ValueTask RestartAsync() => under.RestartAsync(Cancellation);

    public override void FailNextWrite() => under.FailNextWrite();

    public override Guid OwnerOf(int number) => harness.Stream(number).Value;

    public override CrmEvent Event(int number, int id, Instant? occurredAt = null) => new()
    {
        Id = Draw.Id(id),
        Owner = OwnerOf(number),
        Kind = "conformance.v1",
        OccurredAt = occurredAt ?? Noon,
        Data = data.Written(harness.EventData(id), id),
    };

    public override string LabelOfEventData(Payload data) => this.data.Of(data);

    public override async Task<LoadSeen> LoadAsync(
        TenantId tenant, int stream, string? key = null, string[]? references = null, CancellationToken? cancellation = null)
    {
        var load = new StreamLoad<TId>
        {
            Stream = StreamId(stream),
            Key = key is null ? null : new IdempotencyKey(key),
            References = [.. (references ?? []).Select(r => new Reference(r))],
        };
        var head = await under.Store.LoadAsync(tenant, load, cancellation ?? Cancellation);
        return new(Seen(head), head.Owner, Seen(head.Answer), [.. head.Entries.Select(Seen)]);
    }

    public override async Task<AppendSeen> AppendAsync(TenantId tenant, AppendSent append, CancellationToken? cancellation = null) =>
        Seen(await under.Store.AppendAsync(tenant, Typed(append), cancellation ?? Cancellation));

    public override async Task<IReadOnlyList<AppendSeen>> AppendManyAsync(TenantId tenant, IReadOnlyList<AppendSent> appends) =>
        [.. (await under.Store.AppendManyAsync(tenant, [.. appends.Select(Typed)], Cancellation)).Select(Seen)];

    public override async Task<IReadOnlyList<AppendSeen>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<AppendSent> appends, CancellationToken? cancellation = null)
    {
        var atomic = under.Store.Atomic ?? throw new NotSupportedException("Several streams in one write are claimed, but the store has no such capability.");
        return [.. (await atomic.AppendAllAsync(tenant, [.. appends.Select(Typed)], cancellation ?? Cancellation)).Select(Seen)];
    }

    public override async Task<Page<EntrySeen>> ReadAsync(TenantId tenant, int stream, PageRequest page, CancellationToken? cancellation = null)
    {
        var read = await under.Store.ReadAsync(tenant, StreamId(stream), page, cancellation ?? Cancellation);
        return new() { Items = [.. read.Items.Select(Seen)], Next = read.Next };
    }

    public override async Task<Page<HeadSeen>> ListAsync(TenantId tenant, int listing, PageRequest page, CancellationToken? cancellation = null)
    {
        var heads = await under.Store.ListAsync(tenant, harness.Listings[listing].Query, page, cancellation ?? Cancellation);
        return new() { Items = [.. heads.Items.Select(Seen)], Next = heads.Next };
    }

    public override List<HeadSeen> Expected(int listing, IEnumerable<(int Stream, long Version, int State)> heads)
    {
        var (holds, order) = (harness.Listings[listing].Holds, harness.Listings[listing].Order);
        return [.. heads
            .Select(h => (Sample: new StreamSample<TId, TState>(StreamId(h.Stream), harness.State(h.State)),
                Head: new HeadSeen(h.Stream, h.Version, h.State.ToString(CultureInfo.InvariantCulture))))
            .Where(item => holds(item.Sample))
            .Order(Comparer<(StreamSample<TId, TState> Sample, HeadSeen Head)>.Create((x, y) =>
                order?.Invoke(x.Sample, y.Sample) is { } byQuery and not 0 ? byQuery : x.Sample.Id.Value.CompareTo(y.Sample.Id.Value)))
            .Select(item => item.Head)];
    }

    private TId StreamId(int number)
    {
        var id = harness.Stream(number);
        streams.TryAdd(id.Value, number);
        return id;
    }

    private StreamAppend<TId, TEntry, TState> Typed(AppendSent append)
    {
        var state = states.Written(harness.State(append.State), append.State);
        var hash = HashOf(append.Request);
        hashes.TryAdd(hash, append.Request);
        return new()
        {
            Stream = StreamId(append.Stream),
            ExpectedVersion = append.Expected,
            Key = new(append.Key),
            Hash = hash,
            Answer = answers.Written(harness.Answer(append.Request), append.Request),
            Entries = [.. append.Entries.Select((number, i) => new StreamEntry<TEntry>
            {
                Entry = entries.Written(harness.Entry(number), number),
                References = i < append.References.Length ? [.. append.References[i].Select(r => new Reference(r))] : [],
            })],
            State = state,
            Index = harness.Index(state),
            Owner = append.Owner,
            Events = [.. append.Events],
        };
    }

    private HeadSeen Seen(StreamHead<TEntry, TState> head) =>
        new(streams.GetValueOrDefault(head.Stream, -1), head.Version, head.State is { } state ? states.Of(state) : null);

    private EntrySeen Seen(Versioned<TEntry> entry) => new(entries.Of(entry.Value), entry.Version);

    private AppendSeen Seen(AppendResult result) => new(result.Status, result.Head, Seen(result.First));

    private AnswerSeen? Seen(RecordedAnswer? answer) => answer is null
        ? null
        : new(answer.Head, hashes.TryGetValue(answer.Hash, out var request) ? Shown.Of(request) : "a hash that was never written", answers.Of(answer.Answer));
}
