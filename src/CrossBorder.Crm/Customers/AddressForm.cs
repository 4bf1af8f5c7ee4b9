using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Customers;

/// <summary>How to write a person's name in a letter or on a screen.</summary>
public static class AddressForm
{
    // Scripts that are written without a space between the parts of a name (CLDR person name formats: nativeSpaceReplacement).
    private static readonly HashSet<string> WithoutSpace = new(StringComparer.Ordinal) { "Hans", "Hant", "Hani", "Jpan", "Hira", "Kana", "Hang", "Kore" };

    /// <summary>The whole name in its own order and script: "Dr. Maria Schmidt", "王小明".</summary>
    /// <param name="name">The name.</param>
    public static string Full(PersonName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var parts = name.Order == NameOrder.FamilyFirst
            ? new[] { name.Family, name.Given, name.Middle }
            : [name.Given, name.Middle, name.Family];
        var separator = name.Script is { } script && WithoutSpace.Contains(script) ? "" : " ";
        var joined = string.Join(separator, parts.Where(part => !string.IsNullOrWhiteSpace(part)));
        return string.IsNullOrWhiteSpace(name.Title) ? joined
            // In these languages a title follows the name.
            : separator.Length == 0 ? joined + name.Title
            : $"{name.Title} {joined}";
    }

    /// <summary>The name for a greeting: the given name where it comes first, else the whole name. Empty where there is none.</summary>
    /// <remarks>Whether a language greets by given name at all is the message's choice; this only never cuts a name in the wrong place.</remarks>
    /// <param name="name">The name, or null.</param>
    public static string Short(PersonName? name) =>
        name is null ? "" : name is { Order: NameOrder.GivenFirst, Given: { Length: > 0 } given } ? given : Full(name);

    /// <summary>The language to write in: the best of hers that is offered, else the first that is offered.</summary>
    /// <remarks>An exact tag wins over the same language with another region or script (RFC 4647, lookup). Hers are tried in her order.</remarks>
    /// <param name="customer">The customer.</param>
    /// <param name="offered">The languages that the shop can write in, the usual one first; at least one.</param>
    public static LanguageTag Language(Customer customer, params ReadOnlySpan<LanguageTag> offered)
    {
        ArgumentNullException.ThrowIfNull(customer);
        if (offered.IsEmpty)
        {
            throw new ArgumentException("There must be a language to write in.", nameof(offered));
        }

        foreach (var wanted in customer.Languages)
        {
            foreach (var tag in offered)
            {
                if (tag == wanted)
                {
                    return tag;
                }
            }

            foreach (var tag in offered)
            {
                if (tag.Language == wanted.Language && (tag.Script is null || wanted.Script is null || tag.Script == wanted.Script))
                {
                    return tag;
                }
            }
        }

        return offered[0];
    }
}
