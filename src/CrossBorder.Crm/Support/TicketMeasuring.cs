using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>Measures a ticket's history by <see cref="SlaEvaluator"/>, for figures over many tickets. Linear in the history.</summary>
public static class TicketMeasuring
{
    private static readonly int Metrics = Enum.GetValues<SlaMetric>().Length;

    /// <summary>Measures a history.</summary>
    /// <param name="plan">The policies and calendars.</param>
    /// <param name="opening">How the ticket began.</param>
    /// <param name="events">What happened since, in order. Events at or after <paramref name="until"/> are passed over.</param>
    /// <param name="until">The instant to measure until, after the opening.</param>
    /// <exception cref="ArgumentException">The opening is not before the end, or an event happened before the one in front of it.</exception>
    /// <exception cref="Time.NotEnoughOpenTimeException">A calendar never has the open time of a target.</exception>
    public static TicketMeasurement Measure(SlaPlan plan, SlaOpening opening, IEnumerable<SlaEvent> events, Instant until)
    {
        ArgumentNullException.ThrowIfNull(events);
        var run = new Run(plan, SlaEvaluator.Open(plan, opening));
        if (opening.At >= until)
        {
            throw new ArgumentException($"The ticket was created at {opening.At}, which is not before {until}.", nameof(until));
        }

        foreach (var e in events)
        {
            if (e.At < until)
            {
                run.Apply(e);
            }
        }

        return run.End(until);
    }

    /// <summary>Measures the stream of a stored ticket.</summary>
    /// <param name="plan">The policies and calendars.</param>
    /// <param name="history">All events of the ticket, in order; the first one opened it.</param>
    /// <param name="until">The instant to measure until, after the opening.</param>
    /// <exception cref="ArgumentException">The history does not begin with the opening, or is not in order, or begins at or after the end.</exception>
    /// <exception cref="Time.NotEnoughOpenTimeException">A calendar never has the open time of a target.</exception>
    public static TicketMeasurement Measure(SlaPlan plan, IReadOnlyList<TicketEvent> history, Instant until)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history is [TicketOpened opened, ..]
            ? Measure(plan, TicketFold.Opening(opened), history.Skip(1).Select(TicketFold.Clock), until)
            : throw new ArgumentException("A ticket's history begins with the event that opened it.", nameof(history));
    }

    private sealed class Run(SlaPlan plan, SlaState opened)
    {
        private readonly ImmutableArray<MeasuredClock>.Builder clocks = ImmutableArray.CreateBuilder<MeasuredClock>();
        private readonly ImmutableArray<Instant>.Builder solved = ImmutableArray.CreateBuilder<Instant>();
        private readonly ImmutableArray<Instant>.Builder reopened = ImmutableArray.CreateBuilder<Instant>();
        private readonly Duration[] ran = new Duration[Metrics];
        private SlaState state = opened;
        private TicketLabels labels = LabelsOf(opened);
        private TicketLabels labelsWhenSolved = LabelsOf(opened);

        public void Apply(in SlaEvent happened)
        {
            Pass(happened.At);
            var before = state;
            var step = SlaEvaluator.Apply(plan, before, happened);
            state = step.State;
            foreach (var clock in step.Ended)
            {
                Keep(clock, labels);
                ran[(int)clock.Metric] = Duration.Zero;
            }

            // What goes on in another ticket is not solved by that.
            if (IsDone(state.Status) != IsDone(before.Status) && happened.Kind != SlaEventKind.Merged)
            {
                (IsDone(state.Status) ? solved : reopened).Add(happened.At);
                labelsWhenSolved = labels;
            }

            if (happened.Kind is SlaEventKind.PriorityChanged or SlaEventKind.AttributeChanged)
            {
                labels = LabelsOf(state);
            }
        }

        public TicketMeasurement End(Instant until)
        {
            Pass(until);
            foreach (var clock in SlaEvaluator.Read(plan, state, until))
            {
                Keep(clock, clock.State == SlaClockState.Fulfilled ? labelsWhenSolved : labels);
            }

            return new TicketMeasurement
            {
                Until = until,
                OpenedAt = state.OpenedAt,
                Status = state.Status,
                Labels = labels,
                Clocks = clocks.DrainToImmutable(),
                SolvedAt = solved.DrainToImmutable(),
                ReopenedAt = reopened.DrainToImmutable(),
            };
        }

        // Between two events a clock either runs all the time or not at all.
        private void Pass(Instant at)
        {
            foreach (var clock in state.Clocks)
            {
                if (clock.RunningSince is not null)
                {
                    ran[(int)clock.Metric] += at - state.LastEventAt;
                }
            }
        }

        private void Keep(SlaClock clock, TicketLabels under) =>
            clocks.Add(new MeasuredClock { Clock = clock, CalendarTime = ran[(int)clock.Metric], Labels = under });

        private static TicketLabels LabelsOf(SlaState state) => new(state.Priority, state.Policy, state.Attributes);

        private static bool IsDone(TicketStatus status) => status is TicketStatus.Solved or TicketStatus.Closed;
    }
}
