using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Support;

/// <summary>One service-level policy of a tenant.</summary>
/// <param name="Value">The wrapped value.</param>
public readonly record struct SlaPolicyId(Guid Value) : IEntityId<SlaPolicyId>
{
    /// <inheritdoc/>
    public static string Kind => "sla_policy";

    /// <inheritdoc/>
    public static SlaPolicyId From(Guid value) => new(value);

    /// <summary>The id of the policy with a name. The same name always gives the same id.</summary>
    /// <param name="name">The name, 1 to <see cref="SlaPolicy.MaxNameLength"/> UTF-16 units; compared ordinally.</param>
    /// <exception cref="ArgumentException">The text is blank, too long, or cannot be stored.</exception>
    public static SlaPolicyId Named(string name) =>
        EntityId.FromExternal<SlaPolicyId>(new ExternalRef("name", StoredText.Require(name, SlaPolicy.MaxNameLength)));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
