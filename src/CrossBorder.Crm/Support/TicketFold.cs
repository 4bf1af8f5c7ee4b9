using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>How a ticket follows from its events.</summary>
internal static class TicketFold
{
    /// <summary>A ticket folded over its whole history.</summary>
    public static Ticket Fold(SlaPlan plan, TicketId id, IEnumerable<TicketEvent> events)
    {
        Ticket? ticket = null;
        foreach (var happened in events)
        {
            ticket = ticket is null ? Open(plan, id, (TicketOpened)happened) : Apply(plan, ticket, happened);
        }

        return Finish(plan, ticket ?? throw new ArgumentException("A ticket has at least the event that opened it.", nameof(events)));
    }

    public static Ticket Open(SlaPlan plan, TicketId id, TicketOpened opened) => new()
    {
        Id = id,
        Customer = opened.Customer,
        Source = opened.Source,
        Sla = SlaEvaluator.Open(plan, Opening(opened)),
        CustomerMessages = opened.By == TicketParty.Customer ? 1 : 0,
        Rank = PriorityRank.NotInQueue,
    };

    /// <summary>One more event. Rank and next check are those of before until <see cref="Finish"/>.</summary>
    public static Ticket Apply(SlaPlan plan, Ticket ticket, TicketEvent happened)
    {
        var next = ticket with { Sla = SlaEvaluator.Apply(plan, ticket.Sla, Clock(happened)).State };
        return happened switch
        {
            TicketMessageAdded { Sort: TicketMessageKind.Customer } => next with { CustomerMessages = ticket.CustomerMessages + 1 },
            TicketMessageAdded { Sort: TicketMessageKind.AgentReply } message =>
                next with { AgentReplies = ticket.AgentReplies + 1, LastAgent = message.Agent ?? ticket.LastAgent },
            TicketStatusChanged changed => next with
            {
                FollowUpAt = changed.FollowUpAt,
                Reopened = ticket.Reopened + (changed is { From: TicketStatus.Solved, To: TicketStatus.Open } ? 1 : 0),
            },
            TicketAssigned assigned => next with { Assignee = assigned.Agent },
            SlaBreached => next with { Breaches = ticket.Breaches + 1 },
            _ => next,
        };
    }

    /// <summary>What follows from the ticket as a whole: its rank, and when time alone changes it.</summary>
    public static Ticket Finish(SlaPlan plan, Ticket ticket)
    {
        var breach = SlaEvaluator.NextCheckAt(ticket.Sla);
        return ticket with
        {
            Rank = PriorityRanking.Rank(plan, ticket.Sla, ticket.Reopened),
            NextCheckAt = breach is { } b && ticket.FollowUpAt is { } f ? Instant.Min(b, f) : breach ?? ticket.FollowUpAt,
        };
    }

    /// <summary>How a ticket's first event begins its clocks.</summary>
    public static SlaOpening Opening(TicketOpened opened) => new()
    {
        At = opened.At,
        By = opened.By,
        Priority = opened.Priority,
        Attributes = opened.Attributes,
    };

    /// <summary>What an event means to the clocks.</summary>
    public static SlaEvent Clock(TicketEvent happened) => happened switch
    {
        TicketMessageAdded { Sort: TicketMessageKind.Customer } => new() { At = happened.At, Kind = SlaEventKind.CustomerMessage },
        TicketMessageAdded { Sort: TicketMessageKind.AgentReply } => new() { At = happened.At, Kind = SlaEventKind.AgentReply },
        TicketStatusChanged changed => new() { At = happened.At, Kind = SlaEventKind.StatusChanged, Status = changed.To },
        TicketPriorityChanged changed => new() { At = happened.At, Kind = SlaEventKind.PriorityChanged, Priority = changed.Priority },
        TicketAttributeChanged changed => new()
        {
            At = happened.At,
            Kind = SlaEventKind.AttributeChanged,
            Attribute = changed.Attribute,
            Value = changed.Value,
        },
        _ => new() { At = happened.At, Kind = SlaEventKind.Observed },
    };
}
