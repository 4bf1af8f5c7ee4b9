using System.Collections.Immutable;

namespace CrossBorder.Crm.Support;

/// <summary>What happened to a ticket, as far as its clocks are concerned.</summary>
public sealed record TicketHistory
{
    /// <summary>How it began.</summary>
    public required SlaOpening Opening { get; init; }

    /// <summary>What happened since, in order.</summary>
    public ImmutableArray<SlaEvent> Events { get; init; } = [];

    /// <summary>The history of a stored ticket, as <see cref="ITicketService.HistoryAsync"/> reads it.</summary>
    /// <param name="events">All events of the ticket, in order; the first one opened it.</param>
    /// <exception cref="ArgumentException">The history does not begin with the opening.</exception>
    public static TicketHistory Of(IReadOnlyList<TicketEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return events is [TicketOpened opened, ..]
            ? new() { Opening = TicketFold.Opening(opened), Events = [.. events.Skip(1).Select(TicketFold.Clock)] }
            : throw new ArgumentException("A ticket's history begins with the event that opened it.", nameof(events));
    }
}
