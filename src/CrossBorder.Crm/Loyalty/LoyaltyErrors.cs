using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Why a request of this room is refused.</summary>
public static class LoyaltyErrors
{
    /// <summary>Fewer points are available than asked for.</summary>
    public static CrmErrorDefinition InsufficientPoints { get; } = new(
        "loyalty.insufficient_points", "{asked} points were asked for; {available} are available.", "需要 {asked} 积分,可用积分为 {available}。");

    /// <summary>No points were granted for the order in this account.</summary>
    public static CrmErrorDefinition UnknownOrder { get; } = new(
        "loyalty.unknown_order", "The order {order} has earned nothing in this account.", "该账户没有订单 {order} 的积分记录。");

    /// <summary>More would be refunded than the order came to.</summary>
    public static CrmErrorDefinition RefundExceedsOrder { get; } = new(
        "loyalty.refund_exceeds_order",
        "The order {order} came to {total} minor units, of which {refunded} are refunded; {asked} more is too much.",
        "订单 {order} 总额为 {total}(最小货币单位),已退 {refunded},无法再退 {asked}。");

    /// <summary>The points would expire before they become spendable.</summary>
    public static CrmErrorDefinition InvalidValidity { get; } = new(
        "loyalty.invalid_validity",
        "The points would expire at {expires}, not after they become spendable at {available}.",
        "积分将于 {expires} 到期,早于其可用时间 {available}。");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CrmErrorDefinition> All { get; } = [InsufficientPoints, UnknownOrder, RefundExceedsOrder, InvalidValidity];
}
