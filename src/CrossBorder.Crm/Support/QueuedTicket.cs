using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>A ticket as the work queue keeps it: its place, and what it is chosen by.</summary>
public readonly record struct QueuedTicket
{
    /// <summary>The ticket.</summary>
    public required TicketId Id { get; init; }

    /// <summary>Its rank: the smaller, the sooner it is served.</summary>
    public required Instant RankAt { get; init; }

    /// <summary>When it was created: of two of one rank the older is served first, of two as old the one of the smaller id.</summary>
    public required Instant OpenedAt { get; init; }

    /// <summary>The language in which the customer is answered; null where any will do.</summary>
    public LanguageTag? Language { get; init; }

    /// <summary>The market; null where it does not matter.</summary>
    public MarketId? Market { get; init; }

    /// <summary>A ticket of the library as a queue keeps it; null where no agent is to act on it.</summary>
    /// <param name="ticket">The ticket.</param>
    public static QueuedTicket? Of(Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return ticket.Rank.At is not { } rank ? null : new()
        {
            Id = ticket.Id,
            RankAt = rank,
            OpenedAt = ticket.OpenedAt,
            Language = ticket.Attributes.TryGetValue(TicketAttributes.Language, out var language) ? new LanguageTag(language) : null,
            Market = ticket.Attributes.TryGetValue(TicketAttributes.Market, out var market) ? new MarketId(market) : null,
        };
    }

    internal static int Compare(in QueuedTicket one, in QueuedTicket other)
    {
        var byRank = one.RankAt.CompareTo(other.RankAt);
        var byAge = byRank != 0 ? byRank : one.OpenedAt.CompareTo(other.OpenedAt);
        return byAge != 0 ? byAge : one.Id.Value.CompareTo(other.Id.Value);
    }
}
