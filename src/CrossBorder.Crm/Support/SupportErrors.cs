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

    /// <summary>The ticket goes on in another one.</summary>
    public static CrmErrorDefinition TicketMerged { get; } =
        new("support.ticket_merged", "The ticket {ticket} goes on in {into}.", "工单 {ticket} 已并入 {into}。");

    /// <summary>A ticket cannot go on in itself.</summary>
    public static CrmErrorDefinition MergeIntoItself { get; } =
        new("support.merge_into_itself", "The ticket {ticket} cannot be merged into itself.", "工单 {ticket} 不能并入自身。");

    /// <summary>The other ticket goes on in this one already.</summary>
    public static CrmErrorDefinition MergeCycle { get; } =
        new("support.merge_cycle", "The ticket {into} goes on in {ticket} already.", "工单 {into} 已并入 {ticket}。");

    /// <summary>Only tickets of one customer are merged.</summary>
    public static CrmErrorDefinition MergeOtherCustomer { get; } =
        new("support.merge_other_customer", "The tickets {ticket} and {into} are of different customers.", "工单 {ticket} 与 {into} 不属于同一客户。");

    /// <summary>More tickets would go on in one than are allowed.</summary>
    public static CrmErrorDefinition TooManyMerged { get; } =
        new("support.too_many_merged", "At most {max} tickets can go on in {into}.", "最多 {max} 个工单可并入 {into}。");

    /// <summary>That is only for a ticket that is not solved or closed.</summary>
    public static CrmErrorDefinition TicketDone { get; } =
        new("support.ticket_done", "The ticket {ticket} is {status}; that is only for one that is not done.", "工单 {ticket} 的状态为 {status}，已完成的工单不能这样处理。");

    /// <summary>No time was named, and the policy has none for a promise at this priority.</summary>
    public static CrmErrorDefinition NoPromiseTarget { get; } =
        new("support.no_promise_target", "No time was named, and the policy of the ticket {ticket} has none for promised_answer at {priority}.", "未指定时间，且工单 {ticket} 的政策在优先级 {priority} 下没有承诺答复的目标。");

    /// <summary>There is no such calendar.</summary>
    public static CrmErrorDefinition UnknownCalendar { get; } =
        new("support.unknown_calendar", "There is no calendar {calendar}.", "没有日历 {calendar}。");

    /// <summary>Only a solution can be rated.</summary>
    public static CrmErrorDefinition NotSolved { get; } =
        new("support.not_solved", "The ticket {ticket} is {status}; only a solved one can be rated.", "工单 {ticket} 的状态为 {status}，只有已解决的工单可以评价。");

    /// <summary>The customer has rated this solution.</summary>
    public static CrmErrorDefinition RatedAlready { get; } =
        new("support.rated_already", "The solution of the ticket {ticket} was rated already.", "工单 {ticket} 的解决结果已经评价过。");

    /// <summary>Somebody else's ticket cannot be rated.</summary>
    public static CrmErrorDefinition NotTheCustomer { get; } =
        new("support.not_the_customer", "The ticket {ticket} is not of the customer {customer}.", "工单 {ticket} 不属于客户 {customer}。");

    /// <summary>The channel is closed until the customer writes on it again.</summary>
    public static CrmErrorDefinition ReplyWindowClosed { get; } =
        new("support.reply_window_closed", "The customer can be answered on {channel} only within {window} of her last message there; open are: {alternatives}.", "在 {channel} 上只能在客户最后一条消息后的 {window} 内答复；可用渠道：{alternatives}。");

    /// <summary>The channel does not carry so long a text.</summary>
    public static CrmErrorDefinition TextTooLong { get; } =
        new("support.text_too_long", "The text has {length} characters; {channel} carries at most {max}.", "文本有 {length} 个字符，{channel} 最多 {max} 个。");

    /// <summary>The channel does not carry so many attachments.</summary>
    public static CrmErrorDefinition TooManyAttachments { get; } =
        new("support.too_many_attachments", "The message has {count} attachments; {channel} carries at most {max}.", "消息有 {count} 个附件，{channel} 最多 {max} 个。");

    /// <summary>The channel does not carry so large an attachment.</summary>
    public static CrmErrorDefinition AttachmentTooLarge { get; } =
        new("support.attachment_too_large", "Attachment {index} has {size} bytes; {channel} carries at most {max}.", "第 {index} 个附件有 {size} 字节，{channel} 最多 {max} 字节。");

    /// <summary>The channel does not carry attachments of this type.</summary>
    public static CrmErrorDefinition AttachmentTypeNotCarried { get; } =
        new("support.attachment_type_not_carried", "Attachment {index} is of the type {type}, which {channel} does not carry.", "第 {index} 个附件的类型为 {type}，{channel} 不支持。");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CrmErrorDefinition> All { get; } =
    [
        UnknownTicket, TicketExists, MoveNotOpen, OutOfOrder, UnknownAgent, NoLanguage, NobodyHasIt, TicketMerged, MergeIntoItself, MergeCycle, MergeOtherCustomer,
        TooManyMerged, TicketDone, NoPromiseTarget, UnknownCalendar, NotSolved, RatedAlready, NotTheCustomer, ReplyWindowClosed, TextTooLong,
        TooManyAttachments, AttachmentTooLarge, AttachmentTypeNotCarried,
    ];

    // Never leaves the room: asks the service to fold the ticket anew under the present policies before deciding.
    internal static CrmErrorDefinition MeasureAnew { get; } =
        new("support.measure_anew", "The ticket was measured under other policies.", "工单按其他政策计量。");

    // Never leaves the room: the ticket is no longer as it was when the batch was planned.
    internal static CrmErrorDefinition Overtaken { get; } =
        new("support.overtaken", "The ticket was changed while the batch was planned.", "批量分配期间工单已变更。");
}
