using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Support;

/// <summary>Why a request about a ticket can be refused.</summary>
public static class SupportErrors
{
    /// <summary>There is no such ticket.</summary>
    public static CrmErrorDefinition UnknownTicket { get; } =
        new("support.unknown_ticket", "There is no ticket {ticket}.", "没有工单 {ticket}。");

    /// <summary>A ticket with that id was created by another request.</summary>
    public static CrmErrorDefinition TicketExists { get; } =
        new("support.ticket_exists", "The ticket {ticket} exists already.", "工单 {ticket} 已经存在。");

    /// <summary>The move is not open in the ticket's status.</summary>
    public static CrmErrorDefinition MoveNotOpen { get; } =
        new("support.move_not_open", "The move {move} is not open to a ticket that is {status}.", "状态为 {status} 的工单不能执行 {move}。");

    /// <summary>The event happened before the ticket's last one.</summary>
    public static CrmErrorDefinition OutOfOrder { get; } =
        new("support.out_of_order", "The event at {at} is before the ticket's last one at {last}.", "事件时间 {at} 早于工单的最后事件 {last}。");

    /// <summary>There is no such agent.</summary>
    public static CrmErrorDefinition UnknownAgent { get; } =
        new("support.unknown_agent", "There is no agent {agent}.", "没有客服 {agent}。");

    /// <summary>The ticket names no language to route by.</summary>
    public static CrmErrorDefinition NoLanguage { get; } =
        new("support.no_language", "The ticket {ticket} names no language.", "工单 {ticket} 没有语言。");

    /// <summary>Nobody has the ticket and nobody has answered it, so that it cannot be handed over.</summary>
    public static CrmErrorDefinition NobodyHasIt { get; } =
        new("support.nobody_has_it", "Nobody has the ticket {ticket} in hand.", "没有人在处理工单 {ticket}。");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CrmErrorDefinition> All { get; } = [UnknownTicket, TicketExists, MoveNotOpen, OutOfOrder, UnknownAgent, NoLanguage, NobodyHasIt];

    // Never leaves the room: asks the service to fold the ticket anew under the present policies before deciding.
    internal static CrmErrorDefinition MeasureAnew { get; } =
        new("support.measure_anew", "The ticket was measured under other policies.", "工单按其他政策计量。");

    // Never leaves the room: the ticket is no longer as it was when the batch was planned.
    internal static CrmErrorDefinition Overtaken { get; } =
        new("support.overtaken", "The ticket was changed while the batch was planned.", "批量分配期间工单已变更。");
}
