using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Customers;

/// <summary>An order as its own entries tell it: what was paid, what is left, whether it was called off.</summary>
internal readonly record struct OrderHistory(OrderPlaced? Placed, Money Left, bool IsCancelled)
{
    /// <summary>Reads the entries that are filed under the order.</summary>
    public static OrderHistory Of(ImmutableArray<Versioned<CustomerActivity>> entries)
    {
        var history = default(OrderHistory);
        foreach (var (entry, _) in entries)
        {
            history = entry switch
            {
                OrderPlaced placed => new(placed, placed.Total, false),
                OrderRefunded refunded => history with { Left = history.Left - refunded.Amount },
                OrderCancelled => history with { IsCancelled = true },
                _ => history,
            };
        }

        return history;
    }
}

/// <summary>What may be recorded of an order. Pure.</summary>
internal static class OrderRules
{
    public static CrmResult<OrderHistory> Refund(OrderHistory order, ExternalRef reference, Money amount) =>
        order.Placed is null ? CustomersErrors.UnknownOrder.With(("order", reference))
        : order.IsCancelled ? CustomersErrors.OrderCancelled.With(("order", reference))
        : order.Left.Currency != amount.Currency
            ? throw new CurrencyMismatchException($"The order {reference} was paid in {order.Left.Currency}; a refund of {amount.Currency} needs converting first.")
        : amount > order.Left ? CustomersErrors.RefundExceedsOrder.With(("order", reference), ("amount", amount), ("left", order.Left))
        : order;
}
