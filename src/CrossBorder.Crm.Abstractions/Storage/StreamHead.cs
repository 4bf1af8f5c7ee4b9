using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <summary>A stream as a decision needs it: the folded state, its version, an answer already given, and a few entries by reference.</summary>
/// <typeparam name="TEntry">The entry.</typeparam>
/// <typeparam name="TState">The folded state.</typeparam>
public sealed record StreamHead<TEntry, TState> where TEntry : class where TState : class
{
    /// <summary>The stream's id.</summary>
    public required Guid Stream { get; init; }

    /// <summary>The version of the last entry; 0 where the stream does not exist.</summary>
    public required long Version { get; init; }

    /// <summary>The folded state; null where the stream does not exist.</summary>
    public TState? State { get; init; }

    /// <summary>The chain hash of the last entry; none in a storage that keeps objects, or where the stream does not exist.</summary>
    public Digest Chain { get; init; }

    /// <summary>The host's key of the stream's owner, where one was stored.</summary>
    public ExternalRef? Owner { get; init; }

    /// <summary>What was answered to the key that the load named; null where that key is new, or none was named.</summary>
    public RecordedAnswer? Answer { get; init; }

    /// <summary>The entries filed under any of the references that the load named, each once, by version.</summary>
    public ImmutableArray<Versioned<TEntry>> Entries { get; init; } = [];
}

/// <summary>The answer once given to an idempotency key.</summary>
/// <param name="Head">The stream's version right after that append.</param>
/// <param name="Hash">The hash of that request.</param>
/// <param name="Answer">What was answered.</param>
public sealed record RecordedAnswer(long Head, Digest Hash, Payload Answer);
