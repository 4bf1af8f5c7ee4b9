using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <summary>The storage of one kind of stream: the second of the two shapes.</summary>
/// <remarks>
/// Clauses STO-1 to STO-16 of the storage contract hold. Entries are the truth; the state beside them is their fold, so that a decision
/// costs the same whatever the history.
/// </remarks>
/// <typeparam name="TId">The stream's id type.</typeparam>
/// <typeparam name="TEntry">The entry.</typeparam>
/// <typeparam name="TState">The folded state.</typeparam>
/// <typeparam name="TQuery">What the heads can be listed by; an empty query walks every stream by id.</typeparam>
public interface IStreamRepository<TId, TEntry, TState, TQuery>
    where TId : struct
    where TEntry : class
    where TState : class
    where TQuery : class
{
    /// <summary>The capability to write several streams at once (STO-17); null where the storage has none.</summary>
    IAtomicStreams<TId, TEntry, TState>? Atomic => null;

    /// <summary>The capability to check a stream's hash chain; null where the storage keeps objects and has none.</summary>
    IChainedStreams<TId>? Chained => null;

    /// <summary>Reads the folded state, its version, the answer already given to a key, and the entries filed under references.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="load">What to read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The head; of version 0 and without state where the stream does not exist.</returns>
    ValueTask<StreamHead<TEntry, TState>> LoadAsync(TenantId tenant, StreamLoad<TId> load, CancellationToken cancellationToken);

    /// <summary>Appends if the key is new and the stream still has the version that the decision was made on.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="append">The append.</param>
    /// <param name="cancellationToken">Cancels the append, which then has happened wholly or not at all (STO-10).</param>
    ValueTask<AppendResult> AppendAsync(TenantId tenant, StreamAppend<TId, TEntry, TState> append, CancellationToken cancellationToken);

    /// <summary>Reads the entries of a stream by version, page by page.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="page">Which page; its cost does not depend on how deep it lies.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Versioned<TEntry>>> ReadAsync(TenantId tenant, TId stream, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Lists heads with their state, without answers and entries.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="query">What to list, and its documented order.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<StreamHead<TEntry, TState>>> ListAsync(TenantId tenant, TQuery query, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Appends to many streams independently; each succeeds or fails on its own.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="appends">The appends, to different streams.</param>
    /// <param name="cancellationToken">Cancels the rest; what was written stays.</param>
    /// <returns>One result an append, in their order.</returns>
    async ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        TenantId tenant, IReadOnlyList<StreamAppend<TId, TEntry, TState>> appends, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(appends);
        var results = new AppendResult[appends.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = await AppendAsync(tenant, appends[i], cancellationToken).ConfigureAwait(false);
        }

        return results;
    }
}

/// <summary>Several streams of one kind in one write, each with its own expected version and key: all or none (STO-17).</summary>
/// <typeparam name="TId">The stream's id type.</typeparam>
/// <typeparam name="TEntry">The entry.</typeparam>
/// <typeparam name="TState">The folded state.</typeparam>
public interface IAtomicStreams<TId, TEntry, TState>
    where TId : struct
    where TEntry : class
    where TState : class
{
    /// <summary>Appends to all streams or to none.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="appends">The appends, to different streams.</param>
    /// <param name="cancellationToken">Cancels the write, which then has happened wholly or not at all.</param>
    /// <returns>
    /// One result an append, in their order: all <see cref="AppendStatus.Appended"/>, or none of them. Where a key was used before or a
    /// version is another, that stream says so and the rest are <see cref="AppendStatus.NotWritten"/>.
    /// </returns>
    ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<StreamAppend<TId, TEntry, TState>> appends, CancellationToken cancellationToken);
}

/// <summary>Streams whose entries are chained by hash over their stored bytes.</summary>
/// <typeparam name="TId">The stream's id type.</typeparam>
public interface IChainedStreams<TId> where TId : struct
{
    /// <summary>Computes a stream's chain anew and compares it with the stored one.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The version of the first entry that was changed, moved or is missing; null where the chain is whole.</returns>
    ValueTask<long?> FindBrokenLinkAsync(TenantId tenant, TId stream, CancellationToken cancellationToken);
}
