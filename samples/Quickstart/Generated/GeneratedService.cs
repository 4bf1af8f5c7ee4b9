using CrossBorder.Crm.Flows;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using NodaTime;
using Quickstart.Input;
using Quickstart.Run;

namespace Quickstart.Generated;

/// <summary>What an order file does not hold and this program makes up for every shop, from the customers' numbers: tickets, consents, and who spends points.</summary>
internal static class GeneratedService
{
    private static readonly (string Type, TicketPriority Priority)[] Concerns =
    [
        ("question", TicketPriority.Low), ("delivery", TicketPriority.Normal), ("return", TicketPriority.Normal),
        ("complaint", TicketPriority.High), ("payment", TicketPriority.Urgent),
    ];

    private static readonly Channel[] Channels = [Channel.Email, Channel.Chat, Channel.Web, Channel.Social];

    /// <summary>About one customer in fifty wrote in the three days before the end.</summary>
    public static IEnumerable<(Instant At, CustomerConcern Concern)> ConcernsOf(ShopData shop, Instant end)
    {
        foreach (var customer in shop.Customers)
        {
            var chance = Chance(customer.Number, "ticket");
            if (chance % 50 != 0)
            {
                continue;
            }

            var (type, priority) = Concerns[chance / 50 % Concerns.Length];
            var at = end - Duration.FromMinutes(15 + chance / 1000 % (3 * 24 * 60));
            yield return (at, new()
            {
                Source = new("helpdesk", $"T{customer.Number}"),
                Customer = ShopSetup.IdOf(customer.Number),
                Channel = Channels[chance / 7 % Channels.Length],
                Priority = priority,
                Type = type,
            });
        }
    }

    /// <summary>Every fourth order is by somebody who then spends what she has, in whole steps of 500.</summary>
    public static bool Spends(ShopOrder order) => Chance(order.Number, "spend") % 4 == 0;

    /// <summary>Nine in ten of them pay; the tenth thinks again and pays with money only.</summary>
    public static bool PaysWithPoints(ShopOrder order) => Chance(order.Number, "pay") % 10 != 0;

    /// <summary>What a customer said about the newsletter when she first ordered: 0 to 99.</summary>
    public static int Mood(string customer) => Chance(customer, "newsletter") % 100;

    // FNV-1a over the text: the same on every machine, and nothing to seed.
    private static int Chance(string subject, string about)
    {
        var hash = 2166136261u;
        foreach (var c in $"{about}:{subject}")
        {
            hash = unchecked((hash ^ c) * 16777619u);
        }

        // The low bits of FNV repeat for texts that differ in the last digits only.
        hash ^= hash >> 15;
        return (int)(unchecked(hash * 2654435761u) >> 2);
    }
}
