using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Why a request about a voucher is refused, in the order in which a use is judged.</summary>
public static class VoucherErrors
{
    /// <summary>There is no voucher of this code.</summary>
    public static CrmErrorDefinition UnknownVoucher { get; } = new(
        "loyalty.unknown_voucher", "There is no voucher '{voucher}'.", "没有优惠券“{voucher}”。");

    /// <summary>A voucher of this code is there already.</summary>
    public static CrmErrorDefinition VoucherExists { get; } = new(
        "loyalty.voucher_exists", "There is a voucher '{voucher}' already.", "优惠券“{voucher}”已存在。");

    /// <summary>The voucher would be over before it begins, or was over before it was issued; or a hold ends before it begins.</summary>
    public static CrmErrorDefinition InvalidValidity { get; } = new(
        "loyalty.voucher_invalid_validity", "It would end at {expires}, not after {from}.", "其有效期止于 {expires},不晚于 {from}。");

    /// <summary>The order has an open hold on this voucher.</summary>
    public static CrmErrorDefinition HoldExists { get; } = new(
        "loyalty.voucher_hold_exists", "The voucher '{voucher}' is held for {order} already; capture it, or void it first.", "优惠券“{voucher}”已为 {order} 预留,请先扣款或取消。");

    /// <summary>The order has used this voucher, and is not wholly refunded.</summary>
    public static CrmErrorDefinition UsedForOrder { get; } = new(
        "loyalty.voucher_used_for_order", "The voucher '{voucher}' has paid for {order} already.", "优惠券“{voucher}”已用于 {order}。");

    /// <summary>The points that the voucher was ordered for are not taken yet.</summary>
    public static CrmErrorDefinition NotPaid { get; } = new(
        "loyalty.voucher_not_paid", "The voucher '{voucher}' was ordered, but its points are not taken yet.", "优惠券“{voucher}”尚未扣除积分。");

    /// <summary>The shop cancelled the voucher.</summary>
    public static CrmErrorDefinition Cancelled { get; } = new(
        "loyalty.voucher_cancelled", "The voucher '{voucher}' was cancelled.", "优惠券“{voucher}”已作废。");

    /// <summary>The voucher is not usable yet.</summary>
    public static CrmErrorDefinition NotYetValid { get; } = new(
        "loyalty.voucher_not_yet_valid", "The voucher '{voucher}' is usable from {from} on.", "优惠券“{voucher}”自 {from} 起可用。");

    /// <summary>The voucher is not usable any more.</summary>
    public static CrmErrorDefinition Expired { get; } = new(
        "loyalty.voucher_expired", "The voucher '{voucher}' was usable until {until}.", "优惠券“{voucher}”已于 {until} 到期。");

    /// <summary>The voucher is somebody else's.</summary>
    public static CrmErrorDefinition NotHolder { get; } = new(
        "loyalty.voucher_not_holder", "The voucher '{voucher}' is for another member.", "优惠券“{voucher}”属于其他会员。");

    /// <summary>The voucher is not good in this market.</summary>
    public static CrmErrorDefinition WrongMarket { get; } = new(
        "loyalty.voucher_wrong_market", "The voucher '{voucher}' is good in {markets} only.", "优惠券“{voucher}”仅适用于 {markets}。");

    /// <summary>The customer is in none of the voucher's segments.</summary>
    public static CrmErrorDefinition WrongSegment { get; } = new(
        "loyalty.voucher_wrong_segment", "The voucher '{voucher}' is for other customers.", "优惠券“{voucher}”不适用于该客户。");

    /// <summary>The order is in another currency.</summary>
    public static CrmErrorDefinition WrongCurrency { get; } = new(
        "loyalty.voucher_wrong_currency", "The voucher '{voucher}' is good for orders in {currency}, not in {asked}.", "优惠券“{voucher}”仅适用于 {currency} 订单,不适用于 {asked}。");

    /// <summary>The order is below the minimum.</summary>
    public static CrmErrorDefinition BelowMinimum { get; } = new(
        "loyalty.voucher_below_minimum", "The voucher '{voucher}' needs an order of {minimum}; this one comes to {total}.", "使用优惠券“{voucher}”需订单满 {minimum},当前为 {total}。");

    /// <summary>Less is left of the voucher than is asked for; or nothing.</summary>
    public static CrmErrorDefinition NotEnough { get; } = new(
        "loyalty.voucher_not_enough", "The voucher '{voucher}' has {remaining} left, {held} more are held; {asked} were asked for.", "优惠券“{voucher}”剩余 {remaining},另有 {held} 已预留,无法使用 {asked}。");

    /// <summary>More is to be captured than the hold was to pay.</summary>
    public static CrmErrorDefinition ExceedsHold { get; } = new(
        "loyalty.voucher_exceeds_hold", "The voucher '{voucher}' was to pay {held} for {order}; {asked} is too much.", "优惠券“{voucher}”为 {order} 预留 {held},无法扣除 {asked}。");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CrmErrorDefinition> All { get; } =
    [
        UnknownVoucher, VoucherExists, InvalidValidity, HoldExists, UsedForOrder, NotPaid, Cancelled, NotYetValid, Expired, NotHolder, WrongMarket, WrongSegment,
        WrongCurrency, BelowMinimum, NotEnough, ExceedsHold,
    ];
}
