using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Support;

/// <summary>The customer said how satisfied she is with the solution.</summary>
public sealed record TicketRated : TicketEvent, IEventData
{
    /// <inheritdoc/>
    public static string Kind => "ticket_rated.v1";

    /// <summary>From 1, not at all, to 5, very.</summary>
    public required int Score { get; init; }

    /// <summary>What she wrote, where she did.</summary>
    public TicketMessageId? Comment { get; init; }

    /// <summary>The agent who answered her last, where one did.</summary>
    public AgentId? Agent { get; init; }
}

/// <summary>Records how satisfied the customer is with the solution; once a solution, by herself.</summary>
public sealed record RateTicket : TicketRequest
{
    /// <summary>The customer who rates; the ticket's own.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>From 1, not at all, to 5, very.</summary>
    public required int Score { get; init; }

    /// <summary>What she says to it, 1 to <see cref="TicketMessage.MaxTextLength"/> UTF-16 units; kept with the messages.</summary>
    [PersonalData]
    public string? Comment { get; init; }

    /// <summary>The channel on which she was asked; null for the ticket's own.</summary>
    public Channel? Channel { get; init; }
}
