using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using NodaTime;

namespace CrossBorder.Crm.Flows;

/// <summary>What a customer's message means: a ticket with her standing, its clocks and rank, and an agent.</summary>
/// <remarks>Each step is safe to repeat. A call that died anywhere is simply repeated until it returns.</remarks>
public interface ITicketFlow
{
    /// <summary>
    /// Opens a ticket with the customer's language, market and value tier, gives the automatic first answer where the desk has a rule for it, and
    /// gives the ticket to the agent that suits best.
    /// </summary>
    /// <param name="concern">What she wrote.</param>
    /// <param name="cancellationToken">Stops between two steps or within one; repeat the call to complete it.</param>
    /// <returns>The ticket, and who has it; nobody is an outcome too, with reasons and the next instant at which somebody can.</returns>
    ValueTask<CrmResult<TicketOutcome>> ReceiveAsync(CustomerConcern concern, CancellationToken cancellationToken = default);
}

/// <summary>What a customer wants of the shop.</summary>
public sealed record CustomerConcern
{
    /// <summary>The host's key of the ticket or message: the key of the whole flow.</summary>
    public required ExternalRef Source { get; init; }

    /// <summary>The customer.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>The channel on which she wrote.</summary>
    public required Channel Channel { get; init; }

    /// <summary>When she wrote; null for now.</summary>
    public Instant? OccurredAt { get; init; }

    /// <summary>How pressing it is.</summary>
    public TicketPriority Priority { get; init; } = TicketPriority.Normal;

    /// <summary>What it is about; a code of the host.</summary>
    public string? Type { get; init; }

    /// <summary>The language to answer in; null for the best of hers.</summary>
    public LanguageTag? Language { get; init; }

    /// <summary>The language to answer in where she has none.</summary>
    public LanguageTag FallbackLanguage { get; init; } = new("en");

    /// <summary>The subject, where there is one.</summary>
    [PersonalData]
    public string? Subject { get; init; }

    /// <summary>What she wrote, where it is to be kept.</summary>
    [PersonalData]
    public string? Text { get; init; }

    /// <summary>The files that came with it; only with a text or subject.</summary>
    public ImmutableArray<MessageAttachment> Attachments { get; init; } = [];

    /// <summary>What is known of how it came, so that no machine is answered.</summary>
    public MessageOrigin? Origin { get; init; }
}

/// <summary>What a flow came to.</summary>
public sealed record TicketOutcome
{
    /// <summary>The ticket as it stands.</summary>
    public required Ticket Ticket { get; init; }

    /// <summary>
    /// The automatic first answer that the host is to send, or why there is none; null where the desk answers nothing automatically. A repetition says
    /// <c>already_given</c> and names the message: a host that may die before it sends takes it from the outbox event.
    /// </summary>
    public AutomaticAnswerDecision? FirstAnswer { get; init; }

    /// <summary>Who was considered and why; null where an agent had it already.</summary>
    public RouteDecision? Route { get; init; }
}
