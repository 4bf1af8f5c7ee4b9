using CrossBorder.Crm.Primitives;
using NodaTime;
using Quickstart.Input;

namespace Quickstart.Generated;

/// <summary>A small shop made up from a seed: the same customers and orders on every run.</summary>
internal static class GeneratedShop
{
    private const int Seed = 20260630;
    private const int CustomerCount = 2_000;

    private static readonly Instant Start = Instant.FromUtc(2025, 1, 1, 0, 0);
    private static readonly Duration Length = Duration.FromDays(545);
    private static readonly CurrencyCode Dollar = new("USD");

    /// <summary>Market, currency, zone, languages, jurisdiction, share of the customers in percent, and what a dollar's worth of goods costs there.</summary>
    private static readonly (string Market, string Currency, string Zone, string Languages, string Jurisdiction, int Share, decimal PerDollar)[] Table =
    [
        ("US", "USD", "America/New_York", "en-US es-US", "US", 22, 1m),
        ("GB", "GBP", "Europe/London", "en-GB", "GB", 12, 0.80m),
        ("DE", "EUR", "Europe/Berlin", "de-DE", "EU", 12, 0.92m),
        ("FR", "EUR", "Europe/Paris", "fr-FR", "EU", 9, 0.92m),
        ("ES", "EUR", "Europe/Madrid", "es-ES", "EU", 7, 0.92m),
        ("IT", "EUR", "Europe/Rome", "it-IT", "EU", 6, 0.92m),
        ("NL", "EUR", "Europe/Amsterdam", "nl-NL", "EU", 5, 0.92m),
        ("JP", "JPY", "Asia/Tokyo", "ja-JP", "JP", 9, 150m),
        ("AU", "AUD", "Australia/Sydney", "en-AU", "AU", 6, 1.50m),
        ("CA", "CAD", "America/Toronto", "en-CA fr-CA", "CA", 5, 1.35m),
        ("BR", "BRL", "America/Sao_Paulo", "pt-BR", "BR", 4, 5m),
        ("MX", "MXN", "America/Mexico_City", "es-MX", "MX", 3, 18m),
    ];

    public static ShopData Create()
    {
        var random = new Random(Seed);
        var customers = new List<ShopCustomer>();
        var events = new List<ShopEvent>();
        for (var i = 0; i < CustomerCount; i++)
        {
            var row = Pick(random);
            var customer = new ShopCustomer($"{10_001 + i}", new(row.Market));
            customers.Add(customer);
            AddOrders(random, customer, new(row.Currency), row.PerDollar, events);
        }

        events.Sort((x, y) => x.At.CompareTo(y.At) is not 0 and var byTime ? byTime : string.CompareOrdinal(x.Number, y.Number));
        return new ShopData
        {
            Name = $"generated shop, seed {Seed}",
            IsGenerated = true,
            Currency = Dollar,
            TiersFrom = (400m, 1_000m),
            Markets = Markets(),
            Customers = customers,
            Events = events,
            Rates = Table.DistinctBy(row => row.Currency).ToDictionary(row => new CurrencyCode(row.Currency), row => 1m / row.PerDollar),
            Figures = new()
            {
                Rows = events.Count,
                Invoices = events.Count,
                Customers = customers.Count,
                RowsWithoutCustomer = 0,
                CancellationInvoices = events.OfType<ShopCredit>().Count(),
                NetAmount = decimal.Round(events.Sum(InDollars), 2),
                Unreadable = [],
            },
        };
    }

    private static decimal InDollars(ShopEvent e)
    {
        var money = e switch
        {
            ShopOrder order => order.Total,
            ShopCredit credit => -credit.Amount,
            _ => throw new InvalidOperationException($"{e.GetType().Name} has no amount."),
        };
        return money.Amount / Table.First(row => row.Currency == money.Currency.Code).PerDollar;
    }

    private static (string Market, string Currency, string Zone, string Languages, string Jurisdiction, int Share, decimal PerDollar) Pick(Random random)
    {
        var ticket = random.Next(Table.Sum(row => row.Share));
        foreach (var row in Table)
        {
            ticket -= row.Share;
            if (ticket < 0)
            {
                return row;
            }
        }

        throw new InvalidOperationException("The shares do not add up.");
    }

    // Most customers buy once or twice, a few buy every month: the number of orders halves and halves again.
    private static void AddOrders(Random random, ShopCustomer customer, CurrencyCode currency, decimal perDollar, List<ShopEvent> events)
    {
        var orders = 1;
        while (orders < 24 && random.Next(100) < 68)
        {
            orders++;
        }

        var joined = Duration.FromSeconds(random.NextInt64((long)(Length.TotalSeconds * 0.8)));
        for (var i = 0; i < orders; i++)
        {
            var at = Start + joined + Duration.FromSeconds(random.NextInt64((long)(Length - joined).TotalSeconds));
            var goods = Price(random.Next(800, 25_000), perDollar, currency);
            var order = new ShopOrder
            {
                Number = $"{customer.Number}-{i + 1}",
                Customer = customer.Number,
                At = at,
                Goods = goods,
                Total = goods + Price(490, perDollar, currency),
            };
            events.Add(order);
            if (random.Next(100) < 6)
            {
                events.Add(new ShopCredit
                {
                    Number = $"R{order.Number}",
                    Customer = customer.Number,
                    At = at + Duration.FromDays(3 + random.Next(20)),
                    Amount = random.Next(2) == 0 ? order.Total : (order.Goods * 0.5m).RoundToMinorUnits(MidpointRounding.AwayFromZero),
                    Order = order.Number,
                });
            }
        }
    }

    private static Money Price(int dollarCents, decimal perDollar, CurrencyCode currency) =>
        new Money(dollarCents / 100m * perDollar, currency).RoundToMinorUnits(MidpointRounding.AwayFromZero);

    private static IReadOnlyList<Market> Markets() =>
    [
        .. Table.Select(row => new Market
        {
            Id = new(row.Market),
            Countries = [new(row.Market)],
            Region = row.Currency == "EUR" ? CountryLabels.Europe : null,
            Currency = new(row.Currency),
            DefaultZone = row.Zone,
            Languages = [.. row.Languages.Split(' ').Select(tag => new LanguageTag(tag))],
            Jurisdictions = [row.Jurisdiction],
        }),
        new Market { Id = CountryLabels.Europe, Currency = new("EUR"), DefaultZone = "Europe/Brussels", Languages = [new("en")], Jurisdictions = ["EU"] },
        new Market { Id = MarketId.Global, Currency = Dollar, DefaultZone = "Etc/UTC", Languages = [new("en")] },
    ];
}
