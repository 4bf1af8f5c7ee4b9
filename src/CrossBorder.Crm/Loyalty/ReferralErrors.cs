using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Why a request about a referral is refused. None tells what evidence it was judged by.</summary>
public static class ReferralErrors
{
    /// <summary>Nobody has this code.</summary>
    public static CrmErrorDefinition UnknownCode { get; } = new(
        "loyalty.referral_unknown_code", "There is no such referral code.", "没有该推荐码。");

    /// <summary>Another member has this code.</summary>
    public static CrmErrorDefinition CodeTaken { get; } = new(
        "loyalty.referral_code_taken", "The referral code '{code}' is taken.", "推荐码“{code}”已被使用。");

    /// <summary>The programme in force gives nothing for friends.</summary>
    public static CrmErrorDefinition NotOffered { get; } = new(
        "loyalty.referral_not_offered", "The programme in force gives nothing for friends.", "当前积分计划没有推荐奖励。");

    /// <summary>Nobody brings herself along.</summary>
    public static CrmErrorDefinition SelfReferral { get; } = new(
        "loyalty.referral_self", "A member cannot use a referral code of her own.", "会员不能使用自己的推荐码。");

    /// <summary>Both are of one household.</summary>
    public static CrmErrorDefinition SameHousehold { get; } = new(
        "loyalty.referral_same_household", "Friends of the same household are not rewarded.", "同一家庭成员之间的推荐不予奖励。");

    /// <summary>The friend was a customer before she came with the code.</summary>
    public static CrmErrorDefinition ExistingCustomer { get; } = new(
        "loyalty.referral_existing_customer", "Only new customers can be referred; this one has ordered before.", "仅限推荐新客户,该客户此前已有订单。");

    /// <summary>The friend came with a code before.</summary>
    public static CrmErrorDefinition AlreadyReferred { get; } = new(
        "loyalty.referral_exists", "This customer came with a referral code before.", "该客户此前已使用过推荐码。");

    /// <summary>Nobody brought this customer along.</summary>
    public static CrmErrorDefinition NotReferred { get; } = new(
        "loyalty.not_referred", "This customer came without a referral code.", "该客户没有使用推荐码。");

    /// <summary>Another order was rewarded before.</summary>
    public static CrmErrorDefinition AlreadyQualified { get; } = new(
        "loyalty.referral_already_qualified", "This referral was judged by the order {order}.", "该推荐已按订单 {order} 处理。");

    /// <summary>The order was paid too late.</summary>
    public static CrmErrorDefinition Lapsed { get; } = new(
        "loyalty.referral_lapsed", "The referral lapsed at {lapsed}.", "该推荐已于 {lapsed} 失效。");

    /// <summary>The order is in a currency that the plan has no minimum for, or a refund in another than the order.</summary>
    public static CrmErrorDefinition WrongCurrency { get; } = new(
        "loyalty.referral_wrong_currency", "Orders in {asked} are not rewarded; it must be {currencies}.", "{asked} 订单不予奖励,仅限 {currencies}。");

    /// <summary>The order is below the minimum.</summary>
    public static CrmErrorDefinition BelowMinimum { get; } = new(
        "loyalty.referral_below_minimum", "The first order must come to {minimum}; this one comes to {total}.", "首单需满 {minimum},当前为 {total}。");

    /// <summary>The referral was not rewarded for this order.</summary>
    public static CrmErrorDefinition OtherOrder { get; } = new(
        "loyalty.referral_other_order", "The referral was not rewarded for the order {order}.", "该推荐奖励与订单 {order} 无关。");

    /// <summary>The member was rewarded for friends as often as the plan allows in the period: the reason why she got nothing.</summary>
    public static CrmErrorDefinition LimitReached { get; } = new(
        "loyalty.referral_limit_reached",
        "The member was rewarded for {times} friends in the {period} from {start}, which is the most.",
        "该会员在自 {start} 起的周期({period})内已获得 {times} 次推荐奖励,达到上限。");

    /// <summary>The order was paid so long ago that it is no longer known how often the member was rewarded then: the reason why she got nothing.</summary>
    public static CrmErrorDefinition LimitUnknown { get; } = new(
        "loyalty.referral_limit_unknown",
        "How often the member was rewarded for friends in the {period} from {start} is no longer kept.",
        "该会员在自 {start} 起的周期({period})内的推荐奖励次数已不再保留。");

    /// <summary>Another call about this referral is under way; repeat the request.</summary>
    public static CrmErrorDefinition Unsettled { get; } = new(
        "loyalty.referral_unsettled", "The referral is being changed by another request; repeat this one.", "该推荐正在被其他请求处理,请重试。");

    /// <summary>What a limit refuses, by the words of referrals: it is counted as the cap of a trigger.</summary>
    internal static CrmError OfTrigger(CrmError refusal) =>
        refusal.Code == LoyaltyErrors.TriggerCapped.Code ? refusal with { Code = LimitReached.Code, Parameters = refusal.Parameters.Remove("trigger") }
        : refusal.Code == LoyaltyErrors.TriggerTooLate.Code ? refusal with { Code = LimitUnknown.Code, Parameters = refusal.Parameters.Remove("trigger") }
        : refusal;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CrmErrorDefinition> All { get; } =
    [
        UnknownCode, CodeTaken, NotOffered, SelfReferral, SameHousehold, ExistingCustomer, AlreadyReferred, NotReferred, AlreadyQualified, Lapsed, WrongCurrency,
        BelowMinimum, OtherOrder, LimitReached, LimitUnknown, Unsettled,
    ];
}
