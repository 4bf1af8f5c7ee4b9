using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

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

    /// <summary>Whether requests that this stream had answered before it moved are unknown to the one that it moved to.</summary>
    bool KeepsAnswers(TState state);

    /// <summary>The name that a request has in the stream that this one moved to.</summary>
    IdempotencyKey KeyThere(TState state, IdempotencyKey key);

    /// <summary>The name that a request has in one of the other streams.</summary>
    IdempotencyKey KeyIn(TState state, int stream, IdempotencyKey key);

    /// <summary>Whether one of those streams can have an answer that counts for this one.</summary>
    bool MayAnswer(TState state, int stream);

    /// <summary>Whether an answer that one of those streams gave counts for this one.</summary>
    bool IsAnsweredBy(TState state, int stream, RecordedAnswer answer);

    /// <summary>The entries under the references asked for, those of the other streams as this one reads them.</summary>
    ImmutableArray<Versioned<TEntry>> Join(TState state, ImmutableArray<Versioned<TEntry>> own, IReadOnlyList<ImmutableArray<Versioned<TEntry>>> linked);

    /// <summary>Lets a rule decide on a stream that answers for others.</summary>
    /// <param name="asked">The stream that the request names.</param>
    /// <param name="head">The stream that answers.</param>
    /// <param name="request">What the rule needs besides the head.</param>
    /// <param name="decide">The rule.</param>
    CrmResult<Decision<TEntry, TState, TAnswer>> Decide<TRequest, TAnswer>(
        TId asked, StreamHead<TEntry, TState> head, TRequest request, Func<TRequest, StreamHead<TEntry, TState>, CrmResult<Decision<TEntry, TState, TAnswer>>> decide)
        where TAnswer : class;
}
