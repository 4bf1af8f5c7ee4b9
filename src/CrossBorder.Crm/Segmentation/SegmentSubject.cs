using CrossBorder.Crm.Customers;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Segmentation;

/// <summary>A customer as she is judged: from the state of her activity.</summary>
internal readonly record struct SegmentSubject(CustomerId Customer, MarketId Market, decimal Net, RfmInput? Rfm)
{
    /// <exception cref="InvalidOperationException">She paid in a reporting currency that is not the scheme's.</exception>
    public static SegmentSubject Of(CustomerActivityState state, SegmentScheme scheme, IDateTimeZoneProvider zones, Instant asOf)
    {
        var market = state.Market ?? MarketId.Global;
        var net = NetOf(state, scheme.ReportingCurrency);
        return new(state.Customer, market, net, state.LastPurchaseAt is { } last && last <= asOf
            ? new RfmInput
            {
                Customer = state.Customer,
                Recency = LocalDays(last, asOf, zones[MarketSamples.Find(scheme, market)?.DefaultZone ?? "Etc/UTC"]),
                Frequency = state.Orders,
                Monetary = net,
            }
            : null);
    }

    // "Whole local days": the difference of the two local dates, not of the instants.
    private static int LocalDays(Instant from, Instant to, DateTimeZone zone) => Period.DaysBetween(from.InZone(zone).Date, to.InZone(zone).Date);

    private static decimal NetOf(CustomerActivityState state, CurrencyCode currency)
    {
        var net = 0m;
        foreach (var sum in state.ReportingNet)
        {
            net = sum.Currency == currency
                ? sum.Amount
                : sum.Amount == 0m
                    ? net
                    : throw new InvalidOperationException(
                        $"Customer {state.Customer} has orders reported in {sum.Currency}; the scheme compares in {currency}. Set the scheme back, or record the orders anew.");
        }

        return net;
    }
}
