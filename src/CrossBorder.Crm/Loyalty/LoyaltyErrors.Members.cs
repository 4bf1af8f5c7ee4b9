using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

public static partial class LoyaltyErrors
{
    /// <summary>The programme in force pays nothing for this.</summary>
    public static CrmErrorDefinition UnknownTrigger { get; } = new(
        "loyalty.unknown_trigger", "The programme in force has no trigger '{trigger}'.", "当前积分计划没有奖励项目“{trigger}”。");

    /// <summary>The member was paid for this as often as the programme allows in the period.</summary>
    public static CrmErrorDefinition TriggerCapped { get; } = new(
        "loyalty.trigger_capped",
        "'{trigger}' was paid {times} times in the {period} from {start}, which is the most.",
        "奖励项目“{trigger}”在自 {start} 起的周期({period})内已发放 {times} 次,达到上限。");

    /// <summary>What was done is too long ago: how often the member was paid for this in its period is kept no longer, so its cap cannot be judged.</summary>
    public static CrmErrorDefinition TriggerTooLate { get; } = new(
        "loyalty.trigger_too_late",
        "'{trigger}' comes too late for the {period} from {start}: how often it was paid then is no longer kept.",
        "奖励项目“{trigger}”提交过晚:自 {start} 起的周期({period})的发放次数已不再保留。");

    /// <summary>The order is too old: what orders earned in its period is kept no longer, so the period's cap cannot be judged.</summary>
    public static CrmErrorDefinition OrderTooLate { get; } = new(
        "loyalty.order_too_late",
        "The order {order} comes too late for the {period} from {start}: what orders earned then, under a cap, is no longer kept.",
        "订单 {order} 提交过晚:自 {start} 起的周期({period})受上限约束,其已获积分不再保留。");

    /// <summary>The birthday is too long ago, or still to come.</summary>
    public static CrmErrorDefinition NotBirthday { get; } = new(
        "loyalty.not_birthday", "'{trigger}' is paid on the birthday and up to {days} days after it.", "奖励项目“{trigger}”仅在生日当天及之后 {days} 天内发放。");

    /// <summary>The account was merged into another before.</summary>
    public static CrmErrorDefinition AlreadyMerged { get; } = new(
        "loyalty.already_merged", "The account {account} was merged into {into} before.", "账户 {account} 此前已并入 {into}。");

    /// <summary>The account stands for itself; there is no merge to undo.</summary>
    public static CrmErrorDefinition NotMerged { get; } = new(
        "loyalty.not_merged", "The account {account} is not merged into another.", "账户 {account} 未被合并。");

    /// <summary>The survivor of the merge was itself merged into another account.</summary>
    public static CrmErrorDefinition SurvivorMerged { get; } = new(
        "loyalty.survivor_merged", "The account {account} was itself merged into {into}; undo that first.", "账户 {account} 本身已并入 {into},请先撤销该合并。");

    private static IEnumerable<CrmErrorDefinition> OfMembers => [UnknownTrigger, TriggerCapped, TriggerTooLate, OrderTooLate, NotBirthday, AlreadyMerged, NotMerged, SurvivorMerged];
}
