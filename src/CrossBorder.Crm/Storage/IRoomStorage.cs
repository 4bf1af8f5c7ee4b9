using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <summary>Where the rooms get their repositories from: the in-memory reference, or the bridge onto an engine.</summary>
internal interface IRoomStorage
{
    /// <summary>The outbox that the repositories write to.</summary>
    IOutboxRepository Outbox { get; }

    IRecordRepository<TId, TRecord, TQuery> Records<TId, TRecord, TQuery>(RecordMap<TId, TRecord, TQuery> map)
        where TId : struct, IEntityId<TId>
        where TRecord : class
        where TQuery : class;

    IStreamRepository<TId, TEntry, TState, TQuery> Streams<TId, TEntry, TState, TQuery>(StreamMap<TId, TEntry, TState, TQuery> map)
        where TId : struct, IEntityId<TId>
        where TEntry : class
        where TState : class
        where TQuery : class;
}
