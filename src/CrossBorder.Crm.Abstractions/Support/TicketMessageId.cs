using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Support;

/// <summary>One message of a ticket's conversation.</summary>
/// <param name="Value">The wrapped value.</param>
public readonly record struct TicketMessageId(Guid Value) : IEntityId<TicketMessageId>
{
    /// <inheritdoc/>
    public static string Kind => "ticket_message";

    /// <inheritdoc/>
    public static TicketMessageId From(Guid value) => new(value);

    /// <inheritdoc cref="EntityId.New{TId}"/>
    public static TicketMessageId New() => EntityId.New<TicketMessageId>();

    /// <inheritdoc cref="EntityId.FromExternal{TId}"/>
    public static TicketMessageId FromExternal(ExternalRef source) => EntityId.FromExternal<TicketMessageId>(source);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
