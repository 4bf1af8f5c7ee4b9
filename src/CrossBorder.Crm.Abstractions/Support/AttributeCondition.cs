using System.Collections.Immutable;

namespace CrossBorder.Crm.Support;

/// <summary>That an attribute of a ticket has a value. Compares ordinally.</summary>
/// <param name="Attribute">The attribute, such as <see cref="TicketAttributes.Tier"/>.</param>
/// <param name="Value">The value, such as <c>vip</c>.</param>
public readonly record struct AttributeCondition(string Attribute, string Value)
{
    /// <summary>Whether a ticket with these attributes meets it.</summary>
    /// <param name="attributes">The ticket's attributes.</param>
    public bool Holds(ImmutableSortedDictionary<string, string> attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        return attributes.TryGetValue(Attribute, out var value) && value == Value;
    }
}
