using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Customers;

/// <summary>Why a request of this room is refused.</summary>
public static class CustomersErrors
{
    /// <summary>Somebody else changed the record after it was read.</summary>
    public static CrmErrorDefinition ChangedMeanwhile { get; } = new(
        "customers.changed_meanwhile",
        "The customer was changed meanwhile: version {expected} was expected, version {actual} is stored. Read again and repeat the change.",
        "客户资料已被修改:预期版本 {expected},当前版本 {actual}。请重新读取后再修改。");

    /// <summary>The order was never recorded for this customer.</summary>
    public static CrmErrorDefinition UnknownOrder { get; } = new(
        "customers.unknown_order", "The order {order} is not known for this customer.", "该客户没有订单 {order}。");

    /// <summary>The order was called off, so there is nothing left to refund.</summary>
    public static CrmErrorDefinition OrderCancelled { get; } = new(
        "customers.order_cancelled", "The order {order} was cancelled; nothing is left to refund.", "订单 {order} 已取消,无可退金额。");

    /// <summary>More would be refunded than was paid.</summary>
    public static CrmErrorDefinition RefundExceedsOrder { get; } = new(
        "customers.refund_exceeds_order",
        "{amount} cannot be refunded for the order {order}: {left} is left.",
        "订单 {order} 无法退款 {amount}:可退金额为 {left}。");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CrmErrorDefinition> All { get; } = [ChangedMeanwhile, UnknownOrder, OrderCancelled, RefundExceedsOrder];
}
