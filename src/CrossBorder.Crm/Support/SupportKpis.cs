using System.Collections.Immutable;

namespace CrossBorder.Crm.Support;

/// <summary>The figures of support over many tickets: the same clocks that order the queue, counted. Exact, whatever the order of the tickets.</summary>
/// <remarks>
/// Ended clocks are counted where they ended in the period; running and paused ones are counted apart, as of its end, and never mixed into times
/// or breach rates of ended ones. Percentiles are by nearest rank (R. J. Hyndman and Y. Fan, 1996, definition 1), means are rounded down to 100 ns.
/// </remarks>
public static class SupportKpis
{
    /// <summary>Counts tickets.</summary>
    /// <param name="request">Which period, and how it is broken down.</param>
    /// <param name="tickets">The tickets, each measured until the period's end (see <see cref="TicketMeasuring"/>) and created before it; read once.</param>
    /// <exception cref="ArgumentException">A part of the request is not valid, or a ticket was measured until another instant.</exception>
    public static KpiReport Report(KpiRequest request, IEnumerable<TicketMeasurement> tickets)
    {
        ArgumentNullException.ThrowIfNull(tickets);
        var tally = new KpiTally(request);
        foreach (var ticket in tickets)
        {
            tally.Add(ticket);
        }

        return tally.ToReport();
    }

    /// <summary>The values by which something is grouped, in the order of the dimensions.</summary>
    internal static ImmutableArray<string?> KeyOf(TicketLabels labels, ImmutableArray<KpiDimension> by) =>
        by.IsEmpty ? [] : [.. by.Select(dimension => ValueOf(labels, dimension))];

    private static string? ValueOf(TicketLabels labels, KpiDimension dimension) =>
        dimension.IsAttribute ? labels.Attributes.GetValueOrDefault(dimension.Name)
        : dimension == KpiDimension.Policy ? labels.Policy
        : labels.Priority switch
        {
            TicketPriority.Low => "low",
            TicketPriority.Normal => "normal",
            TicketPriority.High => "high",
            _ => "urgent",
        };
}
