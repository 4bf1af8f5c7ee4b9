using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <summary>
/// The one way in which services change a stream: load, give the first answer to a retry, let a rule decide, append; decide anew when another
/// writer was faster.
/// </summary>
/// <param name="repository">The streams.</param>
/// <param name="map">How they are stored.</param>
/// <param name="maxConflicts">How often a request is decided anew.</param>
/// <param name="links">How they answer for each other; null where each stands for itself.</param>
internal sealed partial class StreamCommands<TId, TEntry, TState, TQuery>(
    IStreamRepository<TId, TEntry, TState, TQuery> repository,
    StreamMap<TId, TEntry, TState, TQuery> map,
    int maxConflicts,
    IStreamLinks<TId, TEntry, TState>? links = null)
    where TId : struct, IEntityId<TId>
    where TEntry : class
    where TState : class
    where TQuery : class
{
    /// <inheritdoc cref="RunAsync{TRequest, TAnswer}(TenantId, TId, IdempotencyKey, Digest, ImmutableArray{Reference}, TRequest, Func{TRequest, StreamHead{TEntry, TState}, CrmResult{Decision{TEntry, TState, TAnswer}}}, ExternalRef?, CancellationToken)"/>
    public ValueTask<CrmResult<TAnswer>> RunAsync<TRequest, TAnswer>(
        TenantId tenant,
        TId stream,
        IdempotencyKey key,
        Digest hash,
        ImmutableArray<Reference> references,
        TRequest request,
        Func<TRequest, StreamHead<TEntry, TState>, CrmResult<Decision<TEntry, TState, TAnswer>>> decide,
        CancellationToken cancellationToken)
        where TAnswer : class => RunAsync(tenant, stream, key, hash, references, request, decide, owner: null, cancellationToken);

    /// <param name="tenant">The tenant.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="key">The name of the request.</param>
    /// <param name="hash">The hash of the request.</param>
    /// <param name="references">The references whose entries the rule needs.</param>
    /// <param name="request">What the rule needs besides the head; passed on so that the rule captures nothing.</param>
    /// <param name="decide">The rule. Called again after a conflict, with the new head.</param>
    /// <param name="owner">The host's key of the owner, kept beside the head for reports; null keeps what is stored.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <exception cref="IdempotencyMismatchException">The key was used for another request.</exception>
    /// <exception cref="ConcurrencyConflictException">Other writers were faster every time.</exception>
    public ValueTask<CrmResult<TAnswer>> RunAsync<TRequest, TAnswer>(
        TenantId tenant,
        TId stream,
        IdempotencyKey key,
        Digest hash,
        ImmutableArray<Reference> references,
        TRequest request,
        Func<TRequest, StreamHead<TEntry, TState>, CrmResult<Decision<TEntry, TState, TAnswer>>> decide,
        ExternalRef? owner,
        CancellationToken cancellationToken)
        where TAnswer : class =>
        RunAsync(tenant, new() { Stream = stream, Key = key, References = references }, hash, request, decide, owner, follows: true, cancellationToken);

    /// <summary>Changes a stream itself, also where it answers by another one.</summary>
    public ValueTask<CrmResult<TAnswer>> RunHereAsync<TRequest, TAnswer>(
        TenantId tenant,
        TId stream,
        IdempotencyKey key,
        Digest hash,
        ImmutableArray<Reference> references,
        TRequest request,
        Func<TRequest, StreamHead<TEntry, TState>, CrmResult<Decision<TEntry, TState, TAnswer>>> decide,
        CancellationToken cancellationToken)
        where TAnswer : class =>
        RunAsync(tenant, new() { Stream = stream, Key = key, References = references }, hash, request, decide, owner: null, follows: false, cancellationToken);

    private async ValueTask<CrmResult<TAnswer>> RunAsync<TRequest, TAnswer>(
        TenantId tenant,
        StreamLoad<TId> load,
        Digest hash,
        TRequest request,
        Func<TRequest, StreamHead<TEntry, TState>, CrmResult<Decision<TEntry, TState, TAnswer>>> decide,
        ExternalRef? owner,
        bool follows,
        CancellationToken cancellationToken)
        where TAnswer : class
    {
        load.Stream.ThrowIfDefault("stream");
        load.Key!.Value.ThrowIfDefault();
        for (var attempt = 0; attempt <= maxConflicts; attempt++)
        {
            var (stream, key, of) = (load.Stream, load.Key.Value, owner);
            var head = await LoadAsync(tenant, load, cancellationToken).ConfigureAwait(false);
            var isLinked = follows && IsLinked(head);
            if (isLinked)
            {
                (var found, head) = await FollowAsync(tenant, load, head, cancellationToken).ConfigureAwait(false);
                (stream, key, of) = (found.Stream, found.Key!.Value, found.Key == load.Key ? owner : null);
            }

            if (head.Answer is { } first)
            {
                return RecordedAnswers.Read<TAnswer>(first, key, hash);
            }

            if (!(isLinked ? links!.Decide(load.Stream, head, request, decide) : decide(request, head)).TryGet(out var decision, out var refusal))
            {
                return refusal;
            }

            if (decision.Entries.IsEmpty)
            {
                return decision.Result;
            }

            var result = await repository.AppendAsync(tenant, Append(stream, key, hash, head, decision, of), cancellationToken).ConfigureAwait(false);
            if (AnswerOf(result, decision, key, hash) is { } answer)
            {
                return answer;
            }
        }

        throw new ConcurrencyConflictException(
            $"{map.Schema.Name} {load.Stream} was changed by others {maxConflicts + 1} times while '{load.Key}' was being decided; nothing was written.");
    }

    /// <summary>What an append answers; null where another writer was faster, so that it is to be decided anew.</summary>
    private static CrmResult<TAnswer>? AnswerOf<TAnswer>(AppendResult result, in Decision<TEntry, TState, TAnswer> decision, IdempotencyKey key, Digest hash)
        where TAnswer : class => result.Status switch
    {
        AppendStatus.Appended => decision.Result,
        AppendStatus.AlreadyApplied => RecordedAnswers.Read<TAnswer>(result.First!, key, hash),
        _ => (CrmResult<TAnswer>?)null,
    };

    /// <summary>The append of a decision made on a head.</summary>
    public StreamAppend<TId, TEntry, TState> Append<TAnswer>(
        TId stream, IdempotencyKey key, Digest hash, StreamHead<TEntry, TState> head, Decision<TEntry, TState, TAnswer> decision, ExternalRef? owner)
        where TAnswer : class
    {
        var state = decision.State ?? throw new InvalidOperationException("A decision with entries has a state.");
        return new()
        {
            Stream = stream,
            ExpectedVersion = head.Version,
            ExpectedChain = head.Chain,
            Key = key,
            Hash = hash,
            Answer = decision.Recorded,
            Entries = decision.Entries,
            State = state,
            Index = map.Index(state),
            Owner = owner ?? map.Owner(state),
            Events = decision.Events,
        };
    }

    /// <summary>A head whose state the fold of this release has made.</summary>
    /// <exception cref="InvalidOperationException">A later release made the state; this one must not write it.</exception>
    public ValueTask<StreamHead<TEntry, TState>> LoadAsync(TenantId tenant, StreamLoad<TId> load, CancellationToken cancellationToken)
    {
        var loading = repository.LoadAsync(tenant, load, cancellationToken);
        if (!loading.IsCompletedSuccessfully)
        {
            return LoadedAsync(tenant, load, loading, cancellationToken);
        }

        var head = loading.Result;
        return IsCurrent(head) ? new(head) : FoldAnewAsync(tenant, load, head, cancellationToken);
    }

    private async ValueTask<StreamHead<TEntry, TState>> LoadedAsync(
        TenantId tenant, StreamLoad<TId> load, ValueTask<StreamHead<TEntry, TState>> loading, CancellationToken cancellationToken)
    {
        var head = await loading.ConfigureAwait(false);
        return IsCurrent(head) ? head : await FoldAnewAsync(tenant, load, head, cancellationToken).ConfigureAwait(false);
    }

    private bool IsCurrent(StreamHead<TEntry, TState> head) => head.State is not { } state || map.RevisionOf(state) == map.Revision;

    private async ValueTask<StreamHead<TEntry, TState>> FoldAnewAsync(
        TenantId tenant, StreamLoad<TId> load, StreamHead<TEntry, TState> head, CancellationToken cancellationToken)
    {
        var state = head.State!;
        if (map.RevisionOf(state) > map.Revision)
        {
            throw new InvalidOperationException(
                $"{map.Schema.Name} {load.Stream} was last written by a later release (revision {map.RevisionOf(state)}); this one has {map.Revision} and writes nothing.");
        }

        var entries = new List<TEntry>();
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await repository.ReadAsync(tenant, load.Stream, page, cancellationToken).ConfigureAwait(false);
            entries.AddRange(read.Items.Where(item => item.Version <= head.Version).Select(item => item.Value));
            page = page with { After = read.Next };
        }
        while (page.After is not null);

        return head with { State = map.Fold!(load.Stream, state, entries) };
    }
}
