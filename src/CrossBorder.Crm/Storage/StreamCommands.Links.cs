using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <content>Streams that answer for each other.</content>
internal sealed partial class StreamCommands<TId, TEntry, TState, TQuery>
{
    /// <summary>The stream that answers for one, with the answers and entries of all that count for it.</summary>
    public async ValueTask<(TId Stream, StreamHead<TEntry, TState> Head)> FindAsync(TenantId tenant, StreamLoad<TId> load, CancellationToken cancellationToken)
    {
        var head = await LoadAsync(tenant, load, cancellationToken).ConfigureAwait(false);
        if (!IsLinked(head))
        {
            return (load.Stream, head);
        }

        var (found, there) = await FollowAsync(tenant, load, head, cancellationToken).ConfigureAwait(false);
        return (found.Stream, there);
    }

    /// <summary>Changes a stream for another one that asks; wherever the asked one answers by, and with all entries that count for it.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="asked">The stream that the request names.</param>
    /// <param name="key">The name of the request in this stream.</param>
    /// <param name="hash">The hash of the request.</param>
    /// <param name="references">The references whose entries the rule needs.</param>
    /// <param name="request">What the rule needs besides the head.</param>
    /// <param name="decide">The rule.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    public async ValueTask<CrmResult<TAnswer>> RunAtAsync<TRequest, TAnswer>(
        TenantId tenant,
        TId stream,
        TId asked,
        IdempotencyKey key,
        Digest hash,
        ImmutableArray<Reference> references,
        TRequest request,
        Func<TRequest, StreamHead<TEntry, TState>, CrmResult<Decision<TEntry, TState, TAnswer>>> decide,
        CancellationToken cancellationToken)
        where TAnswer : class
    {
        var load = new StreamLoad<TId> { Stream = stream, Key = key, References = references };
        for (var attempt = 0; attempt <= maxConflicts; attempt++)
        {
            var head = await LoadAsync(tenant, load, cancellationToken).ConfigureAwait(false);
            if (head.Answer is null && IsLinked(head))
            {
                head = await JoinAsync(tenant, load, head, cancellationToken).ConfigureAwait(false);
            }

            if (head.Answer is { } first)
            {
                return RecordedAnswers.Read<TAnswer>(first, key, hash);
            }

            if (!links!.Decide(asked, head, request, decide).TryGet(out var decision, out var refusal))
            {
                return refusal;
            }

            if (decision.Entries.IsEmpty)
            {
                return decision.Result;
            }

            var result = await repository.AppendAsync(tenant, Append(stream, key, hash, head, decision, owner: null), cancellationToken).ConfigureAwait(false);
            if (AnswerOf(result, decision, key, hash) is { } answer)
            {
                return answer;
            }
        }

        throw new ConcurrencyConflictException(
            $"{map.Schema.Name} {stream} was changed by others {maxConflicts + 1} times while '{key}' was being decided; nothing was written.");
    }

    private bool IsLinked(StreamHead<TEntry, TState> head) => links is not null && head is { Answer: null, State: { } state } && links.AreIn(state);

    private async ValueTask<(StreamLoad<TId> Load, StreamHead<TEntry, TState> Head)> FollowAsync(
        TenantId tenant, StreamLoad<TId> load, StreamHead<TEntry, TState> head, CancellationToken cancellationToken)
    {
        while (IsLinked(head) && links!.MovedTo(head.State!) is { } survivor)
        {
            if (load.Key is not null && links.KeepsAnswers(head.State!) && await AnswerAsync(tenant, load, head, cancellationToken).ConfigureAwait(false) is { } answer)
            {
                return (load, head with { Answer = answer });
            }

            load = load with { Stream = survivor, Key = load.Key is { } key ? links.KeyThere(head.State!, key) : null };
            head = await LoadAsync(tenant, load, cancellationToken).ConfigureAwait(false);
        }

        return (load, IsLinked(head) ? await JoinAsync(tenant, load, head, cancellationToken).ConfigureAwait(false) : head);
    }

    /// <summary>The answer that another stream gave for one which has moved since; null where none did.</summary>
    private async ValueTask<RecordedAnswer?> AnswerAsync(TenantId tenant, StreamLoad<TId> load, StreamHead<TEntry, TState> head, CancellationToken cancellationToken)
    {
        foreach (var (stream, other) in links!.StreamsOf(head.State!).Index())
        {
            if (links.MayAnswer(head.State!, stream))
            {
                var asked = new StreamLoad<TId> { Stream = other, Key = links.KeyIn(head.State!, stream, load.Key!.Value) };
                if ((await repository.LoadAsync(tenant, asked, cancellationToken).ConfigureAwait(false)).Answer is { } answer && links.IsAnsweredBy(head.State!, stream, answer))
                {
                    return answer;
                }
            }
        }

        return null;
    }

    private async ValueTask<StreamHead<TEntry, TState>> JoinAsync(
        TenantId tenant, StreamLoad<TId> load, StreamHead<TEntry, TState> head, CancellationToken cancellationToken)
    {
        if (load.Key is null && load.References.IsEmpty)
        {
            return head;
        }

        var linked = new List<ImmutableArray<Versioned<TEntry>>>();
        foreach (var other in links!.StreamsOf(head.State!))
        {
            // Nothing is asked of a stream that has neither answers nor entries to give.
            if (load.References.IsEmpty && !links.MayAnswer(head.State!, linked.Count))
            {
                linked.Add([]);
                continue;
            }

            var there = await repository.LoadAsync(
                tenant, load with { Stream = other, Key = load.Key is { } key ? links.KeyIn(head.State!, linked.Count, key) : null }, cancellationToken).ConfigureAwait(false);
            if (there.Answer is { } answer && links.IsAnsweredBy(head.State!, linked.Count, answer))
            {
                return head with { Answer = answer };
            }

            linked.Add(there.Entries);
        }

        return head with { Entries = links.Join(head.State!, head.Entries, linked) };
    }
}
