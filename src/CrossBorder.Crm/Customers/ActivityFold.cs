using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Customers;

/// <summary>Folds a customer's activity into what it comes to. Pure; the order of the entries is that of the stream.</summary>
public static class ActivityFold
{
    /// <summary>The revision of this fold; a state of an older one is folded anew.</summary>
    public const int Revision = 1;

    /// <summary>How many orders each end of the history keeps: that many in a row can be cancelled before the stream is read again.</summary>
    public const int EndLength = 8;

    /// <summary>The state before the first entry.</summary>
    /// <param name="customer">The customer.</param>
    public static CustomerActivityState Start(CustomerId customer) => new() { Customer = customer, Revision = Revision };

    /// <summary>The state after an order.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="placed">The order.</param>
    public static CustomerActivityState Apply(CustomerActivityState state, OrderPlaced placed)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(placed);
        var purchase = new Purchase(placed.OccurredAt, placed.Order);
        var latest = Insert(state.Latest, purchase, state.Orders, newestFirst: true);
        return state with
        {
            Market = latest.Length > 0 && latest[0] == purchase ? placed.Market : state.Market ?? placed.Market,
            Orders = state.Orders + 1,
            Net = Add(state.Net, placed.Total),
            ReportingNet = Add(state.ReportingNet, Reported(placed.Total, placed.Terms)),
            Earliest = Insert(state.Earliest, purchase, state.Orders, newestFirst: false),
            Latest = latest,
        };
    }

    /// <summary>The state after a refund.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="refunded">The refund.</param>
    /// <param name="placed">The order that it belongs to.</param>
    public static CustomerActivityState Apply(CustomerActivityState state, OrderRefunded refunded, OrderPlaced placed)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(refunded);
        ArgumentNullException.ThrowIfNull(placed);
        return TakeBack(state, refunded.Amount, placed);
    }

    /// <summary>The state after a cancellation.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="placed">The order that was called off.</param>
    /// <param name="left">What of its amount was not refunded before.</param>
    public static CustomerActivityState Cancel(CustomerActivityState state, OrderPlaced placed, Money left)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(placed);
        var purchase = new Purchase(placed.OccurredAt, placed.Order);
        return TakeBack(state, left, placed) with
        {
            Orders = state.Orders - 1,
            CancelledOrders = state.CancelledOrders + 1,
            Earliest = state.Earliest.Remove(purchase),
            Latest = state.Latest.Remove(purchase),
        };
    }

    /// <summary>The state after a credit that belongs to no order.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="given">The credit.</param>
    public static CustomerActivityState Apply(CustomerActivityState state, CreditGiven given)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(given);
        return state with
        {
            Net = Add(state.Net, -given.Amount),
            ReportingNet = Add(state.ReportingNet, new Money(-given.Amount.Amount * given.ReportingRate, given.ReportingCurrency)),
        };
    }

    /// <summary>The state after all entries of a stream.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="entries">The entries, in the stream's order.</param>
    public static CustomerActivityState Fold(CustomerId customer, IEnumerable<CustomerActivity> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var state = Start(customer);
        var orders = new Dictionary<ExternalRef, (OrderPlaced Placed, Money Left)>();
        var standing = new List<Purchase>();
        foreach (var entry in entries)
        {
            switch (entry)
            {
                case OrderPlaced placed:
                    orders[placed.Order] = (placed, placed.Total);
                    standing.Add(new(placed.OccurredAt, placed.Order));
                    state = Apply(state, placed);
                    break;
                case OrderRefunded refunded:
                    var (of, left) = orders[refunded.Order];
                    orders[refunded.Order] = (of, left - refunded.Amount);
                    state = Apply(state, refunded, of);
                    break;
                case OrderCancelled cancelled:
                    var order = orders[cancelled.Order];
                    standing.Remove(new(order.Placed.OccurredAt, cancelled.Order));
                    state = Cancel(state, order.Placed, order.Left);
                    break;
                case CreditGiven given:
                    state = Apply(state, given);
                    break;
                default:
                    throw new InvalidOperationException($"Unknown activity {entry.GetType().Name}.");
            }
        }

        // With the whole history at hand the ends are full again.
        standing.Sort(Compare);
        return state with
        {
            Earliest = [.. standing.Take(EndLength)],
            Latest = [.. standing.AsEnumerable().Reverse().Take(EndLength)],
        };
    }

    /// <summary>Whether so many orders at one end were cancelled that the history must be read to know the next one.</summary>
    /// <param name="state">The state.</param>
    public static bool NeedsHistory(CustomerActivityState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Orders > 0 && (state.Earliest.IsEmpty || state.Latest.IsEmpty);
    }

    // An end that is shorter than it could be has a gap behind it: a purchase beyond its last known one may not be the next.
    private static ImmutableArray<Purchase> Insert(ImmutableArray<Purchase> end, Purchase purchase, long orders, bool newestFirst)
    {
        var at = 0;
        while (at < end.Length && (newestFirst ? Compare(end[at], purchase) > 0 : Compare(end[at], purchase) < 0))
        {
            at++;
        }

        if (at == end.Length && end.Length < orders)
        {
            return end;
        }

        var longer = end.Insert(at, purchase);
        return longer.Length > EndLength ? longer.RemoveAt(EndLength) : longer;
    }

    private static int Compare(Purchase x, Purchase y) =>
        x.At.CompareTo(y.At) is not 0 and var byTime ? byTime : string.CompareOrdinal(x.Order.ToString(), y.Order.ToString());

    private static CustomerActivityState TakeBack(CustomerActivityState state, Money amount, OrderPlaced placed) => state with
    {
        Net = Add(state.Net, -amount),
        ReportingNet = Add(state.ReportingNet, -Reported(amount, placed.Terms)),
    };

    private static Money Reported(Money amount, OrderTerms terms) => new(amount.Amount * terms.ReportingRate, terms.ReportingCurrency);

    private static ImmutableArray<Money> Add(ImmutableArray<Money> sums, Money amount)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            if (sums[i].Currency == amount.Currency)
            {
                return sums.SetItem(i, sums[i] + amount);
            }
        }

        return [.. sums.Append(amount).OrderBy(sum => sum.Currency.Code, StringComparer.Ordinal)];
    }
}
