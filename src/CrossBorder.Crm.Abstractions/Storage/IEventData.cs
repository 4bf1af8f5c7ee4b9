namespace CrossBorder.Crm.Storage;

/// <summary>What an outbox event tells. Each implementing record is one kind of the closed catalogue of effects.</summary>
public interface IEventData
{
    /// <summary>The versioned kind, such as <c>segment_entered.v1</c>. It is also the data's stored name and never changes.</summary>
    static abstract string Kind { get; }
}
