using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Customers;

/// <summary>What makes a customer's record valid. Messages name the member and the rule, never what identifies the person.</summary>
internal static class CustomerValidation
{
    public static void Require(Customer customer, IDateTimeZoneProvider zones)
    {
        ArgumentNullException.ThrowIfNull(customer);
        customer.Id.ThrowIfDefault("customer.Id");
        if (customer.Market == default)
        {
            throw new ArgumentException("The market is the default value and names none.", "customer.Market");
        }

        if (customer.Country is { } country && country == default)
        {
            throw new ArgumentException("The country is the default value and names none; null says that it is not known.", "customer.Country");
        }

        if (customer.Name is { } name && string.IsNullOrWhiteSpace(name.Given) && string.IsNullOrWhiteSpace(name.Family))
        {
            throw new ArgumentException("A name has a given or a family name.", "customer.Name");
        }

        RequireContacts(customer);
        RequireOnce(customer.Languages, "customer.Languages", "language");
        RequireOnce(customer.Externals, "customer.Externals", "external key");
        if (customer.Zone is { } zone && zones.GetZoneOrNull(zone.Zone) is null)
        {
            throw new ArgumentException($"'{zone.Zone}' is no time zone of {zones.VersionId}.", "customer.Zone");
        }
    }

    private static void RequireContacts(Customer customer)
    {
        RequireList(customer.Contacts, "customer.Contacts");
        var seen = new HashSet<(Channel, string)>();
        for (var i = 0; i < customer.Contacts.Length; i++)
        {
            var contact = customer.Contacts[i];
            if (contact.Channel == default || contact.Channel == Channel.None)
            {
                throw new ArgumentException("A contact point has a channel that reaches somebody.", $"customer.Contacts[{i}].Channel");
            }

            if (string.IsNullOrWhiteSpace(contact.Address))
            {
                throw new ArgumentException("A contact point has an address.", $"customer.Contacts[{i}].Address");
            }

            if (!seen.Add((contact.Channel, ContactNormalisation.Normalise(contact.Channel, contact.Address))))
            {
                throw new ArgumentException("A contact point is named once.", $"customer.Contacts[{i}]");
            }
        }
    }

    private static void RequireOnce<T>(ImmutableArray<T> items, string member, string what) where T : struct, IEquatable<T>
    {
        RequireList(items, member);
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Equals(default) || items.IndexOf(items[i]) != i)
            {
                throw new ArgumentException($"Each {what} is named once and is not the default value.", $"{member}[{i}]");
            }
        }
    }

    private static void RequireList<T>(ImmutableArray<T> items, string member)
    {
        if (items.IsDefault)
        {
            throw new ArgumentException("The list is the default value; an empty one says that there is none.", member);
        }
    }
}
