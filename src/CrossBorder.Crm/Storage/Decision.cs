using System.Collections.Immutable;

namespace CrossBorder.Crm.Storage;

/// <summary>What a rule decided for one stream: the entries to append, the state after them, the answer and the events.</summary>
/// <remarks>Without entries nothing is appended and the answer is not kept: the request changes nothing, now or on a retry.</remarks>
internal readonly record struct Decision<TEntry, TState, TAnswer>() where TEntry : class where TState : class where TAnswer : class
{
    public ImmutableArray<StreamEntry<TEntry>> Entries { get; init; } = [];

    public TState? State { get; init; }

    public required TAnswer Answer { get; init; }

    public ImmutableArray<CrmEvent> Events { get; init; } = [];
}
