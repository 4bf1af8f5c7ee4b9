using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Why a request of this room is refused.</summary>
public static partial class LoyaltyErrors
{
    /// <summary>Fewer points are available than asked for.</summary>
    public static CrmErrorDefinition InsufficientPoints { get; } = new(
        "loyalty.insufficient_points", "{asked} points were asked for; {available} are available.", "需要 {asked} 积分,可用积分为 {available}。");

    /// <summary>No points were granted for the order in this account, and none paid for it.</summary>
    public static CrmErrorDefinition UnknownOrder { get; } = new(
        "loyalty.unknown_order", "The order {order} has earned nothing in this account.", "该账户没有订单 {order} 的积分记录。");

    /// <summary>More would be refunded than the order came to.</summary>
    public static CrmErrorDefinition RefundExceedsOrder { get; } = new(
        "loyalty.refund_exceeds_order",
        "The order {order} came to {total} minor units, of which {refunded} are refunded; {asked} more is too much.",
        "订单 {order} 总额为 {total}(最小货币单位),已退 {refunded},无法再退 {asked}。");

    /// <summary>The points would expire before they become spendable, or the hold before it begins.</summary>
    public static CrmErrorDefinition InvalidValidity { get; } = new(
        "loyalty.invalid_validity",
        "The points would expire at {expires}, not after they become spendable at {available}.",
        "积分将于 {expires} 到期,早于其可用时间 {available}。");

    /// <summary>No hold of this name or order was ever set up in this account.</summary>
    public static CrmErrorDefinition UnknownHold { get; } = new(
        "loyalty.unknown_hold", "There is no hold '{hold}' in this account.", "该账户没有预留“{hold}”。");

    /// <summary>The hold timed out; its points are released.</summary>
    public static CrmErrorDefinition HoldExpired { get; } = new(
        "loyalty.hold_expired", "The hold '{hold}' has timed out.", "预留“{hold}”已超时。");

    /// <summary>The hold was captured before.</summary>
    public static CrmErrorDefinition HoldAlreadyCaptured { get; } = new(
        "loyalty.hold_already_captured", "The hold '{hold}' was captured before.", "预留“{hold}”已被扣款。");

    /// <summary>The hold was called off before.</summary>
    public static CrmErrorDefinition HoldAlreadyVoided { get; } = new(
        "loyalty.hold_already_voided", "The hold '{hold}' was called off before.", "预留“{hold}”已被取消。");

    /// <summary>More would be captured than is held.</summary>
    public static CrmErrorDefinition ExceedsHold { get; } = new(
        "loyalty.exceeds_hold", "The hold '{hold}' has {held} points; {asked} were to be captured.", "预留“{hold}”只有 {held} 积分,无法扣除 {asked}。");

    /// <summary>A hold of this name, or of this order, is open already.</summary>
    public static CrmErrorDefinition HoldExists { get; } = new(
        "loyalty.hold_exists", "The hold '{hold}' is open already; adjust it, or void it first.", "预留“{hold}”已存在,请先调整或取消。");

    /// <summary>No redemption of this name or order is in this account; a hold is one only once it is captured.</summary>
    public static CrmErrorDefinition UnknownRedemption { get; } = new(
        "loyalty.unknown_redemption", "There is no redemption '{redemption}' in this account.", "该账户没有兑换“{redemption}”。");

    /// <summary>More would be returned than was spent.</summary>
    public static CrmErrorDefinition ReturnExceedsRedemption { get; } = new(
        "loyalty.return_exceeds_redemption",
        "The redemption '{redemption}' spent {redeemed} points, of which {returned} are returned; {asked} more is too much.",
        "兑换“{redemption}”共 {redeemed} 积分,已退 {returned},无法再退 {asked}。");

    /// <summary>Points cannot be transferred to the account that they are in.</summary>
    public static CrmErrorDefinition SameAccount { get; } = new(
        "loyalty.same_account", "Points cannot be transferred from {account} to itself.", "积分不能从账户 {account} 转给自己。");

    /// <summary>What redeemed points were worth to their order was not recorded in the order's currency, so its refund cannot be divided.</summary>
    public static CrmErrorDefinition UnknownValue { get; } = new(
        "loyalty.unknown_value",
        "What the points of redemption '{redemption}' were worth in {currency} was not recorded; refund points and earnings separately.",
        "兑换“{redemption}”未记录其 {currency} 价值,请分别退还积分和扣回奖励。");

    /// <summary>A sum of points would be beyond what can be counted, 2⁶³ − 1.</summary>
    public static CrmErrorDefinition SumTooLarge { get; } = new(
        "loyalty.sum_too_large", "The account's points would be more than can be counted.", "账户积分将超出可计数范围。");

    // Listed when asked for: the parts of this class are initialised in no order that could be relied on.

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CrmErrorDefinition> All =>
    [
        InsufficientPoints, UnknownOrder, RefundExceedsOrder, InvalidValidity, UnknownHold, HoldExpired, HoldAlreadyCaptured, HoldAlreadyVoided, ExceedsHold, HoldExists,
        UnknownRedemption, ReturnExceedsRedemption, SameAccount, UnknownValue, SumTooLarge, .. OfMembers, .. OfHouseholds,
    ];
}
