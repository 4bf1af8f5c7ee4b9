using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Tests.Flows;

/// <summary>The process dies at a given call of the storage: before it took effect, or after.</summary>
internal sealed class SimulatedCrashException : Exception;

/// <summary>An engine that dies once, at the call that it was told. It cannot write several streams at once: see <see cref="AtomicCrashingEngine"/>.</summary>
internal class CrashingEngine(IStorageEngine inner) : IStorageEngine, IAsyncDisposable, IDisposable
{
    private int? diesAt;
    private bool takesEffect;

    /// <summary>How many calls there were.</summary>
    public int Calls { get; private set; }

    /// <summary>How many of all calls so far were to write.</summary>
    public int Writes { get; private set; }

    public StorageDescription Description => inner.Description;

    public void DieAt(int call, bool takesEffect) => (diesAt, this.takesEffect, Calls) = (call, takesEffect, 0);

    public void Survive() => diesAt = null;

    public ValueTask<StoredRecord?> FindAsync(CollectionSchema collection, TenantId tenant, Guid id, CancellationToken cancellationToken) =>
        Call(() => inner.FindAsync(collection, tenant, id, cancellationToken));

    public ValueTask<WriteResult> SaveAsync(
        CollectionSchema collection, TenantId tenant, Guid id, RecordWrite<Payload> write, HostTransaction? transaction, CancellationToken cancellationToken) =>
        Write(() => inner.SaveAsync(collection, tenant, id, write, transaction, cancellationToken));

    public ValueTask<IReadOnlyList<WriteResult>> SaveManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<RecordSave<Guid, Payload>> saves, HostTransaction? transaction, CancellationToken cancellationToken) =>
        Write(() => inner.SaveManyAsync(collection, tenant, saves, transaction, cancellationToken));

    ValueTask<Page<StoredRecord>> IRecordStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        Call(() => ((IRecordStore)inner).ListAsync(collection, tenant, query, page, cancellationToken));

    public ValueTask<StreamHead<Payload, Payload>> LoadAsync(
        CollectionSchema collection, TenantId tenant, StreamLoad<Guid> load, CancellationToken cancellationToken) =>
        Call(() => inner.LoadAsync(collection, tenant, load, cancellationToken));

    public ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken) =>
        Write(() => inner.AppendAsync(collection, tenant, append, transaction, cancellationToken));

    public ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<StreamAppend<Guid, Payload, Payload>> appends, HostTransaction? transaction, CancellationToken cancellationToken) =>
        Write(() => inner.AppendManyAsync(collection, tenant, appends, transaction, cancellationToken));

    public ValueTask<Page<StoredEntry>> ReadAsync(
        CollectionSchema collection, TenantId tenant, Guid stream, PageRequest page, CancellationToken cancellationToken) =>
        Call(() => inner.ReadAsync(collection, tenant, stream, page, cancellationToken));

    ValueTask<Page<StreamHead<Payload, Payload>>> IStreamStore.ListAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        Call(() => ((IStreamStore)inner).ListAsync(collection, tenant, query, page, cancellationToken));

    public ValueTask<IReadOnlyList<ClaimedEvent>> ClaimAsync(
        int max, string worker, Instant now, Instant leaseUntil, CancellationToken cancellationToken) =>
        inner.ClaimAsync(max, worker, now, leaseUntil, cancellationToken);

    public ValueTask<int> CompleteAsync(string worker, IReadOnlyList<OutboxRef> events, CancellationToken cancellationToken) =>
        inner.CompleteAsync(worker, events, cancellationToken);

    public ValueTask<int> ReleaseAsync(
        string worker, IReadOnlyList<OutboxRef> events, Instant notBefore, string failure, CancellationToken cancellationToken) =>
        inner.ReleaseAsync(worker, events, notBefore, failure, cancellationToken);

    public void Dispose() => (inner as IDisposable)?.Dispose();

    public ValueTask DisposeAsync() => inner is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;

    protected ValueTask<T> Write<T>(Func<ValueTask<T>> call)
    {
        Writes++;
        return Call(call);
    }

    private async ValueTask<T> Call<T>(Func<ValueTask<T>> call)
    {
        var dies = ++Calls == diesAt;
        if (dies && !takesEffect)
        {
            throw new SimulatedCrashException();
        }

        var result = await call();
        return dies ? throw new SimulatedCrashException() : result;
    }
}

/// <summary>The same, over an engine that can write several streams at once.</summary>
internal sealed class AtomicCrashingEngine(IStorageEngine inner) : CrashingEngine(inner), IAtomicStreamStore
{
    private readonly IAtomicStreamStore atomic = (IAtomicStreamStore)inner;

    public ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<CollectionAppend> appends, HostTransaction? transaction, CancellationToken cancellationToken) =>
        Write(() => atomic.AppendAllAsync(tenant, appends, transaction, cancellationToken));
}
