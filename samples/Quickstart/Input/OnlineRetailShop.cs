using CrossBorder.Crm.Primitives;
using NodaTime;
using NodaTime.TimeZones;

namespace Quickstart.Input;

/// <summary>Turns the rows of the file into orders and credits.</summary>
internal sealed class OnlineRetailShop(IDateTimeZoneProvider zones)
{
    private static readonly CurrencyCode Pound = new("GBP");

    // Lines that are not goods: freight, discounts apart from goods, fees, samples.
    private static readonly HashSet<string> NotGoods = ["POST", "DOT", "C2", "BANK CHARGES", "AMAZONFEE", "CRUK", "S", "PADS", "B"];

    private readonly Dictionary<string, Invoice> invoices = new(StringComparer.Ordinal);

    public ShopData Read(string path, Action<long, long>? progress)
    {
        var file = new OnlineRetailFile(path);
        long rows = 0;
        long withoutCustomer = 0;
        var net = 0m;
        foreach (var row in file.Rows(progress))
        {
            if (!TryAdd(row, file))
            {
                continue;
            }

            rows++;
            net += row.Quantity * row.UnitPrice;
            if (row.Customer is null)
            {
                withoutCustomer++;
            }
        }

        var customers = CustomersOf(invoices.Values);
        return new ShopData
        {
            Name = Path.GetFileName(path),
            IsGenerated = false,
            Currency = Pound,
            TiersFrom = (1_000m, 5_000m),
            Markets = CountryLabels.Markets(Pound),
            Customers = customers,
            Events = Events(),
            Figures = new()
            {
                Rows = rows + file.Unreadable.Count,
                Invoices = invoices.Count,
                Customers = customers.Count,
                RowsWithoutCustomer = withoutCustomer,
                CancellationInvoices = invoices.Keys.Count(IsCancellation),
                NetAmount = net,
                Unreadable = file.Unreadable,
            },
        };
    }

    private static bool IsCancellation(string invoice) => invoice.StartsWith('C');

    // A customer who bought from several countries belongs to the one of her last invoice.
    private static List<ShopCustomer> CustomersOf(IEnumerable<Invoice> invoices) =>
        [.. invoices.Where(invoice => invoice.Customer is not null)
            .GroupBy(invoice => invoice.Customer!, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ShopCustomer(group.Key, CountryLabels.MarketOf(group.MaxBy(invoice => invoice.At)!.Country)))];

    private bool TryAdd(in OnlineRetailRow row, OnlineRetailFile file)
    {
        if (!invoices.TryGetValue(row.Invoice, out var invoice))
        {
            invoices[row.Invoice] = invoice = new(row.Invoice, row.Customer, row.Country, row.At);
        }

        if (invoice.Customer != row.Customer)
        {
            file.Refuse(row, $"CustomerID '{row.Customer}', but the invoice {row.Invoice} is of '{invoice.Customer}'");
            return false;
        }

        invoice.Lines.Add(new(row.StockCode, row.Quantity, row.UnitPrice));
        return true;
    }

    private List<ShopEvent> Events()
    {
        var london = zones["Europe/London"];
        var resolver = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);
        var matching = new CreditMatching();
        var events = new List<ShopEvent>();
        foreach (var invoice in invoices.Values.Where(i => i.Customer is not null).OrderBy(i => i.At).ThenBy(i => i.Number, StringComparer.Ordinal))
        {
            var at = london.ResolveLocal(invoice.At, resolver).ToInstant();
            var total = invoice.Lines.Sum(line => line.Amount);
            if (IsCancellation(invoice.Number) || total < 0m)
            {
                events.AddRange(matching.Match(invoice).Select(part => new ShopCredit
                {
                    Number = part.Order is null ? invoice.Number : $"{invoice.Number}/{part.Order}",
                    Customer = invoice.Customer!,
                    At = at,
                    Amount = Pounds(part.Amount),
                    Order = part.Order,
                }));
            }
            else
            {
                matching.Remember(invoice);
                events.Add(new ShopOrder
                {
                    Number = invoice.Number,
                    Customer = invoice.Customer!,
                    At = at,
                    Total = Pounds(total),
                    Goods = Pounds(Math.Clamp(invoice.Lines.Where(line => !NotGoods.Contains(line.StockCode)).Sum(line => line.Amount), 0m, total)),
                });
            }
        }

        return events;
    }

    // Prices have up to three decimals; an invoice is paid in pence.
    private static Money Pounds(decimal amount) => new Money(amount, Pound).RoundToMinorUnits(MidpointRounding.AwayFromZero);
}

/// <summary>All rows of one invoice.</summary>
internal sealed record Invoice(string Number, string? Customer, string Country, LocalDateTime At)
{
    public List<InvoiceLine> Lines { get; } = [];
}

internal readonly record struct InvoiceLine(string StockCode, int Quantity, decimal UnitPrice)
{
    public decimal Amount => Quantity * UnitPrice;
}
