using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

/// <summary>
/// The clocks by their definitions: every clock keeps all the stretches that it ran, and every question walks them from its start,
/// counting open minutes. Slow on purpose; of the plan it reads the policies only.
/// </summary>
internal sealed class SlaModel(SlaPlan plan, IReadOnlyDictionary<CalendarId, OpenMinutes> calendars, SlaOpening opening)
{
    private readonly List<Clock> clocks = [];
    private TicketStatus status = opening.Status;
    private TicketPriority priority = opening.Priority;
    private Dictionary<string, string> attributes = new(opening.Attributes);
    private bool customerWrote = opening.By == TicketParty.Customer;
    private bool answered;
    private Instant lastEvent = opening.At;

    public SlaModel Run(IEnumerable<SlaEvent> events, Instant asOf)
    {
        if (customerWrote)
        {
            Start(SlaMetric.FirstReply, opening.At);
        }

        Start(SlaMetric.RequesterWait, opening.At);
        Start(SlaMetric.AgentWork, opening.At);
        Start(SlaMetric.TotalResolution, opening.At);
        foreach (var e in events.Where(e => e.At <= asOf))
        {
            Settle(e.At);
            Happen(e);
            lastEvent = e.At;
        }

        Settle(asOf);
        return this;
    }

    private void Settle(Instant at) => clocks.ForEach(clock => clock.Settle(at, lastEvent, Goal(clock.Metric)?.Warnings ?? []));

    public IEnumerable<string> Describe(Instant asOf) => clocks
        .Where(clock => !(clock.Stopped && clock.EndedAt == clock.StartedAt))
        .Select(clock => clock.Describe(asOf)).Order(StringComparer.Ordinal);

    public static string Describe(SlaClock clock) => Text(
        clock.Metric, clock.StartedAt, clock.State, clock.Target, clock.Elapsed, clock.DueAt, clock.Breached, clock.BreachEvents, clock.EndedAt, clock.Warnings.Select(given => (given.Warning, given.At)));

    private static string Text(
        SlaMetric metric, Instant started, SlaClockState state, SlaTarget? target, Duration? elapsed, Instant? due, bool breached,
        IEnumerable<Instant> breaches, Instant? ended, IEnumerable<(SlaWarning Warning, Instant At)> warnings) =>
        $"{metric} {started} {state} {target} {elapsed} due {due} {breached} [{string.Join(' ', breaches)}] {ended} [{string.Join(' ', warnings)}]";

    private void Happen(SlaEvent e)
    {
        switch (e.Kind)
        {
            case SlaEventKind.CustomerMessage:
                customerWrote = true;
                Start(answered ? SlaMetric.NextReply : SlaMetric.FirstReply, e.At);
                break;
            case SlaEventKind.AgentReply:
                answered |= customerWrote;
                foreach (var clock in Live().Where(clock => !Resolves(clock.Metric) && (e.IsFinal || clock.Metric != SlaMetric.PromisedAnswer)).ToList())
                {
                    clock.End(e.At, stopped: false);
                }

                Start(SlaMetric.PeriodicUpdate, e.At);
                Start(SlaMetric.PausableUpdate, e.At);
                break;
            case SlaEventKind.StatusChanged:
                ChangeStatus(e);
                break;
            case SlaEventKind.PriorityChanged:
                priority = e.Priority;
                Retarget(e.At);
                break;
            case SlaEventKind.AttributeChanged:
                attributes = new(attributes);
                attributes.Remove(e.Attribute!);
                if (e.Value is not null)
                {
                    attributes[e.Attribute!] = e.Value;
                }

                Retarget(e.At);
                break;
            case SlaEventKind.AnswerPromised:
                foreach (var clock in Live().Where(clock => clock.Metric == SlaMetric.PromisedAnswer).ToList())
                {
                    clock.End(e.At, stopped: true);
                }

                clocks.Add(new Clock(calendars, SlaMetric.PromisedAnswer, e.At) { Target = e.Promise!.Target, Promised = e.Promise.DueAt });
                clocks[^1].Run(e.At, runs: true);
                break;
            case SlaEventKind.Merged:
                status = TicketStatus.Closed;
                foreach (var clock in Live().ToList())
                {
                    clock.End(e.At, stopped: true);
                }

                break;
        }
    }

    private void ChangeStatus(SlaEvent e)
    {
        status = e.Status;
        var done = status is TicketStatus.Solved or TicketStatus.Closed;
        foreach (var clock in clocks.ToList())
        {
            if (done)
            {
                if (clock.EndedAt is null)
                {
                    clock.End(e.At, stopped: !Resolves(clock.Metric));
                }
            }
            else if (clock.EndedAt is null || (Resolves(clock.Metric) && !clock.Stopped))
            {
                var wasDone = clock.EndedAt is not null;
                clock.EndedAt = null;
                clock.Run(e.At, Runs(clock.Metric));
                if (wasDone)
                {
                    clock.Change(e.At, Target(clock.Metric), changed: clock.Target != Target(clock.Metric));
                }
            }
        }
    }

    private void Retarget(Instant at)
    {
        foreach (var clock in Live().Where(clock => clock.Metric != SlaMetric.PromisedAnswer))
        {
            clock.Change(at, Target(clock.Metric), changed: clock.Target != Target(clock.Metric));
        }
    }

    private IEnumerable<Clock> Live() => clocks.Where(clock => clock.EndedAt is null);

    private static bool Resolves(SlaMetric metric) => metric is SlaMetric.RequesterWait or SlaMetric.AgentWork or SlaMetric.TotalResolution;

    private bool Runs(SlaMetric metric) => metric switch
    {
        SlaMetric.FirstReply or SlaMetric.NextReply or SlaMetric.PeriodicUpdate or SlaMetric.PromisedAnswer => true,
        SlaMetric.AgentWork => status is TicketStatus.New or TicketStatus.Open,
        SlaMetric.TotalResolution => status is not (TicketStatus.Solved or TicketStatus.Closed),
        _ => status is TicketStatus.New or TicketStatus.Open or TicketStatus.Hold,
    };

    private void Start(SlaMetric metric, Instant at)
    {
        if (plan.Policies.Any(policy => policy.Goals.Any(goal => goal.Metric == metric)) && !Live().Any(clock => clock.Metric == metric))
        {
            var clock = new Clock(calendars, metric, at) { Target = Target(metric) };
            clock.Run(at, Runs(metric));
            clocks.Add(clock);
        }
    }

    private SlaTarget? Target(SlaMetric metric) => Goal(metric) is { } goal ? new SlaTarget(goal.Within, goal.Calendar) : null;

    private SlaGoal? Goal(SlaMetric metric) => plan.Policies
        .FirstOrDefault(policy => policy.When.All(c => attributes.GetValueOrDefault(c.Attribute) == c.Value))
        ?.Goals.SingleOrDefault(goal => goal.Metric == metric && goal.Priority == priority);

    private sealed class Clock(IReadOnlyDictionary<CalendarId, OpenMinutes> calendars, SlaMetric metric, Instant startedAt)
    {
        private readonly List<(Instant From, Instant? To)> stretches = [];
        private readonly List<Instant> breaches = [];
        private readonly List<(SlaWarning Warning, Instant At)> warnings = [];
        private bool breached;
        private Instant? dueAtEnd;

        public SlaMetric Metric => metric;

        public Instant StartedAt => startedAt;

        public Instant? EndedAt { get; set; }

        public bool Stopped { get; private set; }

        public SlaTarget? Target { get; set; }

        public Instant? Promised { get; init; }

        private bool IsRunning => EndedAt is null && stretches.Count > 0 && stretches[^1].To is null;

        public void Run(Instant at, bool runs)
        {
            if (runs && !IsRunning)
            {
                stretches.Add((at, null));
            }
            else if (!runs && IsRunning)
            {
                stretches[^1] = (stretches[^1].From, at);
            }
        }

        public void Settle(Instant at, Instant lastEvent, IEnumerable<SlaWarning> goals)
        {
            if (IsRunning && !breached && Target is { } target)
            {
                warnings.AddRange(
                    from warning in goals
                    where warnings.All(given => given.Warning != warning)
                    let reached = Walk(target.Calendar, warning.Percent is { } percent ? target.Within * percent / 100 : target.Within - warning.Left!.Value)
                    let comes = Instant.Max(Instant.Max(reached!.Value, stretches[^1].From), lastEvent)
                    where comes < at
                    orderby comes
                    select (warning, comes));
            }

            if (IsRunning && !breached && stretches[^1].From < at && Due() is { } due && due < at)
            {
                breached = true;
                breaches.Add(due);
            }
        }

        public void End(Instant at, bool stopped)
        {
            dueAtEnd = Due();
            Run(at, runs: false);
            (EndedAt, Stopped) = (at, stopped);
        }

        public void Change(Instant at, SlaTarget? target, bool changed)
        {
            Target = target;
            if (!changed)
            {
                return;
            }

            var passed = Due() < at;
            if (passed && !breached)
            {
                breaches.Add(at);
            }

            breached = passed;
        }

        public string Describe(Instant asOf) => Text(
            metric,
            startedAt,
            EndedAt is null ? IsRunning ? SlaClockState.Running : SlaClockState.Paused : Stopped ? SlaClockState.Stopped : SlaClockState.Fulfilled,
            Target,
            Target is null ? null : Elapsed(asOf),
            EndedAt is null ? Due() : dueAtEnd,
            breached,
            breaches,
            EndedAt,
            warnings);

        private Duration Elapsed(Instant asOf) => stretches.Aggregate(
            Duration.Zero, (sum, stretch) => sum + calendars[Target!.Value.Calendar].Between(stretch.From, stretch.To ?? asOf));

        private Instant? Due() => Promised ?? (Target is { } target ? Walk(target.Calendar, target.Within) : null);

        private Instant? Walk(CalendarId calendar, Duration left)
        {
            var minutes = calendars[calendar];
            foreach (var (from, to) in stretches)
            {
                if (to is null || minutes.Between(from, to.Value) >= left)
                {
                    return minutes.Add(from, left);
                }

                left -= minutes.Between(from, to.Value);
            }

            return null;
        }
    }
}
