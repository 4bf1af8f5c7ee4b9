using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Conformance;

/// <summary>A store that can neither be restarted nor made to fail: all that a harness needs to begin with.</summary>
/// <typeparam name="TStore">The engine or the typed repository.</typeparam>
/// <param name="store">The store. It is disposed with this object where it can be.</param>
/// <param name="outbox">The outbox that its writes go to, if any.</param>
public sealed class StoreUnderTest<TStore>(TStore store, IOutboxRepository? outbox = null) : IStoreUnderTest<TStore> where TStore : class
{
    /// <inheritdoc/>
    public TStore Store => store;

    /// <inheritdoc/>
    public IOutboxRepository? Outbox => outbox;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (store is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync();
        }
        else if (store is IDisposable disposable)
        {
            disposable.Dispose();
        }
    }
}
