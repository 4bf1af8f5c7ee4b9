using System.Collections.Immutable;

namespace CrossBorder.Crm.Support;

/// <summary>How much depends on a concern: for one customer or many, for little or much.</summary>
public enum TicketImpact
{
    /// <summary>Little.</summary>
    Low,

    /// <summary>The ordinary case.</summary>
    Medium,

    /// <summary>Much.</summary>
    High,
}

/// <summary>How soon a concern does harm if nobody acts.</summary>
public enum TicketUrgency
{
    /// <summary>Not soon.</summary>
    Low,

    /// <summary>The ordinary case.</summary>
    Medium,

    /// <summary>At once.</summary>
    High,
}

/// <summary>The priority that follows from impact and urgency, for every pair of them. Equal if all cells are, in their order.</summary>
public sealed record PriorityMatrix
{
    /// <summary>
    /// The usual matrix: high impact and high urgency is urgent, and each step down in either is one priority down. Low and low is low as well,
    /// because there are four priorities.
    /// </summary>
    /// <remarks>
    /// That priority follows from impact and urgency is the practice of ITIL's incident management, which leaves the cells to each organisation.
    /// These nine are this library's choice.
    /// </remarks>
    public static PriorityMatrix Itil { get; } = new()
    {
        Cells =
        [
            new(TicketImpact.High, TicketUrgency.High, TicketPriority.Urgent),
            new(TicketImpact.High, TicketUrgency.Medium, TicketPriority.High),
            new(TicketImpact.High, TicketUrgency.Low, TicketPriority.Normal),
            new(TicketImpact.Medium, TicketUrgency.High, TicketPriority.High),
            new(TicketImpact.Medium, TicketUrgency.Medium, TicketPriority.Normal),
            new(TicketImpact.Medium, TicketUrgency.Low, TicketPriority.Low),
            new(TicketImpact.Low, TicketUrgency.High, TicketPriority.Normal),
            new(TicketImpact.Low, TicketUrgency.Medium, TicketPriority.Low),
            new(TicketImpact.Low, TicketUrgency.Low, TicketPriority.Low),
        ],
    };

    /// <summary>The cells: one a pair of impact and urgency, all nine.</summary>
    public required ImmutableArray<PriorityCell> Cells { get; init; }

    /// <summary>The priority of a concern.</summary>
    /// <param name="impact">How much depends on it.</param>
    /// <param name="urgency">How soon it does harm.</param>
    /// <exception cref="ArgumentException">The matrix has no cell for the pair.</exception>
    public TicketPriority PriorityOf(TicketImpact impact, TicketUrgency urgency)
    {
        foreach (var cell in Cells.IsDefault ? [] : Cells)
        {
            if (cell.Impact == impact && cell.Urgency == urgency)
            {
                return cell.Priority;
            }
        }

        throw new ArgumentException($"The priority matrix has no cell for impact {impact} and urgency {urgency}.", nameof(impact));
    }

    /// <inheritdoc/>
    public bool Equals(PriorityMatrix? other) => other is not null && Cells.AsSpan().SequenceEqual(other.Cells.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Cells.IsDefaultOrEmpty ? 0 : HashCode.Combine(Cells.Length, Cells[0]);
}

/// <summary>One cell of a priority matrix.</summary>
/// <param name="Impact">How much depends on the concern.</param>
/// <param name="Urgency">How soon it does harm.</param>
/// <param name="Priority">The priority that follows.</param>
public readonly record struct PriorityCell(TicketImpact Impact, TicketUrgency Urgency, TicketPriority Priority);
