using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>A refund of an order that earned points.</summary>
public sealed record RefundEarning
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The name of the request, such as <c>IdempotencyKey.For("refund", refund)</c>.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>How much is refunded now, in minor units; above zero.</summary>
    public required long RefundedMinor { get; init; }

    /// <summary>What the order came to, in the same minor units; above zero, and the same for each of its refunds.</summary>
    public required long OrderTotalMinor { get; init; }

    /// <summary>
    /// When the order was placed; needed only for an order from before the cut-over of an imported account that was not imported with it
    /// (<see cref="ImportAccounts.ForeignRefunds"/>). Null where that is not so, or not known.
    /// </summary>
    public Instant? PlacedAt { get; init; }

    /// <summary>With <see cref="PlacedAt"/>: how many points such an order had earned in the other system; null where it is not known.</summary>
    public Points? Earned { get; init; }
}

/// <summary>A refund of an order that was paid with money, with points, or with both.</summary>
public sealed record RefundOrder
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The name of the request, such as <c>IdempotencyKey.For("refund", refund)</c>.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>How much is refunded now, whatever it was paid with; above zero and whole in minor units.</summary>
    public required Money Refunded { get; init; }

    /// <summary>What the order came to, whatever it was paid with, vouchers too; above zero, and the same for each of its refunds.</summary>
    public required Money Total { get; init; }

    /// <summary>
    /// When the order was placed; needed only for an order from before the cut-over of an imported account that was not imported with it
    /// (<see cref="ImportAccounts.ForeignRefunds"/>). Null where that is not so, or not known.
    /// </summary>
    public Instant? PlacedAt { get; init; }

    /// <summary>With <see cref="PlacedAt"/>: how many points such an order had earned in the other system; null where it is not known.</summary>
    public Points? Earned { get; init; }
}

/// <summary>The receipt of a refund.</summary>
public sealed record RefundReceipt
{
    /// <summary>How many points were newly due.</summary>
    public required Points Due { get; init; }

    /// <summary>How many of them became debt.</summary>
    public required Points Owed { get; init; }

    /// <summary>How many of them were waived.</summary>
    public required Points Waived { get; init; }

    /// <summary>What can be spent after it.</summary>
    public required Points Available { get; init; }
}

/// <summary>The receipt of a refund in points and money. Over all refunds of an order they add up to what the refund of the whole gives.</summary>
public sealed record OrderRefundReceipt
{
    /// <summary>How many points the customer gets back.</summary>
    public required Points Returned { get; init; }

    /// <summary>How many of them expired at once, because their lot had expired meanwhile.</summary>
    public required Points Expired { get; init; }

    /// <summary>
    /// How much the customer gets back besides points; not negative. Where a voucher had paid too, what goes back to it (<see cref="VoucherReceipt.Value"/> of
    /// <see cref="IVoucherService.ReturnAsync"/>) is part of this: the money to pay out is the rest.
    /// </summary>
    public required Money Cash { get; init; }

    /// <summary>How many earned points were newly due.</summary>
    public required Points Due { get; init; }

    /// <summary>How many of those became debt.</summary>
    public required Points Owed { get; init; }

    /// <summary>How many of those were waived.</summary>
    public required Points Waived { get; init; }

    /// <summary>What can be spent after it.</summary>
    public required Points Available { get; init; }
}
