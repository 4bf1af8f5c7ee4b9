using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>How a ticket follows from its events.</summary>
internal static class TicketFold
{
    private const int MaxMarks = 32;
    private const int MaxContacts = 16;

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
        Contacts = opened.By == TicketParty.Customer && opened.Attributes.TryGetValue(TicketAttributes.Channel, out var channel)
            ? [new ChannelContact(new Channel(channel), opened.At)]
            : [],
        LastMessageFrom = opened.FromMachine,
    };

    /// <summary>One more event. Rank and next check are those of before until <see cref="Finish"/>.</summary>
    public static Ticket Apply(SlaPlan plan, Ticket ticket, TicketEvent happened)
    {
        var next = ticket with { Sla = SlaEvaluator.Apply(plan, ticket.Sla, Clock(happened)).State };
        return happened switch
        {
            TicketMessageAdded { Sort: TicketMessageKind.Customer } message => next with
            {
                CustomerMessages = ticket.CustomerMessages + 1,
                Contacts = Contacts(ticket.Contacts, message),
                LastMessageFrom = message.FromMachine,
            },
            TicketMessageAdded { Sort: TicketMessageKind.AgentReply } message =>
                next with { AgentReplies = ticket.AgentReplies + 1, LastAgent = message.Agent ?? ticket.LastAgent },
            TicketStatusChanged changed => next with
            {
                FollowUpAt = changed.FollowUpAt,
                Reopened = ticket.Reopened + (changed is { From: TicketStatus.Solved, To: TicketStatus.Open } ? 1 : 0),
                CanBeRated = changed.To == TicketStatus.Solved || (changed.To == TicketStatus.Closed && ticket.CanBeRated),
            },
            TicketAssigned assigned => next with { Assignee = assigned.Agent },
            SlaBreached => next with { Breaches = ticket.Breaches + 1 },
            SlaWarned warned => next with { Sla = SlaWarningRules.Note(next.Sla, warned) },
            TicketEscalated escalated => next with
            {
                EscalationLevel = Math.Max(ticket.EscalationLevel, escalated.Level),
                EscalatedTo = escalated.To,
                Escalations = EscalationRules.Remember(ticket.Escalations, escalated),
            },
            TicketAnsweredAutomatically => next with { AnsweredAutomaticallyAt = happened.At },
            TicketRated rated => next with { Rating = rated.Score, CanBeRated = false },
            TicketMerged merged => next with { MergedInto = merged.Into, FollowUpAt = null, CanBeRated = false },
            TicketJoined joined => next with { MergedFrom = [.. ticket.MergedFrom.Union(joined.From)] },
            _ => next,
        };
    }

    /// <summary>What follows from the ticket as a whole: its rank, and when time alone changes it.</summary>
    public static Ticket Finish(SlaPlan plan, Ticket ticket)
    {
        ticket = ticket with { Escalations = EscalationRules.Forget(ticket.Escalations, ticket.Sla.Clocks) };
        return ticket with
        {
            Sla = Bounded(ticket.Sla),
            Rank = PriorityRanking.Rank(plan, ticket.Sla, ticket.Reopened, [.. plan.HostTerms.SelectMany(host => host.TermsOf(ticket))]),
            NextCheckAt = new[] { SlaEvaluator.NextCheckAt(ticket.Sla), ticket.FollowUpAt, EscalationRules.NextAt(plan, ticket) }.Min(),
        };
    }

    private static ImmutableArray<ChannelContact> Contacts(ImmutableArray<ChannelContact> before, TicketMessageAdded message)
    {
        if (message.Channel is not { } channel)
        {
            return before;
        }

        var others = before.RemoveAll(contact => contact.Channel == channel);
        return (others.Length < MaxContacts ? others : others.RemoveAt(0)).Add(new(channel, message.At));
    }

    // Whoever turns a priority to and fro for years does not make the state grow: the entries are the truth, and hold every breach.
    private static SlaState Bounded(SlaState state) =>
        state.Clocks.All(clock => BreachChain.CountOf(clock.Breaches) <= MaxMarks && clock.Warnings.Length <= MaxMarks) ? state : state with
        {
            Clocks =
            [
                .. state.Clocks.Select(clock => clock with
                {
                    BreachEvents = [.. clock.BreachEvents.TakeLast(MaxMarks)],
                    Warnings = [.. clock.Warnings.TakeLast(MaxMarks)],
                }),
            ],
        };

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
        TicketMessageAdded { Sort: TicketMessageKind.AgentReply } message => new() { At = happened.At, Kind = SlaEventKind.AgentReply, IsFinal = message.IsFinal },
        TicketStatusChanged changed => new() { At = happened.At, Kind = SlaEventKind.StatusChanged, Status = changed.To },
        TicketPriorityChanged changed => new() { At = happened.At, Kind = SlaEventKind.PriorityChanged, Priority = changed.Priority },
        TicketAttributeChanged changed => new()
        {
            At = happened.At,
            Kind = SlaEventKind.AttributeChanged,
            Attribute = changed.Attribute,
            Value = changed.Value,
        },
        AnswerPromised promised => new()
        {
            At = happened.At,
            Kind = SlaEventKind.AnswerPromised,
            Promise = new(new SlaTarget(promised.Within, promised.Calendar), promised.DueAt),
        },
        TicketMerged => new() { At = happened.At, Kind = SlaEventKind.Merged },
        _ => new() { At = happened.At, Kind = SlaEventKind.Observed },
    };
}
