using System.Runtime.InteropServices;

namespace Quickstart.Input;

/// <summary>The part of a credit that belongs to one order, or to none that is known. The amount is positive.</summary>
internal readonly record struct CreditPart(string? Order, decimal Amount);

/// <summary>
/// Finds the order that a credited line belongs to. The file does not say it; the rule here is the usual one for this data: the customer's
/// latest earlier invoice with the same code at the same price and enough units that were not credited yet.
/// </summary>
internal sealed class CreditMatching
{
    private readonly Dictionary<(string Customer, string StockCode, decimal Price), List<Bought>> bought = [];

    public void Remember(Invoice order)
    {
        foreach (var line in order.Lines.Where(line => line.Quantity > 0))
        {
            ref var lines = ref CollectionsMarshal.GetValueRefOrAddDefault(bought, (order.Customer!, line.StockCode, line.UnitPrice), out _);
            (lines ??= []).Add(new(order.Number, line.Quantity));
        }
    }

    /// <summary>The parts of a credit, one an order, those without an order together.</summary>
    public IEnumerable<CreditPart> Match(Invoice credit) => credit.Lines
        .GroupBy(line => OrderOf(credit.Customer!, line))
        .Select(group => new CreditPart(group.Key, -group.Sum(line => line.Amount)))
        .Where(part => part.Amount > 0m)
        .OrderBy(part => part.Order, StringComparer.Ordinal);

    private string? OrderOf(string customer, InvoiceLine credited)
    {
        var lines = bought.GetValueOrDefault((customer, credited.StockCode, credited.UnitPrice));
        if (lines?.FindLast(line => line.Left >= -credited.Quantity) is not { } line)
        {
            return null;
        }

        line.Left += credited.Quantity;
        return line.Order;
    }

    private sealed class Bought(string order, int quantity)
    {
        public string Order => order;

        public int Left { get; set; } = quantity;
    }
}
