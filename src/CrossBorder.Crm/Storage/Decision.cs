using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <summary>What a rule decided for one stream: the entries to append, the state after them, the answer and the events.</summary>
/// <remarks>Without entries nothing is appended and the answer is not kept: the request changes nothing, now or on a retry.</remarks>
internal readonly record struct Decision<TEntry, TState, TAnswer>() where TEntry : class where TState : class where TAnswer : class
{
    public ImmutableArray<StreamEntry<TEntry>> Entries { get; init; } = [];

    public TState? State { get; init; }

    /// <summary>The answer; there is none where a refusal is kept in its place.</summary>
    public required TAnswer Answer { get; init; }

    /// <summary>The refusal that is kept; null where the request is accepted.</summary>
    public CrmError? Refusal { get; init; }

    public CrmResult<TAnswer> Result => Refusal is { } refusal ? refusal : Answer;

    public Payload Recorded => Payload.Of(Refusal is { } refusal ? new RefusalReceipt { Error = refusal } : Answer);

    public ImmutableArray<CrmEvent> Events { get; init; } = [];
}
