using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Support;

/// <summary>A rule for the first answer that the shop's software gives. It stops no clock. Equal if all parts are, in their order.</summary>
public sealed record AutomaticAnswer
{
    /// <summary>The code that the history names it by; a-z, 0-9, <c>_</c>, <c>-</c>, <c>.</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What must hold of the ticket's attributes.</summary>
    public ImmutableArray<AttributeCondition> When { get; init; } = [];

    /// <summary>The text by language; each language once, at least one.</summary>
    public required ImmutableArray<AnswerText> Texts { get; init; }

    /// <summary>The language of the text that is used where none is in the customer's; null says nothing to her then.</summary>
    public LanguageTag? Fallback { get; init; }

    /// <summary>A move in the same step, such as <see cref="TicketMove.AskCustomer"/>; passed over where it is not open.</summary>
    public TicketMove? Then { get; init; }

    /// <inheritdoc/>
    public bool Equals(AutomaticAnswer? other) =>
        other is not null && Code == other.Code && Fallback == other.Fallback && Then == other.Then
        && When.AsSpan().SequenceEqual(other.When.AsSpan()) && Texts.AsSpan().SequenceEqual(other.Texts.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Fallback, Then);
}

/// <summary>The text of an automatic answer in one language.</summary>
/// <param name="Language">The language.</param>
/// <param name="Text">The text.</param>
/// <param name="Subject">The subject, where it has one.</param>
public sealed record AnswerText(LanguageTag Language, string Text, string? Subject = null);

/// <summary>What is to be sent to the customer automatically.</summary>
public sealed record AutomaticAnswerDraft
{
    /// <summary>The code of the rule.</summary>
    public required string Rule { get; init; }

    /// <summary>The channel to send it by: the one that the ticket came by.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The language of the text.</summary>
    public required LanguageTag Language { get; init; }

    /// <summary>The subject, where it has one.</summary>
    public string? Subject { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>The move in the same step; null where there is none, or it is not open.</summary>
    public TicketMove? Then { get; init; }
}

/// <summary>The automatic answer to a ticket, or why there is none.</summary>
public sealed record AutomaticAnswerDecision
{
    /// <summary>The answer; null where there is none.</summary>
    public AutomaticAnswerDraft? Draft { get; init; }

    /// <summary>
    /// Why there is none: <c>already_given</c>, <c>agent_answered</c>, <c>not_in_queue</c>, <c>no_message</c>, <c>auto_submitted</c>,
    /// <c>null_return_path</c>, <c>mailing_list</c>, <c>bulk</c>, <c>own_address</c>, <c>loop</c>, <c>no_rule</c>, <c>no_text</c>, or the code of
    /// the refusal where the channel cannot carry it. Null where there is one.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>The message that was written; null where none was.</summary>
    public TicketMessageId? Message { get; init; }
}

/// <summary>The automatic first answer was given, once a ticket. The host sends the message.</summary>
public sealed record TicketAnsweredAutomatically : TicketEvent, IEventData
{
    /// <inheritdoc/>
    public static string Kind => "ticket_answered_automatically.v1";

    /// <summary>The message.</summary>
    public required TicketMessageId Message { get; init; }

    /// <summary>The code of the rule.</summary>
    public required string Rule { get; init; }

    /// <summary>The channel to send it by.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The language of the text.</summary>
    public required LanguageTag Language { get; init; }
}
