using NodaTime;

namespace CrossBorder.Crm.Storage;

/// <summary>Something that happened and that the host wants to hear of, written in the same atomic step as what made it happen (STO-1).</summary>
/// <remarks>Delivered at least once: a handler recognises a repetition by <see cref="Id"/>.</remarks>
public sealed record CrmEvent
{
    /// <summary>The event's id: the same again when a crashed step is repeated.</summary>
    public required Guid Id { get; init; }

    /// <summary>The customer, account or ticket that it is about: the owner of the write.</summary>
    public required Guid Owner { get; init; }

    /// <summary>The versioned kind, such as <c>segment_entered.v1</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>When it happened.</summary>
    public required Instant OccurredAt { get; init; }

    /// <summary>What it tells. Ids only, never personal data.</summary>
    public required Payload Data { get; init; }

    /// <summary>Creates an event.</summary>
    /// <typeparam name="TData">The data, whose type is the kind.</typeparam>
    /// <param name="id">The event's id.</param>
    /// <param name="owner">The owner of the write.</param>
    /// <param name="occurredAt">When it happened.</param>
    /// <param name="data">What it tells.</param>
    public static CrmEvent Of<TData>(Guid id, Guid owner, Instant occurredAt, TData data) where TData : class, IEventData =>
        new() { Id = id, Owner = owner, Kind = TData.Kind, OccurredAt = occurredAt, Data = Payload.Of(data) };
}
