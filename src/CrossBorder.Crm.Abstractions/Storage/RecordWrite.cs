using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <summary>One write of one record, all or nothing (STO-1): the record, its index, its references and its events.</summary>
/// <typeparam name="TRecord">The record; <see cref="Payload"/> in an engine.</typeparam>
public sealed record RecordWrite<TRecord> where TRecord : class
{
    /// <summary>The record as it is to be.</summary>
    public required TRecord Record { get; init; }

    /// <summary>The version that the writer saw: 0 where the record must not exist yet.</summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>The version that the record is to have: 1 more than it had, or further on where a copy keeps the version of another storage (STO-2).</summary>
    /// <value>The default is <see cref="ExpectedVersion"/> + 1; it is never less.</value>
    public long NewVersion { get => Math.Max(field, ExpectedVersion + 1); init; }

    /// <summary>The values of the collection's index fields, in their order. Computed by the core.</summary>
    public ImmutableArray<IndexValue> Index { get; init; } = [];

    /// <summary>What the record is filed under; replaces what it was filed under before.</summary>
    public ImmutableArray<Reference> References { get; init; } = [];

    /// <summary>The host's key of the record's owner, where it has one, so that reports can join the host's tables.</summary>
    public ExternalRef? Owner { get; init; }

    /// <summary>The events to be put into the outbox in the same step.</summary>
    public ImmutableArray<CrmEvent> Events { get; init; } = [];
}

/// <summary>One of many independent writes.</summary>
/// <typeparam name="TId">The record's id type.</typeparam>
/// <typeparam name="TRecord">The record.</typeparam>
/// <param name="Id">The record's id.</param>
/// <param name="Write">The write.</param>
public readonly record struct RecordSave<TId, TRecord>(TId Id, RecordWrite<TRecord> Write)
    where TId : struct
    where TRecord : class;
