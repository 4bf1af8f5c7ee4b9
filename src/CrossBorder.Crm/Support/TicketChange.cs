using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>One change of a ticket while it is decided: the events so far, and the ticket after them. Breaches join by themselves, each once.</summary>
internal sealed class TicketChange(SlaPlan plan, Ticket? before, long version, Instant at)
{
    private readonly ImmutableArray<StreamEntry<TicketEvent>>.Builder entries = ImmutableArray.CreateBuilder<StreamEntry<TicketEvent>>();
    private readonly ImmutableArray<CrmEvent>.Builder events = ImmutableArray.CreateBuilder<CrmEvent>();
    private Ticket? ticket = before;

    /// <summary>When it happens.</summary>
    public Instant At => at;

    /// <summary>The ticket after the events so far.</summary>
    public Ticket Ticket => ticket ?? throw new InvalidOperationException("The ticket is not open yet.");

    /// <summary>The version of the ticket before the change.</summary>
    public long Version => version;

    public bool IsEmpty => entries.Count == 0;

    public void Open(TicketId id, TicketOpened opened)
    {
        ticket = TicketFold.Open(plan, id, opened);
        Keep(opened);
    }

    public void Add(TicketEvent happened)
    {
        Observe();
        Apply(happened);
    }

    /// <summary>Writes down the breaches that time alone has brought by now.</summary>
    public void Observe()
    {
        var clocks = Ticket.Sla.Clocks;
        var settled = SlaEvaluator.Apply(plan, Ticket.Sla, new SlaEvent { At = at, Kind = SlaEventKind.Observed }).State;
        KeepBreaches(clocks, settled.Clocks);
    }

    /// <summary>Makes a move; null where it is done, else why it is refused. A move that changes nothing leaves no event.</summary>
    public CrmError? Move(TicketMove move, AgentId? agent = null, Instant? followUpAt = null)
    {
        if (TicketTransitions.To(Ticket.Status, move) is not { } to)
        {
            return SupportErrors.MoveNotOpen.With(("move", move), ("status", Ticket.Status));
        }

        if (to != Ticket.Status || followUpAt is not null)
        {
            Add(new TicketStatusChanged { At = at, From = Ticket.Status, To = to, Move = move, Agent = agent, FollowUpAt = followUpAt });
        }

        return null;
    }

    public Decision<TicketEvent, Ticket, TicketReceipt> ToDecision(TicketMessageId? message)
    {
        var finished = TicketFold.Finish(plan, Ticket);
        return new()
        {
            Entries = entries.ToImmutable(),
            State = finished,
            Events = events.ToImmutable(),
            Answer = new TicketReceipt
            {
                Ticket = finished.Id,
                Version = version + entries.Count,
                At = at,
                Status = finished.Status,
                Priority = finished.Priority,
                Message = message,
                DueAt = SlaEvaluator.EarliestDue(finished.Sla),
                RankAt = finished.Rank.At,
            },
        };
    }

    private void Apply(TicketEvent happened)
    {
        var clocks = Ticket.Sla.Clocks;
        ticket = TicketFold.Apply(plan, Ticket, happened);
        Keep(happened);
        if (happened is not SlaBreached)
        {
            KeepBreaches(clocks, Ticket.Sla.Clocks);
        }
    }

    private void KeepBreaches(ImmutableArray<SlaRunningClock> earlier, ImmutableArray<SlaRunningClock> later)
    {
        foreach (var clock in later)
        {
            var known = earlier.FirstOrDefault(other => other.Metric == clock.Metric && other.StartedAt == clock.StartedAt)?.BreachEvents.Length ?? 0;
            for (var i = known; i < clock.BreachEvents.Length; i++)
            {
                Apply(new SlaBreached { At = at, Metric = clock.Metric, StartedAt = clock.StartedAt, BreachedAt = clock.BreachEvents[i] });
            }
        }
    }

    private void Keep(TicketEvent happened)
    {
        entries.Add(new()
        {
            Entry = happened,
            References = happened switch
            {
                TicketOpened { Message: { } message } => [Reference.To("message", message.ToString())],
                TicketMessageAdded added => [Reference.To("message", added.Message.ToString())],
                _ => [],
            },
        });
        switch (happened)
        {
            case TicketOpened opened:
                Tell(opened);
                break;
            case TicketStatusChanged changed:
                Tell(changed);
                break;
            case TicketAssigned assigned:
                Tell(assigned);
                break;
            case SlaBreached breached:
                Tell(breached);
                break;
        }
    }

    private void Tell<TData>(TData data) where TData : TicketEvent, IEventData
    {
        // Derived from the entry that it tells of: a repeated step raises the same event again.
        var owner = Ticket.Id.Value;
        events.Add(CrmEvent.Of(EntityId.Derive(owner, version + entries.Count, 0), owner, at, data));
    }
}
