using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <summary>How one kind of record is stored: its collection, and what the core computes beside it. One per room and kind.</summary>
internal sealed record RecordMap<TId, TRecord, TQuery>
    where TId : struct, IEntityId<TId>
    where TRecord : class
    where TQuery : class
{
    public required CollectionSchema Schema { get; init; }

    /// <summary>The values of the schema's fields, in their order.</summary>
    public required Func<TRecord, ImmutableArray<IndexValue>> Index { get; init; }

    public required Func<TQuery, StoreQuery> Query { get; init; }

    /// <summary>What a record is filed under; keyed hashes differ by tenant.</summary>
    public Func<TenantId, TRecord, ImmutableArray<Reference>> References { get; init; } = static (_, _) => [];

    public Func<TRecord, ExternalRef?> Owner { get; init; } = static _ => null;

    public RecordWrite<TRecord> Write(TenantId tenant, TRecord record, long expectedVersion, ImmutableArray<CrmEvent> events = default) => new()
    {
        Record = record,
        ExpectedVersion = expectedVersion,
        Index = Index(record),
        References = References(tenant, record),
        Owner = Owner(record),
        Events = events.IsDefault ? [] : events,
    };
}

/// <summary>How one kind of stream is stored: its collection, and what the core computes beside its state. One per room and kind.</summary>
internal sealed record StreamMap<TId, TEntry, TState, TQuery>
    where TId : struct, IEntityId<TId>
    where TEntry : class
    where TState : class
    where TQuery : class
{
    public required CollectionSchema Schema { get; init; }

    /// <summary>The values of the schema's fields, in their order.</summary>
    public required Func<TState, ImmutableArray<IndexValue>> Index { get; init; }

    public required Func<TQuery, StoreQuery> Query { get; init; }

    public Func<TState, ExternalRef?> Owner { get; init; } = static _ => null;

    /// <summary>
    /// Folds all entries of a stream anew, given its id and the stored state; the result must equal that state. Null where the fold needs more than
    /// the stream, as a ticket's needs the policies and calendars of its time.
    /// </summary>
    public Func<TId, TState, IReadOnlyList<TEntry>, TState>? Fold { get; init; }

    /// <summary>The revision of the fold; a state of an older one is folded anew before a command decides on it.</summary>
    public int Revision { get; init; }

    /// <summary>The revision of the fold that made a state.</summary>
    public Func<TState, int> RevisionOf { get; init; } = static _ => 0;
}
