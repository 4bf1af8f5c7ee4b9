using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.Bridge;

/// <summary>Serves every room from one engine.</summary>
internal sealed class EngineStorage : IRoomStorage
{
    private readonly IStorageEngine engine;
    private readonly IPayloadCodec codec;

    public EngineStorage(IStorageEngine engine, IPayloadCodec codec)
    {
        if (engine.Description.ContractVersion < StorageContract.Version)
        {
            throw new InvalidOperationException(
                $"The storage '{engine.Description.Name}' passed version {engine.Description.ContractVersion} of the storage contract; "
                + $"this release needs {StorageContract.Version}. Use a newer release of that adapter.");
        }

        (this.engine, this.codec) = (engine, codec);
        Outbox = new OutboxBridge(engine, codec);
    }

    public IOutboxRepository Outbox { get; }

    public IRecordRepository<TId, TRecord, TQuery> Records<TId, TRecord, TQuery>(RecordMap<TId, TRecord, TQuery> map)
        where TId : struct, IEntityId<TId>
        where TRecord : class
        where TQuery : class => new RecordBridge<TId, TRecord, TQuery>(map, engine, codec);

    public IStreamRepository<TId, TEntry, TState, TQuery> Streams<TId, TEntry, TState, TQuery>(StreamMap<TId, TEntry, TState, TQuery> map)
        where TId : struct, IEntityId<TId>
        where TEntry : class
        where TState : class
        where TQuery : class => new StreamBridge<TId, TEntry, TState, TQuery>(map, engine, codec);
}
