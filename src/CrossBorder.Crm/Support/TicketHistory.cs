using System.Collections.Immutable;

namespace CrossBorder.Crm.Support;

/// <summary>What happened to a ticket, as far as its clocks are concerned.</summary>
public sealed record TicketHistory
{
    /// <summary>How it began.</summary>
    public required SlaOpening Opening { get; init; }

    /// <summary>What happened since, in order.</summary>
    public ImmutableArray<SlaEvent> Events { get; init; } = [];
}
