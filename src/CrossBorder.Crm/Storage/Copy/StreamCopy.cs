using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage.Bridge;

namespace CrossBorder.Crm.Storage.Copy;

/// <summary>
/// Copies streams append by append: entries, chain and references as they are stored, each append under its own key with its own answer, so that the
/// last one leaves the source's state.
/// </summary>
internal sealed class StreamCopy<TId, TEntry, TState, TQuery>(StreamMap<TId, TEntry, TState, TQuery> map, IPayloadCodec codec) : CollectionCopy
    where TId : struct, IEntityId<TId>
    where TEntry : class
    where TState : class
    where TQuery : class
{
    public override CollectionSchema Schema => map.Schema;

    public override async Task CopyAsync(CopyRun run, CancellationToken cancellationToken)
    {
        var page = new PageRequest { Size = BatchSize };
        do
        {
            var heads = await ((IStreamStore)run.Source).ListAsync(Schema, run.Tenant, StoreQuery.All, page, cancellationToken).ConfigureAwait(false);
            await CopyAsync(run, heads.Items, cancellationToken).ConfigureAwait(false);
            run.Tell(heads.Items.Count, isVerifying: false, isFirst: page.After is null);
            page = page with { After = heads.Next };
        }
        while (page.After is not null);
    }

    public override async Task VerifyAsync(CopyRun run, CancellationToken cancellationToken)
    {
        run.IsRefolded = map.Fold is not null;
        var page = new PageRequest { Size = BatchSize };
        do
        {
            var heads = await ((IStreamStore)run.Source).ListAsync(Schema, run.Tenant, StoreQuery.All, page, cancellationToken).ConfigureAwait(false);
            foreach (var head in heads.Items)
            {
                if (await DifferenceAsync(run, head, cancellationToken).ConfigureAwait(false) is { } difference)
                {
                    run.Problem(head.Stream, difference);
                }

                run.Verified++;
            }

            run.Tell(heads.Items.Count, isVerifying: true, isFirst: page.After is null);
            page = page with { After = heads.Next };
        }
        while (page.After is not null);
    }

    private async Task CopyAsync(CopyRun run, IReadOnlyList<StreamHead<Payload, Payload>> heads, CancellationToken cancellationToken)
    {
        var waiting = new List<StreamReplay>();
        foreach (var head in heads)
        {
            var there = await run.Target.LoadAsync(Schema, run.Tenant, new() { Stream = head.Stream }, cancellationToken).ConfigureAwait(false);
            if (there.Version >= head.Version)
            {
                run.AlreadyThere++;
                continue;
            }

            run.Copied++;
            waiting.Add(new(run, Schema, head, map.Index((TState)codec.Decode(head.State!.Bytes)), there.Version));
        }

        // The next append of every stream that has one goes out in one call, until no stream has any.
        while (waiting.Count > 0)
        {
            var appends = new List<StreamAppend<Guid, Payload, Payload>>();
            foreach (var stream in waiting)
            {
                if (await stream.NextAsync(cancellationToken).ConfigureAwait(false) is { } append)
                {
                    appends.Add(append);
                }
            }

            waiting.RemoveAll(stream => stream.IsAtEnd);
            var results = await run.Target.AppendManyAsync(Schema, run.Tenant, appends, transaction: null, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < results.Count; i++)
            {
                run.Entries += results[i].Status == AppendStatus.Appended ? appends[i].Entries.Length : 0;
                if (results[i].Status == AppendStatus.Conflict)
                {
                    var stream = appends[i].Stream;
                    waiting.RemoveAll(w => w.Stream == stream);
                }
            }
        }
    }

    private async ValueTask<string?> DifferenceAsync(CopyRun run, StreamHead<Payload, Payload> head, CancellationToken cancellationToken)
    {
        var copy = await run.Target.LoadAsync(Schema, run.Tenant, new() { Stream = head.Stream }, cancellationToken).ConfigureAwait(false);
        if (copy.Version != head.Version)
        {
            return copy.Version == 0 ? "the stream is missing" : $"version {copy.Version} instead of {head.Version}";
        }

        if (!Same(copy.State!, head.State!) || copy.Chain != head.Chain || copy.Owner != head.Owner)
        {
            return "the head differs";
        }

        var chain = HashChain.Start(Schema, run.Tenant, head.Stream);
        var entries = new List<TEntry>();
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var original = await run.Source.ReadAsync(Schema, run.Tenant, head.Stream, page, cancellationToken).ConfigureAwait(false);
            var copied = await run.Target.ReadAsync(Schema, run.Tenant, head.Stream, page, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < original.Items.Count; i++)
            {
                if (i >= copied.Items.Count || !Same(original.Items[i], copied.Items[i]))
                {
                    return $"entry {original.Items[i].Version} differs";
                }

                chain = HashChain.Next(chain, copied.Items[i].Version, copied.Items[i].Payload.Bytes.Span);
                if (copied.Items[i].Chain != chain)
                {
                    return $"the hash chain is broken at entry {copied.Items[i].Version}";
                }

                if (map.Fold is not null)
                {
                    entries.Add((TEntry)codec.Decode(copied.Items[i].Payload.Bytes));
                }
            }

            page = page with { After = original.Next };
        }
        while (page.After is not null);

        return IsFold(head, copy, entries) ? null : "the entries, folded anew, do not give the stored state";
    }

    private bool IsFold(StreamHead<Payload, Payload> head, StreamHead<Payload, Payload> copy, List<TEntry> entries)
    {
        if (map.Fold is not { } fold)
        {
            return true;
        }

        var stored = (TState)codec.Decode(copy.State!.Bytes);
        return codec.Encode(fold(TId.From(head.Stream), stored, entries)).Span.SequenceEqual(codec.Encode(stored).Span);
    }

    private static bool Same(StoredEntry left, StoredEntry right) =>
        left.Version == right.Version && Same(left.Payload, right.Payload) && left.Chain == right.Chain && left.References.SequenceEqual(right.References)
        && left.Request?.Key == right.Request?.Key && left.Request?.Hash == right.Request?.Hash
        && (left.Request is null || Same(left.Request.Answer, right.Request!.Answer));
}
