using System.Collections.Immutable;
using CrossBorder.Crm.Customers;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Segmentation;
using NodaTime;

namespace CrossBorder.Crm.Flows;

/// <summary>What an order means to every room, step by step: the activity, the segment, the points.</summary>
/// <remarks>
/// Each step is safe to repeat, and what later steps need is frozen by the first. A call that died anywhere is simply repeated until it returns;
/// the end is then the same as if it had never died.
/// </remarks>
public interface IOrderFlow
{
    /// <summary>Records an order, judges the customer anew, and grants the points.</summary>
    /// <param name="order">The order.</param>
    /// <param name="cancellationToken">Stops between two steps or within one; repeat the call to complete it.</param>
    /// <exception cref="MissingExchangeRateException">A rate that the order needs is missing; nothing was recorded.</exception>
    ValueTask<CrmResult<OrderOutcome>> RecordAsync(PlacedOrder order, CancellationToken cancellationToken = default);

    /// <summary>Records a refund of an order, judges the customer anew, gives back the points that paid for it, and takes back those that it earned, in proportion.</summary>
    /// <param name="refund">The refund.</param>
    /// <param name="cancellationToken">Stops between two steps or within one; repeat the call to complete it.</param>
    /// <returns>What it came to, or the refusal of a step. An order that is not recorded whole yet is refused as unknown: repeat the call later.</returns>
    ValueTask<CrmResult<OrderOutcome>> RefundAsync(RecordRefund refund, CancellationToken cancellationToken = default);

    /// <summary>Records that an order was called off, judges the customer anew, and does with what is left of its points as a refund does.</summary>
    /// <param name="cancellation">The cancellation.</param>
    /// <param name="cancellationToken">Stops between two steps or within one; repeat the call to complete it.</param>
    ValueTask<CrmResult<OrderOutcome>> CancelAsync(RecordCancellation cancellation, CancellationToken cancellationToken = default);
}

/// <summary>An order as the shop hands it over.</summary>
public sealed record PlacedOrder
{
    /// <summary>The customer.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>The host's order: the key of the whole flow.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>When it was placed.</summary>
    public required Instant OccurredAt { get; init; }

    /// <summary>What the order came to, whether it was paid with money, with points or with both; not negative.</summary>
    public required Money Total { get; init; }

    /// <summary>The part of it that was paid for goods with money, which is what earns; null for all of it.</summary>
    public Money? Goods { get; init; }

    /// <summary>What was bought, where points depend on products or categories; empty where they do not. Comes to the goods.</summary>
    public ImmutableArray<EarnLine> Lines { get; init; } = [];

    /// <summary>The market that she bought in.</summary>
    public required MarketId Market { get; init; }

    /// <summary>The host's key of the customer, kept beside activity and account so that reports can join the host's tables; null keeps what is stored.</summary>
    /// <remarks>Not part of what makes a repetition equal.</remarks>
    public ExternalRef? Owner { get; init; }
}

/// <summary>What a flow came to.</summary>
public sealed record OrderOutcome
{
    /// <summary>What was in force when the order was first recorded.</summary>
    public required OrderTerms Terms { get; init; }

    /// <summary>Where the customer stands after it; null where the tenant has no segments.</summary>
    public SegmentMembership? Membership { get; init; }

    /// <summary>What was granted; null where nothing was asked for.</summary>
    public EarnReceipt? Earned { get; init; }

    /// <summary>What a refund or cancellation came to in points and money; null where the order was not refunded.</summary>
    public OrderRefundReceipt? Refunded { get; init; }
}
