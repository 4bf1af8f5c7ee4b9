using CrossBorder.Crm.Primitives;
using NodaTime;

namespace Quickstart.Input;

/// <summary>A year of a shop: its orders and what was credited, in the order in which they happened, and what the reading met.</summary>
internal sealed record ShopData
{
    public required string Name { get; init; }

    /// <summary>Whether the orders are made up by this program.</summary>
    public required bool IsGenerated { get; init; }

    /// <summary>The shop's own currency, in which its programme counts.</summary>
    public required CurrencyCode Currency { get; init; }

    /// <summary>What a customer has spent net, in that currency, when she becomes important, and when a VIP.</summary>
    public required (decimal Important, decimal Vip) TiersFrom { get; init; }

    public required IReadOnlyList<Market> Markets { get; init; }

    public required IReadOnlyList<ShopCustomer> Customers { get; init; }

    public required IReadOnlyList<ShopEvent> Events { get; init; }

    public required InputFigures Figures { get; init; }

    /// <summary>How many units of the shop's currency one unit of another is worth. One rate for the whole period, so that figures are easy to check.</summary>
    public IReadOnlyDictionary<CurrencyCode, decimal> Rates { get; init; } = new Dictionary<CurrencyCode, decimal>();
}

/// <summary>A customer as the shop knows her.</summary>
internal sealed record ShopCustomer(string Number, MarketId Market);

/// <summary>An order, or a credit.</summary>
internal abstract record ShopEvent
{
    public required string Number { get; init; }

    public required string Customer { get; init; }

    public required Instant At { get; init; }
}

internal sealed record ShopOrder : ShopEvent
{
    /// <summary>What the customer paid.</summary>
    public required Money Total { get; init; }

    /// <summary>The part of it that was paid for goods: no freight, no fees.</summary>
    public required Money Goods { get; init; }
}

internal sealed record ShopCredit : ShopEvent
{
    /// <summary>What the customer got back; positive.</summary>
    public required Money Amount { get; init; }

    /// <summary>The order that it belongs to, where that is known.</summary>
    public string? Order { get; init; }
}

/// <summary>What was read.</summary>
internal sealed record InputFigures
{
    public required long Rows { get; init; }

    public required long Invoices { get; init; }

    public required long Customers { get; init; }

    public required long RowsWithoutCustomer { get; init; }

    public required long CancellationInvoices { get; init; }

    /// <summary>The sum over all rows, credits negative, rows without customer included, in the shop's currency.</summary>
    public required decimal NetAmount { get; init; }

    public required IReadOnlyList<UnreadableRow> Unreadable { get; init; }
}

/// <summary>A row that was passed over.</summary>
internal sealed record UnreadableRow(long Line, string Reason);
