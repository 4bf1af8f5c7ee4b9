using System.Collections.Immutable;

namespace CrossBorder.Crm.Storage;

/// <summary>How streams of a kind answer for each other after their owners were found to be one.</summary>
internal interface IStreamLinks<TId, TEntry, TState> where TId : struct where TEntry : class where TState : class
{
    /// <summary>Whether a stream hangs together with others at all; asked with every command.</summary>
    bool AreIn(TState state);

    /// <summary>The stream that this one answers by; null where it stands for itself.</summary>
    TId? MovedTo(TState state);

    /// <summary>The other streams whose answers and entries count for this one, in an order that stays.</summary>
    IEnumerable<TId> StreamsOf(TState state);

    /// <summary>Whether an answer that one of those streams gave counts for this one.</summary>
    bool IsAnsweredBy(TState state, int stream, RecordedAnswer answer);

    /// <summary>The entries under the references asked for, those of the other streams as this one reads them.</summary>
    ImmutableArray<Versioned<TEntry>> Join(TState state, ImmutableArray<Versioned<TEntry>> own, IReadOnlyList<ImmutableArray<Versioned<TEntry>>> linked);
}
