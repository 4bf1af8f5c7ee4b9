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

    private const int LargestGroup = 200;

    private readonly PgOutbox outbox = new($"{database.Options.Schema}.outbox");
    private readonly ConcurrentDictionary<string, PgRecords> records = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PgStreams> streams = new(StringComparer.Ordinal);

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
        database.RunAsync((connection, token) => StreamsOf(collection).LoadAsync(connection, tenant, load, token), cancellationToken);

    public async ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken) =>
        (await AppendAllAsync(tenant, [new(collection, append)], transaction, cancellationToken).ConfigureAwait(false))[0];

    public async ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<StreamAppend<Guid, Payload, Payload>> appends, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        var results = new AppendResult[appends.Count];
        foreach (var group in Enumerable.Range(0, appends.Count).Chunk(LargestGroup))
        {
            // Almost always the whole group goes through; what is refused steps aside, and the rest is written without it.
            var waiting = group;
            while (waiting.Length > 0)
            {
                var together = await AppendAllAsync(
                    tenant, [.. waiting.Select(i => new CollectionAppend(collection, appends[i]))], transaction, cancellationToken).ConfigureAwait(false);
                for (var i = 0; i < waiting.Length; i++)
                {
                    results[waiting[i]] = together[i];
                }

                waiting = [.. waiting.Where(i => results[i].Status == AppendStatus.NotWritten)];
            }
        }

        return results;
    }

    public ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<CollectionAppend> appends, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        if (appends.Count > 1 && appends.DistinctBy(a => (a.Collection.Name, a.Append.Stream)).Count() != appends.Count)
        {
            throw new ArgumentException("An atomic write names each stream once.", nameof(appends));
        }

        return transaction is null
            ? database.RunAsync((connection, token) => AppendAsync(connection, joined: false, tenant, appends, token), cancellationToken)
            : AppendAsync(HostConnection(transaction), joined: true, tenant, appends, cancellationToken);
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

    private async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
        NpgsqlConnection connection, bool joined, TenantId tenant, IReadOnlyList<CollectionAppend> appends, CancellationToken cancellationToken)
    {
        // What was in the way may be gone when it is looked for, such as another writer who rolled back; then the append is tried again.
        for (var attempt = 0; attempt < 5; attempt++)
        {
            if (await TryAppendAsync(connection, joined, tenant, appends, cancellationToken).ConfigureAwait(false))
            {
                return [.. appends.Select(a => new AppendResult(AppendStatus.Appended, a.Append.ExpectedVersion + a.Append.Entries.Length))];
            }

            var refusals = new List<AppendResult?>(appends.Count);
            foreach (var (collection, append) in appends)
            {
                refusals.Add(await StreamsOf(collection).RefusalAsync(connection, tenant, append, cancellationToken).ConfigureAwait(false));
            }

            if (refusals.Exists(r => r is not null))
            {
                return [.. refusals.Select(r => r ?? new AppendResult(AppendStatus.NotWritten, 0))];
            }
        }

        throw new StorageException(
            $"PostgreSQL: the append to {appends[0].Collection.Name} {appends[0].Append.Stream} was refused, but neither its key nor its version is in the way. Are rows missing?");
    }

    /// <summary>One batch, one round trip. False where a key or a version is in the way: then nothing was written.</summary>
    private async ValueTask<bool> TryAppendAsync(
        NpgsqlConnection connection, bool joined, TenantId tenant, IReadOnlyList<CollectionAppend> appends, CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch();
        await using var free = batch.ConfigureAwait(false);
        batch.Add(joined ? "savepoint crm" : Begin);
        foreach (var group in appends.GroupBy(a => a.Collection.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            StreamsOf(group.First().Collection).AddTo(batch, tenant, [.. group.Select(a => a.Append)]);
        }

        AddFault(batch);
        batch.Add(joined ? "release savepoint crm" : "commit");
        try
        {
            await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException exception)
        {
            await ExecuteAsync(connection, joined ? "rollback to savepoint crm; release savepoint crm" : "rollback").ConfigureAwait(false);
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
            await ExecuteAsync(connection, "rollback").ConfigureAwait(false);
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

    private static async ValueTask ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var free = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static NpgsqlConnection HostConnection(HostTransaction transaction) => transaction.Connection as NpgsqlConnection
        ?? throw new ArgumentException("The transaction is of another database than PostgreSQL.", nameof(transaction));

    private PgRecords RecordsOf(CollectionSchema collection) =>
        records.GetOrAdd(collection.Name, _ => new(new CollectionTables(collection, $"{database.Options.Schema}."), outbox));

    private PgStreams StreamsOf(CollectionSchema collection) =>
        streams.GetOrAdd(collection.Name, _ => new(new CollectionTables(collection, $"{database.Options.Schema}."), outbox));
}
