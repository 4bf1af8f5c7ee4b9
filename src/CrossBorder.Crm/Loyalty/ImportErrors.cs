using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Why an account of another system is not imported, or the refund of an order of that system is refused.</summary>
public static class ImportErrors
{
    /// <summary>The key is blank, too long, or cannot be stored.</summary>
    public static CrmErrorDefinition InvalidKey { get; } = new(
        "loyalty.import_invalid_key", "The account's key must be 1 to {max} characters that can be stored.", "账户键须为 1 至 {max} 个可存储的字符。");

    /// <summary>The key stands in the batch before.</summary>
    public static CrmErrorDefinition Duplicate { get; } = new(
        "loyalty.import_duplicate", "The account's key stands at position {position} already.", "该账户键已出现在第 {position} 行。");

    /// <summary>The account was imported before, with other figures.</summary>
    public static CrmErrorDefinition Changed { get; } = new(
        "loyalty.import_changed", "The account was imported before with other figures; correct it with an adjustment.", "该账户已以不同数据导入,请用调整更正。");

    /// <summary>The account has too many lots.</summary>
    public static CrmErrorDefinition TooManyLots { get; } = new(
        "loyalty.import_too_many_lots", "The account has {lots} lots; at most {max} can be imported.", "该账户有 {lots} 个批次,最多可导入 {max} 个。");

    /// <summary>A number of points is out of its range.</summary>
    public static CrmErrorDefinition InvalidPoints { get; } = new(
        "loyalty.import_invalid_points", "{value} points are out of the range from {min} to {max}.", "积分 {value} 超出范围 {min} 至 {max}。");

    /// <summary>Neither or both of the two ways say when the points were earned.</summary>
    public static CrmErrorDefinition EarnedUnclear { get; } = new(
        "loyalty.import_earned_unclear", "Exactly one of the instant and the date says when points were earned.", "获得时间须以时刻或日期之一给出。");

    /// <summary>The points were earned in the future.</summary>
    public static CrmErrorDefinition EarnedLater { get; } = new(
        "loyalty.import_earned_later", "The points would be earned at {earned}, after the import at {now}.", "积分获得时间 {earned} 晚于导入时间 {now}。");

    /// <summary>Both ways say when the points end.</summary>
    public static CrmErrorDefinition ExpiryUnclear { get; } = new(
        "loyalty.import_expiry_unclear", "At most one of the instant and the last day says when points end.", "到期时间只能以时刻或最后日期之一给出。");

    /// <summary>The points end before they begin.</summary>
    public static CrmErrorDefinition InvalidExpiry { get; } = new(
        "loyalty.import_invalid_expiry", "The points would end at {expires}, not after they become spendable at {available}.", "积分将于 {expires} 到期,不晚于其可用时间 {available}。");

    /// <summary>The order's figures cannot be.</summary>
    public static CrmErrorDefinition InvalidOrder { get; } = new(
        "loyalty.import_invalid_order",
        "The order {order} cannot have earned {earned} points with {points} left and {expired} expired, and come to {total} with {refunded} refunded.",
        "订单 {order} 的数据不成立:获得 {earned},剩余 {points},过期 {expired},总额 {total},已退 {refunded}。");

    /// <summary>An order stands at several lots with different figures.</summary>
    public static CrmErrorDefinition OrderDiffers { get; } = new(
        "loyalty.import_order_differs", "The order {order} stands at an earlier lot with another total or refund.", "订单 {order} 与前面批次的总额或退款不一致。");

    /// <summary>A tier or what counts towards tiers came, and the programme has none.</summary>
    public static CrmErrorDefinition NoTiers { get; } = new(
        "loyalty.import_no_tiers", "The programme in force has no tiers, so neither a tier nor what counts towards one can be imported.", "当前积分计划没有等级,无法导入等级或等级累计。");

    /// <summary>The tier is not in the ladder, or its last day is missing, or it is the lowest and has one.</summary>
    public static CrmErrorDefinition InvalidTier { get; } = new(
        "loyalty.import_invalid_tier",
        "The tier '{tier}' with the last day '{through}' is none of the programme's: a tier of its ladder has a last day, and only the lowest has none.",
        "等级“{tier}”(最后日期“{through}”)不属于该计划:除最低等级外,每个等级都须有最后日期。");

    /// <summary>A sum that counts towards tiers is negative, too large, or of the future; or there are too many.</summary>
    public static CrmErrorDefinition InvalidSum { get; } = new(
        "loyalty.import_invalid_sum",
        "What counts towards tiers from {start} on cannot be {amount}: at most {max} sums, each from 0 to {limit}, none of the future.",
        "自 {start} 起的等级累计不能为 {amount}:最多 {max} 项,每项为 0 至 {limit},且不得在未来。");

    /// <summary>The order is of the other system, and refunds of such orders are refused.</summary>
    public static CrmErrorDefinition OrderBeforeImport { get; } = new(
        "loyalty.order_before_import", "The order {order} is from before {before}, when points were kept by another system.", "订单 {order} 早于 {before},当时积分由其他系统管理。");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CrmErrorDefinition> All { get; } =
    [
        InvalidKey, Duplicate, Changed, TooManyLots, InvalidPoints, EarnedUnclear, EarnedLater, ExpiryUnclear, InvalidExpiry, InvalidOrder, OrderDiffers, NoTiers, InvalidTier, InvalidSum,
        OrderBeforeImport,
    ];
}
