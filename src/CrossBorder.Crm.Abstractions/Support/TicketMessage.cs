using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What was written: the one place of a ticket that holds personal data, so that erasure reaches it without touching the history.</summary>
/// <remarks>Equal if all parts are, in their order.</remarks>
public sealed record TicketMessage
{
    /// <summary>The longest subject, in UTF-16 units.</summary>
    public const int MaxSubjectLength = 500;

    /// <summary>The longest text, in UTF-16 units.</summary>
    public const int MaxTextLength = 200_000;

    /// <summary>The message.</summary>
    public required TicketMessageId Id { get; init; }

    /// <summary>The ticket that it belongs to.</summary>
    public required TicketId Ticket { get; init; }

    /// <summary>The customer whose conversation it is part of.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>What sort of message it is.</summary>
    public required TicketMessageKind Sort { get; init; }

    /// <summary>The agent who wrote it, where one did.</summary>
    public AgentId? Agent { get; init; }

    /// <summary>The channel that it came or went by.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The language that it is written in, where known.</summary>
    public LanguageTag? Language { get; init; }

    /// <summary>When it was written.</summary>
    public required Instant At { get; init; }

    /// <summary>The subject, where it has one.</summary>
    [PersonalData]
    public string? Subject { get; init; }

    /// <summary>The text; null after erasure.</summary>
    [PersonalData]
    public string? Text { get; init; }

    /// <summary>The files that came or went with it.</summary>
    [OmitWhenEmpty]
    public ImmutableArray<MessageAttachment> Attachments { get => field.IsDefault ? [] : field; init; }

    /// <inheritdoc/>
    public bool Equals(TicketMessage? other) =>
        other is not null && Id == other.Id && Ticket == other.Ticket && Customer == other.Customer && Sort == other.Sort && Agent == other.Agent
        && Channel == other.Channel && Language == other.Language && At == other.At && Subject == other.Subject && Text == other.Text
        && Attachments.AsSpan().SequenceEqual(other.Attachments.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, At, Text);
}

/// <summary>Which messages to list; all, unless a property says otherwise. Ordered by time, then id.</summary>
public sealed record TicketMessageQuery
{
    /// <summary>Only messages of one ticket.</summary>
    public TicketId? Ticket { get; init; }

    /// <summary>Only messages of these tickets; empty for those of any.</summary>
    public ImmutableArray<TicketId> Tickets { get; init; } = [];

    /// <summary>Only messages of one customer's tickets.</summary>
    public CustomerId? Customer { get; init; }
}
