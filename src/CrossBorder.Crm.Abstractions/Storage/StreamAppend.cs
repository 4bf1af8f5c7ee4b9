using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <summary>One append to one stream: one atomic write to one owner (STO-1).</summary>
/// <typeparam name="TId">The stream's id type.</typeparam>
/// <typeparam name="TEntry">The entry; <see cref="Payload"/> in an engine.</typeparam>
/// <typeparam name="TState">The folded state; <see cref="Payload"/> in an engine.</typeparam>
public sealed record StreamAppend<TId, TEntry, TState> where TId : struct where TEntry : class where TState : class
{
    /// <summary>The stream.</summary>
    public required TId Stream { get; init; }

    /// <summary>The version that the decision was made on: 0 where the stream must not exist yet.</summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>The chain hash at that version.</summary>
    public Digest ExpectedChain { get; init; }

    /// <summary>The name of the request; looked up before the version (STO-6).</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The hash of the request, stored with the key.</summary>
    public required Digest Hash { get; init; }

    /// <summary>What a retry under the same key is to be answered.</summary>
    public required Payload Answer { get; init; }

    /// <summary>The new entries, at least one; they get the versions after <see cref="ExpectedVersion"/>.</summary>
    public required ImmutableArray<StreamEntry<TEntry>> Entries { get; init; }

    /// <summary>The state folded over all entries, these included.</summary>
    public required TState State { get; init; }

    /// <summary>The values of the collection's index fields, in their order. Computed by the core.</summary>
    public ImmutableArray<IndexValue> Index { get; init; } = [];

    /// <summary>The host's key of the stream's owner, where it has one. Null keeps what is stored.</summary>
    public ExternalRef? Owner { get; init; }

    /// <summary>The events to be put into the outbox in the same step.</summary>
    public ImmutableArray<CrmEvent> Events { get; init; } = [];
}

/// <summary>A new entry and what it is filed under.</summary>
/// <typeparam name="TEntry">The entry.</typeparam>
public readonly record struct StreamEntry<TEntry>() where TEntry : class
{
    /// <summary>The entry.</summary>
    public required TEntry Entry { get; init; }

    /// <summary>What it is filed under, each reference once.</summary>
    public ImmutableArray<Reference> References { get; init; } = [];

    /// <summary>The entry's place in the hash chain; none where the storage keeps objects. Stored as given.</summary>
    public Digest Chain { get; init; }
}
