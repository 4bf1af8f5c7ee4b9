using System.Collections.Concurrent;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.Relational;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace CrossBorder.Crm.Sqlite;

/// <summary>The storage contract on SQLite.</summary>
internal sealed class SqliteEngine : IStorageEngine, IAtomicStreamStore, IAsyncDisposable, IDisposable
{
    private readonly ConcurrentDictionary<string, SqliteRecords> records = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SqliteStreams> streams = new(StringComparer.Ordinal);
    private readonly SqliteStorageOptions options;
    private readonly SqliteConnections connections;
    private readonly SqliteWriter writer;
    private readonly SqliteOutbox outbox;

    public SqliteEngine(SqliteConnections connections, SqliteStorageOptions options)
    {
        (this.connections, this.options) = (connections, options);
        writer = new(connections, options.MaxGroup);
        outbox = new($"{options.TablePrefix}outbox");
    }

    /// <summary>For tests: runs when all statements of a write are through but the commit.</summary>
    internal Action? BeforeCommit { set => writer.BeforeCommit = value; }

    public StorageDescription Description { get; } = new()
    {
        Name = "SQLite",
        ContractVersion = StorageContract.Version,
        MaxStateBytes = 16 << 20,
        IsDurable = true,
    };

    public ValueTask<StoredRecord?> FindAsync(CollectionSchema collection, TenantId tenant, Guid id, CancellationToken cancellationToken) =>
        Read(session => RecordsOf(collection).Find(session, tenant, id), cancellationToken);

    public ValueTask<WriteResult> SaveAsync(
        CollectionSchema collection, TenantId tenant, Guid id, RecordWrite<Payload> write, HostTransaction? transaction, CancellationToken cancellationToken) =>
        Write(session => RecordsOf(collection).Save(session, tenant, id, write), transaction, cancellationToken);

    public async ValueTask<IReadOnlyList<WriteResult>> SaveManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<RecordSave<Guid, Payload>> saves, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        var results = new List<WriteResult>(saves.Count);
        foreach (var chunk in saves.Chunk(options.MaxGroup))
        {
            results.AddRange(await Write(
                session => chunk.Select(save => RecordsOf(collection).Save(session, tenant, save.Id, save.Write)).ToList(),
                transaction,
                cancellationToken).ConfigureAwait(false));
        }

        return results;
    }

    ValueTask<Page<StoredRecord>> IRecordStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        Read(session => RecordsOf(collection).List(session, tenant, query, page), cancellationToken);

    public ValueTask<StreamHead<Payload, Payload>> LoadAsync(
        CollectionSchema collection, TenantId tenant, StreamLoad<Guid> load, CancellationToken cancellationToken) =>
        Read(
            session => load.References.IsDefaultOrEmpty
                ? StreamsOf(collection).Load(session, tenant, load)
                : Snapshot(session, s => StreamsOf(collection).Load(s, tenant, load)),
            cancellationToken);

    public ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken) =>
        Write(session => StreamsOf(collection).Append(session, tenant, append), transaction, cancellationToken);

    public async ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<StreamAppend<Guid, Payload, Payload>> appends, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        var results = new List<AppendResult>(appends.Count);
        foreach (var chunk in appends.Chunk(options.MaxGroup))
        {
            results.AddRange(await Write(
                session => chunk.Select(append => StreamsOf(collection).Append(session, tenant, append)).ToList(),
                transaction,
                cancellationToken).ConfigureAwait(false));
        }

        return results;
    }

    public ValueTask<Page<StoredEntry>> ReadAsync(
        CollectionSchema collection, TenantId tenant, Guid stream, PageRequest page, CancellationToken cancellationToken) =>
        Read(session => StreamsOf(collection).Read(session, tenant, stream, page), cancellationToken);

    ValueTask<Page<StreamHead<Payload, Payload>>> IStreamStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        Read(session => StreamsOf(collection).List(session, tenant, query, page), cancellationToken);

    public ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<CollectionAppend> appends, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        if (appends.DistinctBy(a => (a.Collection.Name, a.Append.Stream)).Count() != appends.Count)
        {
            throw new ArgumentException("An atomic write names each stream once.", nameof(appends));
        }

        return Write<IReadOnlyList<AppendResult>>(
            session =>
            {
                var refusals = appends.Select(a => StreamsOf(a.Collection).Refusal(session, tenant, a.Append)).ToList();
                return refusals.TrueForAll(r => r is null)
                    ? [.. appends.Select(a => StreamsOf(a.Collection).Append(session, tenant, a.Append))]
                    : [.. refusals.Select(r => r ?? new AppendResult(AppendStatus.NotWritten, 0))];
            },
            transaction,
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<ClaimedEvent>> ClaimAsync(
        int max, string worker, Instant now, Instant leaseUntil, CancellationToken cancellationToken) =>
        Write(session => outbox.Claim(session, max, worker, now, leaseUntil), transaction: null, cancellationToken);

    public ValueTask<int> CompleteAsync(string worker, IReadOnlyList<OutboxRef> events, CancellationToken cancellationToken) =>
        Write(session => outbox.Complete(session, worker, events), transaction: null, cancellationToken);

    public ValueTask<int> ReleaseAsync(
        string worker, IReadOnlyList<OutboxRef> events, Instant notBefore, string failure, CancellationToken cancellationToken) =>
        Write(session => outbox.Release(session, worker, events, notBefore, failure), transaction: null, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync().ConfigureAwait(false);
        connections.Dispose();
    }

    // The container may be disposed synchronously; the writer's last group still has to be acknowledged.
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static T Snapshot<T>(SqliteSession session, Func<SqliteSession, T> read)
    {
        // One read transaction, so that head and entries are of one moment.
        session.Execute("begin");
        try
        {
            return read(session);
        }
        finally
        {
            session.Execute("commit");
        }
    }

    private ValueTask<T> Read<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(connections.Read(read));
    }

    private ValueTask<T> Write<T>(Func<SqliteSession, T> write, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        if (transaction is null)
        {
            return writer.WriteAsync(write, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (transaction.Connection is not SqliteConnection connection || transaction.Transaction is not SqliteTransaction joined)
        {
            throw new ArgumentException("The transaction is of another database than SQLite.", nameof(transaction));
        }

        using var session = new SqliteSession(connection, joined);
        return new(session.Whole(() => write(session)));
    }

    private SqliteRecords RecordsOf(CollectionSchema collection) =>
        records.GetOrAdd(collection.Name, _ => new(new CollectionTables(collection, options.TablePrefix), outbox));

    private SqliteStreams StreamsOf(CollectionSchema collection) =>
        streams.GetOrAdd(collection.Name, _ => new(new CollectionTables(collection, options.TablePrefix), outbox));
}
