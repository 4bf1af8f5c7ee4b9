using System.Collections.Concurrent;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.Relational;
using NodaTime;
using Npgsql;

namespace CrossBorder.Crm.PostgreSql;

/// <summary>The storage contract on PostgreSQL.</summary>
internal sealed class PgEngine(PgDatabase database) : IStorageEngine, IAtomicStreamStore, IAsyncDisposable, IDisposable
{
    // Whatever the host's default is: the append is built for this level.
    private const string Begin = "begin isolation level read committed";

    // A part of the host's transaction is opened and taken back by itself.
    private static readonly string[] Joined = ["savepoint crm"];

    // In a group, so that one call that waits for a lock does not keep its neighbours waiting; alone it may wait as long as the command may take.
    private const string WaitBriefly = "set local lock_timeout = '1s'";

    private const int LargestGroup = 200;

    private readonly PgOutbox outbox = new($"{database.Options.Schema}.outbox");
    private readonly ConcurrentDictionary<string, PgRecords> records = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PgStreams> streams = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PgGroups<PgLoad, StreamHead<Payload, Payload>>> loads = new(StringComparer.Ordinal);
    private PgGroups<PgAppend, AppendResult>? appends;

    public StorageDescription Description { get; } = new()
    {
        Name = "PostgreSQL",
        ContractVersion = StorageContract.Version,
        MaxStateBytes = 16 << 20,
        IsDurable = true,
    };

    public ValueTask<StoredRecord?> FindAsync(CollectionSchema collection, TenantId tenant, Guid id, CancellationToken cancellationToken) =>
        database.RunAsync((connection, token) => RecordsOf(collection).FindAsync(connection, tenant, id, token), cancellationToken);

    public async ValueTask<WriteResult> SaveAsync(
        CollectionSchema collection, TenantId tenant, Guid id, RecordWrite<Payload> write, HostTransaction? transaction, CancellationToken cancellationToken) =>
        (await SaveManyAsync(collection, tenant, [new(id, write)], transaction, cancellationToken).ConfigureAwait(false))[0];

    public async ValueTask<IReadOnlyList<WriteResult>> SaveManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<RecordSave<Guid, Payload>> saves, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        var results = new List<WriteResult>(saves.Count);
        foreach (var group in saves.Chunk(LargestGroup))
        {
            results.AddRange(transaction is null
                ? await database.RunOnceAsync((connection, token) => SaveGroupAsync(connection, joined: false, collection, tenant, group, token), cancellationToken).ConfigureAwait(false)
                : await SaveGroupAsync(HostConnection(transaction), joined: true, collection, tenant, group, cancellationToken).ConfigureAwait(false));
        }

        return results;
    }

    ValueTask<Page<StoredRecord>> IRecordStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        database.RunAsync((connection, token) => RecordsOf(collection).ListAsync(connection, tenant, query, page, token), cancellationToken);

    public ValueTask<StreamHead<Payload, Payload>> LoadAsync(
        CollectionSchema collection, TenantId tenant, StreamLoad<Guid> load, CancellationToken cancellationToken) =>
        Groups ? LoadsOf(collection).RunAsync(new(tenant, load), cancellationToken)
            : database.RunAsync(
                async (connection, token) => (await StreamsOf(collection).LoadAsync(connection, [new(tenant, load)], token).ConfigureAwait(false))[0], cancellationToken);

    public async ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken) =>
        Groups && transaction is null ? await Appends.RunAsync(new(tenant, collection, append), cancellationToken).ConfigureAwait(false)
            : (await AppendAllAsync(tenant, [new(collection, append)], transaction, cancellationToken).ConfigureAwait(false))[0];

    public async ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<StreamAppend<Guid, Payload, Payload>> appends, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        RequireDistinct(appends.Select(a => a.Stream), nameof(appends));
        var results = new List<AppendResult>(appends.Count);
        foreach (var group in appends.Select(a => new PgAppend(tenant, collection, a)).Chunk(LargestGroup))
        {
            results.AddRange(transaction is null
                ? await database.RunAsync((connection, token) => AppendEachAsync(connection, [Begin], group, token), cancellationToken).ConfigureAwait(false)
                : await AppendEachAsync(HostConnection(transaction), Joined, group, cancellationToken).ConfigureAwait(false));
        }

        return results;
    }

    public ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<CollectionAppend> appends, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        RequireDistinct(appends.Select(a => (a.Collection.Name, a.Append.Stream)), nameof(appends));
        var writes = appends.Select(a => new PgAppend(tenant, a.Collection, a.Append)).ToList();
        return transaction is null
            ? database.RunAsync((connection, token) => AppendAsync(connection, [Begin], writes, token), cancellationToken)
            : AppendAsync(HostConnection(transaction), Joined, writes, cancellationToken);
    }

    public ValueTask<Page<StoredEntry>> ReadAsync(
        CollectionSchema collection, TenantId tenant, Guid stream, PageRequest page, CancellationToken cancellationToken) =>
        database.RunAsync((connection, token) => StreamsOf(collection).ReadAsync(connection, tenant, stream, page, token), cancellationToken);

    ValueTask<Page<StreamHead<Payload, Payload>>> IStreamStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        database.RunAsync((connection, token) => StreamsOf(collection).ListAsync(connection, tenant, query, page, token), cancellationToken);

    public ValueTask<IReadOnlyList<ClaimedEvent>> ClaimAsync(
        int max, string worker, Instant now, Instant leaseUntil, CancellationToken cancellationToken) => database.RunOnceAsync(
        async (connection, token) =>
        {
            var transaction = await connection.BeginTransactionAsync(token).ConfigureAwait(false);
            await using var rollback = transaction.ConfigureAwait(false);
            var claimed = await outbox.ClaimAsync(connection, max, worker, now, leaseUntil, !database.Options.IsDistributed, token).ConfigureAwait(false);
            await transaction.CommitAsync(token).ConfigureAwait(false);
            return claimed;
        },
        cancellationToken);

    public ValueTask<int> CompleteAsync(string worker, IReadOnlyList<OutboxRef> events, CancellationToken cancellationToken) =>
        database.RunAsync((connection, token) => outbox.CompleteAsync(connection, worker, events, token), cancellationToken);

    public ValueTask<int> ReleaseAsync(
        string worker, IReadOnlyList<OutboxRef> events, Instant notBefore, string failure, CancellationToken cancellationToken) =>
        database.RunAsync((connection, token) => outbox.ReleaseAsync(connection, worker, events, notBefore, failure, token), cancellationToken);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    // A group of streams may lie on several servers of a distributed database, where one commit is dearer than several.
    private bool Groups => !database.Options.IsDistributed;

    private PgGroups<PgAppend, AppendResult> Appends => LazyInitializer.EnsureInitialized(ref appends, () => new(
        (group, cancellationToken) => database.RunAsync((connection, token) => AppendEachAsync(connection, group.Count > 1 ? [Begin, WaitBriefly] : [Begin], group, token), cancellationToken),
        static (group, one) => group.All(a => a.Append.Stream != one.Append.Stream)));

    private PgGroups<PgLoad, StreamHead<Payload, Payload>> LoadsOf(CollectionSchema collection) => loads.GetOrAdd(collection.Name, _ => new(
        (group, cancellationToken) => database.RunAsync((connection, token) => StreamsOf(collection).LoadTogetherAsync(connection, group, token), cancellationToken)));

    private static AppendResult Appended(PgAppend write) => new(AppendStatus.Appended, write.Append.ExpectedVersion + write.Append.Entries.Length);

    private static void RequireDistinct<T>(IEnumerable<T> streams, string parameter)
    {
        if (!streams.All(new HashSet<T>().Add))
        {
            throw new ArgumentException("Appends that are written together name each stream once.", parameter);
        }
    }

    /// <summary>Writes independent appends. Almost always all go through at once; what is refused steps aside, and the rest is written without it.</summary>
    private async ValueTask<IReadOnlyList<AppendResult>> AppendEachAsync(
        NpgsqlConnection connection, string[] opening, IReadOnlyList<PgAppend> writes, CancellationToken cancellationToken)
    {
        var results = new AppendResult[writes.Count];
        int[] waiting = [.. Enumerable.Range(0, writes.Count)];
        while (waiting.Length > 0)
        {
            var together = await AppendAsync(connection, opening, [.. waiting.Select(i => writes[i])], cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < waiting.Length; i++)
            {
                results[waiting[i]] = together[i];
            }

            waiting = [.. waiting.Where(i => results[i].Status == AppendStatus.NotWritten)];
        }

        return results;
    }

    /// <summary>Writes all of them or none.</summary>
    private async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
        NpgsqlConnection connection, string[] opening, List<PgAppend> writes, CancellationToken cancellationToken)
    {
        // What was in the way may be gone when it is looked for, such as another writer who rolled back; then the append is tried again.
        for (var attempt = 0; attempt < 5; attempt++)
        {
            if (await TryAppendAsync(connection, opening, writes, cancellationToken).ConfigureAwait(false))
            {
                return [.. writes.Select(Appended)];
            }

            var refusals = new AppendResult?[writes.Count];
            foreach (var group in Enumerable.Range(0, writes.Count).GroupBy(i => writes[i].Collection.Name, StringComparer.Ordinal))
            {
                int[] which = [.. group];
                var found = await StreamsOf(writes[which[0]].Collection).RefusalsAsync(connection, [.. which.Select(i => writes[i])], cancellationToken).ConfigureAwait(false);
                for (var i = 0; i < which.Length; i++)
                {
                    refusals[which[i]] = found[i];
                }
            }

            if (refusals.Any(r => r is not null))
            {
                return [.. refusals.Select(r => r ?? new AppendResult(AppendStatus.NotWritten, 0))];
            }
        }

        throw new StorageException(
            $"PostgreSQL: the append to {writes[0].Collection.Name} {writes[0].Append.Stream} was refused, but neither its key nor its version is in the way. Are rows missing?");
    }

    /// <summary>One batch, one round trip. False where a key or a version is in the way: then nothing was written.</summary>
    private async ValueTask<bool> TryAppendAsync(NpgsqlConnection connection, string[] opening, List<PgAppend> writes, CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch();
        await using var free = batch.ConfigureAwait(false);
        foreach (var statement in opening)
        {
            batch.Add(statement);
        }

        foreach (var group in writes.GroupBy(a => a.Collection.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            StreamsOf(group.First().Collection).AddTo(batch, [.. group]);
        }

        AddFault(batch);
        batch.Add(opening == Joined ? "release savepoint crm" : "commit");
        try
        {
            await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException exception)
        {
            await RollBackAsync(connection, opening == Joined ? "rollback to savepoint crm; release savepoint crm" : "rollback").ConfigureAwait(false);
            if (exception.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.NotNullViolation or PostgresErrorCodes.ForeignKeyViolation)
            {
                return false;
            }

            throw;
        }
    }

    private async ValueTask<IReadOnlyList<WriteResult>> SaveGroupAsync(
        NpgsqlConnection connection,
        bool joined,
        CollectionSchema collection,
        TenantId tenant,
        RecordSave<Guid, Payload>[] saves,
        CancellationToken cancellationToken)
    {
        var store = RecordsOf(collection);
        var alone = saves.Length == 1 && PgRecords.IsOneStatement(saves[0].Write) && database.Fault is null;
        try
        {
            var written = await store.WriteAsync(connection, joined || alone ? null : Begin, tenant, saves, cancellationToken).ConfigureAwait(false);
            if (!alone)
            {
                var batch = connection.CreateBatch();
                await using var free = batch.ConfigureAwait(false);
                store.AddRest(batch, tenant, [.. saves.Where((_, i) => written[i])]);
                AddFault(batch);
                if (!joined)
                {
                    batch.Add("commit");
                }

                if (batch.BatchCommands.Count > 0)
                {
                    await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
                    await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            var results = new WriteResult[saves.Length];
            for (var i = 0; i < results.Length; i++)
            {
                results[i] = written[i]
                    ? new(WriteStatus.Saved, saves[i].Write.NewVersion)
                    : new(WriteStatus.Conflict, await store.VersionAsync(connection, tenant, saves[i].Id, cancellationToken).ConfigureAwait(false));
            }

            return results;
        }
        catch (PostgresException) when (!joined && !alone)
        {
            await RollBackAsync(connection, "rollback").ConfigureAwait(false);
            throw;
        }
    }

    private void AddFault(NpgsqlBatch batch)
    {
        if (database.Fault is { } fault)
        {
            database.Fault = null;
            batch.Add(fault);
        }
    }

    /// <summary>Takes back what a failed batch left open. What failed first is what the caller hears, whatever comes of this.</summary>
    private static async ValueTask RollBackAsync(NpgsqlConnection connection, string sql)
    {
        try
        {
            var command = new NpgsqlCommand(sql, connection);
            await using var free = command.ConfigureAwait(false);
            await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The error broke the connection, as that of a server that stops does; with it the transaction ended.
        }
    }

    private static NpgsqlConnection HostConnection(HostTransaction transaction) => transaction.Connection as NpgsqlConnection
        ?? throw new ArgumentException("The transaction is of another database than PostgreSQL.", nameof(transaction));

    private PgRecords RecordsOf(CollectionSchema collection) =>
        records.GetOrAdd(collection.Name, _ => new(new CollectionTables(collection, $"{database.Options.Schema}."), outbox));

    private PgStreams StreamsOf(CollectionSchema collection) =>
        streams.GetOrAdd(collection.Name, _ => new(new CollectionTables(collection, $"{database.Options.Schema}."), outbox));
}
