using CrossBorder.Crm.Conformance;

namespace CrossBorder.Crm.Storage.Tests;

/// <summary>A new engine for every case.</summary>
internal sealed class EngineHarness(Func<IStorageEngine> create) : IStorageHarness
{
    public StorageCapabilities Capabilities => StorageCapabilities.Outbox | StorageCapabilities.AtomicStreams;

    public ValueTask<IStoreUnderTest<IStorageEngine>> OpenAsync(CancellationToken cancellationToken) => new(new StoreUnderTest<IStorageEngine>(create()));
}

/// <summary>A harness that says its engines survive a restart, and gives what a restart leaves.</summary>
internal sealed class RestartingHarness(Func<IStorageEngine, IStorageEngine> restart) : IStorageHarness
{
    public StorageCapabilities Capabilities => StorageCapabilities.Outbox | StorageCapabilities.AtomicStreams | StorageCapabilities.Durable;

    public ValueTask<IStoreUnderTest<IStorageEngine>> OpenAsync(CancellationToken cancellationToken) => new(new Restartable(restart));

    private sealed class Restartable(Func<IStorageEngine, IStorageEngine> restart) : IStoreUnderTest<IStorageEngine>
    {
        public IStorageEngine Store { get; private set; } = new CrossBorder.Crm.Storage.InMemory.InMemoryEngine();

        public ValueTask RestartAsync(CancellationToken cancellationToken)
        {
            Store = restart(Store);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
