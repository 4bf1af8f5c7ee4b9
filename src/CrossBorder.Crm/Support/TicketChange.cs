using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>One change of a ticket while it is decided: the events so far, and the ticket after them. Warnings, breaches and escalations join by themselves, each once.</summary>
internal sealed class TicketChange(SlaPlan plan, Ticket? before, long version, Instant at)
{
    private readonly ImmutableArray<StreamEntry<TicketEvent>>.Builder entries = ImmutableArray.CreateBuilder<StreamEntry<TicketEvent>>();
    private readonly ImmutableArray<CrmEvent>.Builder events = ImmutableArray.CreateBuilder<CrmEvent>();
    private Ticket? ticket = before;

    /// <summary>When it happens.</summary>
    public Instant At => at;

    /// <summary>The policies and calendars under which it is decided.</summary>
    public SlaPlan Plan => plan;

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

    /// <summary>Writes down what time alone has brought by now: warnings, breaches, escalations.</summary>
    public void Observe()
    {
        // Judged before anything is written: what a rule waits for is counted from the ticket's last event.
        var escalations = EscalationRules.Due(plan, Ticket, at);
        var clocks = Ticket.Sla.Clocks;
        KeepPassed(clocks, SlaEvaluator.Apply(plan, Ticket.Sla, new SlaEvent { At = at, Kind = SlaEventKind.Observed }).State.Clocks);
        foreach (var due in escalations)
        {
            Escalate(new TicketEscalated
            {
                At = at,
                Level = due.Rule.Level,
                To = due.Rule.To,
                Rule = due.Rule.Code,
                Metric = due.Metric,
                StartedAt = due.StartedAt,
                ReachedAt = due.ReachedAt,
                Times = due.Times,
            });
        }
    }

    /// <summary>Escalates the ticket, and gives it to the agent whom the target names.</summary>
    public void Escalate(TicketEscalated escalated)
    {
        Apply(escalated);
        if (escalated.To.Agent is { } agent && Ticket.Assignee != agent)
        {
            Apply(new TicketAssigned { At = at, Agent = agent, Before = Ticket.Assignee });
        }
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
        if (happened is not (SlaBreached or SlaWarned))
        {
            KeepPassed(clocks, Ticket.Sla.Clocks);
        }
    }

    private void KeepPassed(ImmutableArray<SlaRunningClock> earlier, ImmutableArray<SlaRunningClock> later)
    {
        foreach (var clock in later)
        {
            var known = earlier.FirstOrDefault(other => other.Metric == clock.Metric && other.StartedAt == clock.StartedAt);
            for (var i = known?.Warnings.Length ?? 0; i < clock.Warnings.Length; i++)
            {
                var (warning, warnedAt) = clock.Warnings[i];
                Apply(new SlaWarned
                {
                    At = at, Metric = clock.Metric, StartedAt = clock.StartedAt, Warning = warning, WarnedAt = warnedAt, DueAt = clock.DueAt,
                });
            }

            var before = BreachChain.CountOf(known?.Breaches);
            if (BreachChain.CountOf(clock.Breaches) > before)
            {
                foreach (var breachedAt in clock.BreachEvents[before..])
                {
                    Apply(new SlaBreached { At = at, Metric = clock.Metric, StartedAt = clock.StartedAt, BreachedAt = breachedAt });
                }
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
                TicketRated { Comment: { } comment } => [Reference.To("message", comment.ToString())],
                TicketMerged merged => [Reference.To("ticket", merged.Into.ToString())],
                TicketJoined joined => [.. joined.From.Select(from => Reference.To("ticket", from.ToString()))],
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
            case SlaWarned warned:
                Tell(warned);
                break;
            case TicketEscalated escalated:
                Tell(escalated);
                break;
            case AnswerPromised promised:
                Tell(promised);
                break;
            case TicketAnsweredAutomatically answered:
                Tell(answered);
                break;
            case TicketRated rated:
                Tell(rated);
                break;
            case TicketMerged merged:
                Tell(merged);
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
