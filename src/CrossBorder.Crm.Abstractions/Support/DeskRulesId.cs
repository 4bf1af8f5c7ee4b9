using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Support;

/// <summary>The rules of a tenant's desk. There is one such record a tenant.</summary>
/// <param name="Value">The wrapped value.</param>
public readonly record struct DeskRulesId(Guid Value) : IEntityId<DeskRulesId>
{
    /// <summary>The id of the one record.</summary>
    public static DeskRulesId Single { get; } = EntityId.FromExternal<DeskRulesId>(new ExternalRef("name", "desk"));

    /// <inheritdoc/>
    public static string Kind => "desk_rules";

    /// <inheritdoc/>
    public static DeskRulesId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
