namespace CrossBorder.Crm.Primitives;

/// <summary>One customer of a tenant, whatever the number of channels she uses.</summary>
/// <param name="Value">The wrapped value.</param>
public readonly record struct CustomerId(Guid Value) : IEntityId<CustomerId>
{
    /// <inheritdoc/>
    public static string Kind => "customer";

    /// <inheritdoc/>
    public static CustomerId From(Guid value) => new(value);

    /// <inheritdoc cref="EntityId.New{TId}"/>
    public static CustomerId New() => EntityId.New<CustomerId>();

    /// <inheritdoc cref="EntityId.FromExternal{TId}"/>
    public static CustomerId FromExternal(ExternalRef source) => EntityId.FromExternal<CustomerId>(source);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
