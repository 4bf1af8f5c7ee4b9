using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>Whether the software answers a ticket first, and with which text. Never a machine, and never twice.</summary>
public static class AutomaticAnswers
{
    /// <summary>What gives a message away as one that a machine wrote or spread; null for a message of a person.</summary>
    /// <remarks>
    /// RFC 3834: any value of <c>Auto-Submitted</c> but <c>no</c> (section 5), an empty return path (section 2), a mailing list; and the older custom of
    /// the header <c>Precedence</c>.
    /// </remarks>
    /// <param name="origin">What is known of how the message came; null for nothing.</param>
    public static MachineSign? SignOf(MessageOrigin? origin) =>
        origin is null ? null
        : origin.IsFromOwnAddress ? MachineSign.OwnAddress
        : origin.HasNullReturnPath ? MachineSign.NullReturnPath
        : origin.AutoSubmitted is { } header && Keyword(header) is not ("no" or "") ? MachineSign.AutoSubmitted
        : origin.HasListId ? MachineSign.MailingList
        : origin.Precedence is { } precedence && Keyword(precedence) is "bulk" or "junk" or "list" or "auto_reply" ? MachineSign.Bulk
        : null;

    /// <summary>The automatic first answer to a ticket, or why there is none.</summary>
    /// <param name="settings">The rules, in the order in which they are tried.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="recent">How many automatic answers the customer got within <see cref="SupportSettings.LoopWindow"/>.</param>
    /// <param name="at">When it is given.</param>
    public static AutomaticAnswerDecision Decide(SupportSettings settings, Ticket ticket, int recent, Instant at)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(ticket);
        var reason = ticket.AnsweredAutomaticallyAt is not null ? "already_given"
            : ticket.AgentReplies > 0 ? "agent_answered"
            : !ticket.IsInQueue ? "not_in_queue"
            : ticket.CustomerMessages == 0 ? "no_message"
            : ticket.LastMessageFrom is { } sign ? Code(sign)
            : recent >= settings.MaxAutomaticAnswers ? "loop"
            : null;
        if (reason is not null)
        {
            return new() { Reason = reason };
        }

        if (settings.AutomaticAnswers.FirstOrDefault(rule => rule.When.All(condition => condition.Holds(ticket.Attributes))) is not { } rule)
        {
            return new() { Reason = "no_rule" };
        }

        if (TextFor(rule, ticket) is not { } text || !ticket.Attributes.TryGetValue(TicketAttributes.Channel, out var code))
        {
            return new() { Reason = "no_text" };
        }

        var channel = new Channel(code);
        return ChannelRules.Refusal(settings, ticket, new() { Channel = channel, TextLength = text.Text.Length }, at) is { } refusal
            ? new() { Reason = refusal.Code }
            : new()
            {
                Draft = new()
                {
                    Rule = rule.Code,
                    Channel = channel,
                    Language = text.Language,
                    Subject = text.Subject,
                    Text = text.Text,
                    Then = rule.Then is { } move && TicketTransitions.To(ticket.Status, move) is not null ? move : null,
                },
            };
    }

    // The lookup of RFC 4647, section 3.4: the tag is cut from its end until there is a text; else the rule's fallback.
    private static AnswerText? TextFor(AutomaticAnswer rule, Ticket ticket)
    {
        for (var tag = ticket.Attributes.GetValueOrDefault(TicketAttributes.Language); tag is not null; tag = Cut(tag))
        {
            if (rule.Texts.FirstOrDefault(text => text.Language.Value == tag) is { } found)
            {
                return found;
            }
        }

        return rule.Fallback is { } fallback ? rule.Texts.FirstOrDefault(text => text.Language == fallback) : null;
    }

    private static string? Cut(string tag) => tag.LastIndexOf('-') is var end and > 0 ? tag[..end] : null;

    // The keyword of a header: what stands before parameters and comments.
    private static string Keyword(string header) => header.Split(';', '(')[0].Trim().ToLowerInvariant();

    private static string Code(MachineSign sign) => sign switch
    {
        MachineSign.AutoSubmitted => "auto_submitted",
        MachineSign.NullReturnPath => "null_return_path",
        MachineSign.MailingList => "mailing_list",
        MachineSign.Bulk => "bulk",
        _ => "own_address",
    };
}
