using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Support;

/// <summary>One member of the staff who answers customers.</summary>
/// <param name="Value">The wrapped value.</param>
public readonly record struct AgentId(Guid Value) : IEntityId<AgentId>
{
    /// <inheritdoc/>
    public static string Kind => "agent";

    /// <inheritdoc/>
    public static AgentId From(Guid value) => new(value);

    /// <inheritdoc cref="EntityId.New{TId}"/>
    public static AgentId New() => EntityId.New<AgentId>();

    /// <inheritdoc cref="EntityId.FromExternal{TId}"/>
    public static AgentId FromExternal(ExternalRef source) => EntityId.FromExternal<AgentId>(source);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
