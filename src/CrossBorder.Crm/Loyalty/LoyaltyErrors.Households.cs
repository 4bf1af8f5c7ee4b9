using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

public static partial class LoyaltyErrors
{
    /// <summary>The account is in a household, or is one: what is asked needs an account that stands for itself.</summary>
    public static CrmErrorDefinition InHousehold { get; } = new(
        "loyalty.in_household", "The account {account} is part of the household {household}; she has to leave it first.", "账户 {account} 属于家庭账户 {household},须先退出。");

    /// <summary>The account is a customer's own, who earned or spent in it: a household cannot be opened in it, for it is one for good.</summary>
    public static CrmErrorDefinition AccountOfCustomer { get; } = new(
        "loyalty.account_of_customer", "The account {account} has earned, spent or been a member for a customer; open the household under an id of its own.", "账户 {account} 已有客户的累积、使用或成员记录,请使用独立的编号开设家庭账户。");

    /// <summary>The account is not shared.</summary>
    public static CrmErrorDefinition NotAHousehold { get; } = new(
        "loyalty.not_a_household", "The account {account} is no household.", "账户 {account} 不是家庭账户。");

    /// <summary>The account is not, or no longer, of a member of the household, or of any.</summary>
    public static CrmErrorDefinition NotAMember { get; } = new(
        "loyalty.not_a_member", "The account {account} is in no such household.", "账户 {account} 不是该家庭账户的成员。");

    /// <summary>The member earns for the household and may spend nothing.</summary>
    public static CrmErrorDefinition MemberMayNotSpend { get; } = new(
        "loyalty.member_may_not_spend", "The member {account} earns for the household and may not spend from it.", "成员 {account} 只能为家庭账户累积积分,不能使用。");

    /// <summary>The member would spend or hold more than her limit for the period.</summary>
    public static CrmErrorDefinition MemberLimit { get; } = new(
        "loyalty.member_limit",
        "The member {account} may spend {most} points a {period}, of which {left} are left; {asked} were asked for.",
        "成员 {account} 每周期({period})可使用 {most} 积分,剩余 {left},请求 {asked}。");

    /// <summary>The household earns and spends through its members: the request must name one of them.</summary>
    public static CrmErrorDefinition MemberNeeded { get; } = new(
        "loyalty.member_needed", "The household {household} earns and spends through its members; name the member's own account.", "家庭账户 {household} 的积分须由成员累积或使用,请指定成员账户。");

    /// <summary>The household has as many members as the programme allows.</summary>
    public static CrmErrorDefinition HouseholdFull { get; } = new(
        "loyalty.household_full", "The household {household} has {most} members, which is the most.", "家庭账户 {household} 已有 {most} 名成员,达到上限。");

    /// <summary>The household would have members, and no owner.</summary>
    public static CrmErrorDefinition LastOwner { get; } = new(
        "loyalty.last_owner", "The household {household} needs an owner as long as it has members.", "家庭账户 {household} 有成员时必须有所有者。");

    /// <summary>Points are held for a purchase: it is to be captured or called off first.</summary>
    public static CrmErrorDefinition OpenHold { get; } = new(
        "loyalty.open_hold", "The hold '{hold}' is open; capture it, or void it first.", "预留“{hold}”尚未结束,请先扣款或取消。");

    /// <summary>Points of a household are not transferred: they move as members join and leave.</summary>
    public static CrmErrorDefinition HouseholdTransfer { get; } = new(
        "loyalty.household_transfer", "Points of the household {household} cannot be transferred to another account.", "家庭账户 {household} 的积分不能转出。");

    /// <summary>The member who earned the order has left with its points: it is refunded at her own account.</summary>
    public static CrmErrorDefinition OrderLeft { get; } = new(
        "loyalty.order_left", "The points of the order {order} left the household with {account}; refund it there.", "订单 {order} 的积分已随 {account} 离开家庭账户,请在该账户退还。");

    /// <summary>The order was paid with points of a household, and what it earned has left it: neither account can refund both.</summary>
    public static CrmErrorDefinition OrderSplit { get; } = new(
        "loyalty.order_split",
        "The order {order} was paid with points of the household that she left, and what it earned left with her; return points and refund earnings separately.",
        "订单 {order} 使用了其已退出的家庭账户的积分,请分别退还积分和扣回奖励。");

    private static IEnumerable<CrmErrorDefinition> OfHouseholds =>
    [
        InHousehold, AccountOfCustomer, NotAHousehold, NotAMember, MemberMayNotSpend, MemberLimit, MemberNeeded, HouseholdFull, LastOwner, OpenHold, HouseholdTransfer, OrderLeft, OrderSplit,
    ];
}
