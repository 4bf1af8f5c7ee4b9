using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Customers;

/// <summary>What a customer's activity comes to. Bounded: its size does not depend on how much she buys.</summary>
/// <remarks>
/// What she bought is kept as sums, counts and the two ends of her orders by time: none of it depends on the order in which entries arrive.
/// </remarks>
public sealed record CustomerActivityState
{
    /// <summary>The customer.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>The revision of the fold that made this state.</summary>
    public required int Revision { get; init; }

    /// <summary>The market of the latest order; null before the first.</summary>
    public MarketId? Market { get; init; }

    /// <summary>How many orders were placed and not cancelled.</summary>
    public long Orders { get; init; }

    /// <summary>How many orders were cancelled.</summary>
    public long CancelledOrders { get; init; }

    /// <summary>What she paid, net of refunds, cancellations and credits, by the currencies that she paid in; by code.</summary>
    public ImmutableArray<Money> Net { get; init; } = [];

    /// <summary>The same at the rates of the orders' days, by reporting currency; one, unless the shop has changed it.</summary>
    public ImmutableArray<Money> ReportingNet { get; init; } = [];

    /// <summary>The earliest orders that count, oldest first: enough to know the first one after some were cancelled.</summary>
    public ImmutableArray<Purchase> Earliest { get; init; } = [];

    /// <summary>The latest orders that count, newest first: enough to know the last one after some were cancelled.</summary>
    public ImmutableArray<Purchase> Latest { get; init; } = [];

    /// <summary>When she first bought; null where no order counts.</summary>
    public Instant? FirstPurchaseAt => Earliest.IsDefaultOrEmpty ? null : Earliest[0].At;

    /// <summary>When she last bought; null where no order counts.</summary>
    public Instant? LastPurchaseAt => Latest.IsDefaultOrEmpty ? null : Latest[0].At;

    /// <inheritdoc/>
    public bool Equals(CustomerActivityState? other) =>
        other is not null && Customer == other.Customer && Revision == other.Revision && Market == other.Market && Orders == other.Orders
        && CancelledOrders == other.CancelledOrders && Net.SequenceEqual(other.Net) && ReportingNet.SequenceEqual(other.ReportingNet)
        && Earliest.SequenceEqual(other.Earliest) && Latest.SequenceEqual(other.Latest);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Customer, Orders, CancelledOrders);
}

/// <summary>An order as the ends of a history keep it.</summary>
/// <param name="At">When it was placed.</param>
/// <param name="Order">The order.</param>
public readonly record struct Purchase(Instant At, ExternalRef Order);
