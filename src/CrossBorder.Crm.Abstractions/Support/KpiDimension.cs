using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Support;

/// <summary>Something that figures are broken down by: the priority, the policy that applies, or an attribute such as the market.</summary>
/// <remarks>Equal if both parts are; an attribute of the host named <c>priority</c> is not the priority. The default value is refused.</remarks>
public readonly record struct KpiDimension
{
    private readonly string? name;

    private KpiDimension(string name, bool isAttribute) => (this.name, IsAttribute) = (name, isAttribute);

    /// <summary>The ticket's priority, as <c>low</c>, <c>normal</c>, <c>high</c>, <c>urgent</c>.</summary>
    public static KpiDimension Priority { get; } = new("priority", isAttribute: false);

    /// <summary>The name of the policy that applies to the ticket.</summary>
    public static KpiDimension Policy { get; } = new("policy", isAttribute: false);

    /// <summary>An attribute of the ticket, such as <see cref="TicketAttributes.Market"/>.</summary>
    /// <param name="name">The attribute, 1 to 64 UTF-16 units; compared ordinally.</param>
    /// <exception cref="ArgumentException">The text is blank, too long, or cannot be stored.</exception>
    public static KpiDimension Attribute(string name) => new(StoredText.Require(name, maxLength: 64), isAttribute: true);

    /// <summary>The name, for headings.</summary>
    public string Name => name ?? "";

    /// <summary>Whether it is an attribute.</summary>
    public bool IsAttribute { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
