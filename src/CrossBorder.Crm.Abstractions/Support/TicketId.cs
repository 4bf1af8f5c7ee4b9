using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Support;

/// <summary>One ticket: a conversation about one concern of a customer.</summary>
/// <param name="Value">The wrapped value.</param>
public readonly record struct TicketId(Guid Value) : IEntityId<TicketId>
{
    /// <inheritdoc/>
    public static string Kind => "ticket";

    /// <inheritdoc/>
    public static TicketId From(Guid value) => new(value);

    /// <inheritdoc cref="EntityId.New{TId}"/>
    public static TicketId New() => EntityId.New<TicketId>();

    /// <inheritdoc cref="EntityId.FromExternal{TId}"/>
    public static TicketId FromExternal(ExternalRef source) => EntityId.FromExternal<TicketId>(source);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
