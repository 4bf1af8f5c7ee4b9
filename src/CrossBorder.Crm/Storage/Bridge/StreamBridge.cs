using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.Bridge;

/// <summary>One kind of stream on an engine: objects become bytes, entries get their place in the hash chain.</summary>
internal sealed class StreamBridge<TId, TEntry, TState, TQuery>(
    StreamMap<TId, TEntry, TState, TQuery> map, IStorageEngine engine, IPayloadCodec codec)
    : IStreamRepository<TId, TEntry, TState, TQuery>, IAtomicStreams<TId, TEntry, TState>, IChainedStreams<TId>
    where TId : struct, IEntityId<TId>
    where TEntry : class
    where TState : class
    where TQuery : class
{
    private readonly IAtomicStreamStore? atomic = engine as IAtomicStreamStore;

    public IAtomicStreams<TId, TEntry, TState>? Atomic => atomic is null ? null : this;

    public IChainedStreams<TId> Chained => this;

    public ValueTask<StreamHead<TEntry, TState>> LoadAsync(TenantId tenant, StreamLoad<TId> load, CancellationToken cancellationToken)
    {
        StorageArguments.RequireOwner(tenant, load.Stream.Value);
        var stored = new StreamLoad<Guid> { Stream = load.Stream.Value, Key = load.Key, References = load.References };
        var loading = engine.LoadAsync(map.Schema, tenant, stored, cancellationToken);
        return loading.IsCompletedSuccessfully ? new(Read(loading.Result)) : ReadAsync(loading);
    }

    public ValueTask<AppendResult> AppendAsync(
        TenantId tenant, StreamAppend<TId, TEntry, TState> append, CancellationToken cancellationToken)
    {
        var appending = engine.AppendAsync(map.Schema, tenant, Stored(tenant, append), transaction: null, cancellationToken);
        return appending.IsCompletedSuccessfully ? new(Read(appending.Result)) : ReadAsync(appending);
    }

    public async ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        TenantId tenant, IReadOnlyList<StreamAppend<TId, TEntry, TState>> appends, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(appends);
        var stored = appends.Select(append => Stored(tenant, append)).ToList();
        var results = await engine.AppendManyAsync(map.Schema, tenant, stored, transaction: null, cancellationToken).ConfigureAwait(false);
        return [.. results.Select(Read)];
    }

    public async ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<StreamAppend<TId, TEntry, TState>> appends, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(appends);
        var stored = appends.Select(append => new CollectionAppend(map.Schema, Stored(tenant, append))).ToList();
        var results = await atomic!.AppendAllAsync(tenant, stored, transaction: null, cancellationToken).ConfigureAwait(false);
        return [.. results.Select(Read)];
    }

    public async ValueTask<Page<Versioned<TEntry>>> ReadAsync(
        TenantId tenant, TId stream, PageRequest page, CancellationToken cancellationToken)
    {
        StorageArguments.RequireOwner(tenant, stream.Value);
        var rows = await engine.ReadAsync(map.Schema, tenant, stream.Value, page, cancellationToken).ConfigureAwait(false);
        return new() { Items = [.. rows.Items.Select(row => new Versioned<TEntry>(codec.Read<TEntry>(row.Payload), row.Version))], Next = rows.Next };
    }

    public async ValueTask<Page<StreamHead<TEntry, TState>>> ListAsync(
        TenantId tenant, TQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        tenant.ThrowIfDefault();
        var heads = await ((IStreamStore)engine).ListAsync(map.Schema, tenant, map.Query(query), page, cancellationToken).ConfigureAwait(false);
        return new() { Items = [.. heads.Items.Select(Read)], Next = heads.Next };
    }

    public async ValueTask<long?> FindBrokenLinkAsync(TenantId tenant, TId stream, CancellationToken cancellationToken)
    {
        StorageArguments.RequireOwner(tenant, stream.Value);
        var head = await engine.LoadAsync(map.Schema, tenant, new() { Stream = stream.Value }, cancellationToken).ConfigureAwait(false);
        var link = HashChain.Start(map.Schema, tenant, stream.Value);
        var version = 0L;
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var rows = await engine.ReadAsync(map.Schema, tenant, stream.Value, page, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows.Items.TakeWhile(row => row.Version <= head.Version))
            {
                link = HashChain.Next(link, ++version, row.Payload.Bytes.Span);
                if (row.Version != version || row.Chain != link)
                {
                    return version;
                }
            }

            page = page with { After = rows.Next };
        }
        while (page.After is not null);

        return version < head.Version ? version + 1 : version > 0 && link != head.Chain ? version : null;
    }

    private StreamAppend<Guid, Payload, Payload> Stored(TenantId tenant, StreamAppend<TId, TEntry, TState> append)
    {
        ArgumentNullException.ThrowIfNull(append);
        StorageArguments.Require(map.Schema, tenant, append.Stream.Value, append);
        var state = codec.ToStored((object)append.State);
        if (state.Bytes.Length > engine.Description.MaxStateBytes)
        {
            throw new StateTooLargeException(
                $"The state of {map.Schema.Name} {append.Stream} has {state.Bytes.Length} bytes; "
                + $"the storage '{engine.Description.Name}' keeps at most {engine.Description.MaxStateBytes}.");
        }

        return new()
        {
            Stream = append.Stream.Value,
            ExpectedVersion = append.ExpectedVersion,
            ExpectedChain = append.ExpectedChain,
            Key = append.Key,
            Hash = append.Hash,
            Answer = codec.ToStored(append.Answer),
            Entries = Linked(tenant, append),
            State = state,
            Index = append.Index,
            Owner = append.Owner,
            Events = codec.ToStored(append.Events),
        };
    }

    private ImmutableArray<StreamEntry<Payload>> Linked(TenantId tenant, StreamAppend<TId, TEntry, TState> append)
    {
        var link = append.ExpectedVersion == 0 ? HashChain.Start(map.Schema, tenant, append.Stream.Value) : append.ExpectedChain;
        var entries = new StreamEntry<Payload>[append.Entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            var payload = codec.ToStored((object)append.Entries[i].Entry);
            link = HashChain.Next(link, append.ExpectedVersion + i + 1, payload.Bytes.Span);
            entries[i] = new() { Entry = payload, References = append.Entries[i].References, Chain = link };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(entries);
    }

    private async ValueTask<StreamHead<TEntry, TState>> ReadAsync(ValueTask<StreamHead<Payload, Payload>> loading) => Read(await loading.ConfigureAwait(false));

    private async ValueTask<AppendResult> ReadAsync(ValueTask<AppendResult> appending) => Read(await appending.ConfigureAwait(false));

    private AppendResult Read(AppendResult result) => result with { First = Read(result.First) };

    private RecordedAnswer? Read(RecordedAnswer? answer) => answer is null ? null : answer with { Answer = codec.ToValue(answer.Answer) };

    private StreamHead<TEntry, TState> Read(StreamHead<Payload, Payload> head) => new()
    {
        Stream = head.Stream,
        Version = head.Version,
        State = head.State is null ? null : codec.Read<TState>(head.State),
        Chain = head.Chain,
        Owner = head.Owner,
        Answer = Read(head.Answer),
        Entries = head.Entries.IsEmpty ? [] : [.. head.Entries.Select(e => new Versioned<TEntry>(codec.Read<TEntry>(e.Value), e.Version))],
    };
}
