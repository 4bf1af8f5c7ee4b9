using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>Tickets being counted, one by one: all together, and each in its groups.</summary>
internal sealed class KpiTally
{
    private readonly KpiRequest request;
    private readonly KpiGroupTally total = new([]);
    private readonly Dictionary<string, KpiGroupTally> groups = new(StringComparer.Ordinal);

    // Nearly all tickets have the labels of the ticket before; a group is looked up by them only where they differ.
    private TicketLabels? lastLabels;
    private KpiGroupTally? lastGroup;

    public KpiTally(KpiRequest request)
    {
        KpiArguments.Require(request);
        this.request = request;
    }

    public void Add(TicketMeasurement ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (ticket.Until != request.To)
        {
            throw new ArgumentException($"A ticket is measured until {ticket.Until}, the period ends at {request.To}.", nameof(ticket));
        }

        Add(total, ticket);
        if (!request.By.IsEmpty)
        {
            Add(GroupOf(ticket.Labels), ticket);
        }

        foreach (var clock in ticket.Clocks)
        {
            if (IsCounted(clock.Clock))
            {
                total.Add(clock);
                if (!request.By.IsEmpty)
                {
                    GroupOf(clock.Labels).Add(clock);
                }
            }
        }
    }

    public KpiReport ToReport() => new()
    {
        From = request.From,
        To = request.To,
        By = request.By,
        Total = total.ToGroup(request),
        Groups = [.. groups.Values.Select(group => group.ToGroup(request)).OrderBy(group => group.Key, KeyOrder.Instance)],
    };

    private void Add(KpiGroupTally group, TicketMeasurement ticket)
    {
        group.Opened += IsInPeriod(ticket.OpenedAt) ? 1 : 0;
        group.Solved += ticket.SolvedAt.Count(IsInPeriod);
        group.Reopened += ticket.ReopenedAt.Count(IsInPeriod);
        if (ticket.Status is not (TicketStatus.Solved or TicketStatus.Closed))
        {
            group.Backlog.Add((ticket.OpenedAt, IsWaiting: ticket.Status is TicketStatus.Pending or TicketStatus.Hold));
        }
    }

    private bool IsInPeriod(Instant at) => at >= request.From && at < request.To;

    private bool IsCounted(SlaClock clock) => clock.EndedAt is not { } ended || IsInPeriod(ended);

    private KpiGroupTally GroupOf(TicketLabels labels)
    {
        if (ReferenceEquals(labels, lastLabels))
        {
            return lastGroup!;
        }

        var key = SupportKpis.KeyOf(labels, request.By);
        // Length first: no text can be read as two.
        var name = string.Concat(key.Select(value => value is null ? "-;" : $"{value.Length};{value}"));
        if (!groups.TryGetValue(name, out var group))
        {
            groups.Add(name, group = new(key));
        }

        (lastLabels, lastGroup) = (labels, group);
        return group;
    }

    private sealed class KeyOrder : IComparer<ImmutableArray<string?>>
    {
        public static readonly KeyOrder Instance = new();

        public int Compare(ImmutableArray<string?> left, ImmutableArray<string?> right)
        {
            for (var i = 0; i < left.Length; i++)
            {
                if (string.CompareOrdinal(left[i], right[i]) is var order and not 0)
                {
                    return order;
                }
            }

            return 0;
        }
    }
}
