using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>The clocks of a ticket: history in, clocks out. Reads no clock of its own, and needs no storage.</summary>
/// <remarks>
/// Metrics and their meaning follow Zendesk's documentation of its SLA metrics. Folding one more event costs the same, however long the history is:
/// the state holds at most one clock a metric, and what ended is handed out once, with the event that ended it.
/// </remarks>
public static class SlaEvaluator
{
    /// <summary>All clocks of a ticket as of an instant, those that ended included, by start and then metric.</summary>
    /// <param name="plan">The policies and calendars.</param>
    /// <param name="opening">How the ticket began.</param>
    /// <param name="events">What happened since, in order. Events after <paramref name="asOf"/> have not happened yet and are passed over.</param>
    /// <param name="asOf">The instant, not before the opening.</param>
    /// <exception cref="ArgumentException">An event happened before the one in front of it, or before the ticket was created.</exception>
    /// <exception cref="Time.NotEnoughOpenTimeException">A calendar never has the open time of a target.</exception>
    public static ImmutableArray<SlaClock> Evaluate(SlaPlan plan, SlaOpening opening, IEnumerable<SlaEvent> events, Instant asOf)
    {
        ArgumentNullException.ThrowIfNull(events);
        var state = Open(plan, opening);
        var clocks = ImmutableArray.CreateBuilder<SlaClock>();
        var (last, index) = (opening.At, 0);
        foreach (var e in events)
        {
            // What has not happened yet must be in order too: a slip there would be wrong clocks tomorrow.
            last = e.At >= last ? e.At : throw new ArgumentException(
                $"events[{index}], {e.Kind} at {e.At}, happened before {(index == 0 ? "the creation" : $"events[{index - 1}]")} at {last}; events are given in order.",
                nameof(events));
            index++;
            if (e.At <= asOf)
            {
                var step = Apply(plan, state, e);
                clocks.AddRange(step.Ended);
                state = step.State;
            }
        }

        clocks.AddRange(Read(plan, state, asOf));
        return [.. clocks.OrderBy(clock => clock.StartedAt).ThenBy(clock => clock.Metric)];
    }

    /// <summary>The clocks of a ticket that was just created.</summary>
    /// <param name="plan">The policies and calendars.</param>
    /// <param name="opening">How the ticket begins.</param>
    public static SlaState Open(SlaPlan plan, SlaOpening opening)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(opening);
        var state = new SlaState
        {
            OpenedAt = opening.At,
            LastEventAt = opening.At,
            Status = opening.Status,
            Priority = opening.Priority,
            Attributes = opening.Attributes.WithComparers(StringComparer.Ordinal),
            Policy = plan.PolicyFor(opening.Attributes)?.Name,
            CustomerWrote = opening.By == TicketParty.Customer,
            Basis = plan.Basis,
        };
        var clocks = ImmutableArray.CreateBuilder<SlaRunningClock>();
        if (state.CustomerWrote)
        {
            SlaEventRules.Start(plan, state, clocks, SlaMetric.FirstReply, opening.At);
        }

        foreach (var metric in SlaEventRules.Resolution)
        {
            SlaEventRules.Start(plan, state, clocks, metric, opening.At);
        }

        if (plan.Warns)
        {
            SlaWarningRules.Plan(plan, state, clocks);
        }

        return state with { Clocks = clocks.DrainToImmutable() };
    }

    /// <summary>Folds one more event.</summary>
    /// <param name="plan">The policies and calendars; the same that the state was folded under.</param>
    /// <param name="state">The state so far.</param>
    /// <param name="happened">The event, not before the last one.</param>
    /// <exception cref="ArgumentException">The event happened before the last one, or the state was folded under another plan.</exception>
    /// <exception cref="Time.NotEnoughOpenTimeException">A calendar never has the open time of a target.</exception>
    public static SlaStep Apply(SlaPlan plan, SlaState state, in SlaEvent happened)
    {
        Require(plan, state);
        if (happened.At < state.LastEventAt)
        {
            throw new ArgumentException(
                $"The event {happened.Kind} at {happened.At} happened before the last one at {state.LastEventAt}; events are given in order.", nameof(happened));
        }

        var clocks = state.Clocks.ToBuilder();
        for (var i = 0; i < clocks.Count; i++)
        {
            clocks[i] = Settle(plan, state, clocks[i], happened.At);
        }

        var ended = ImmutableArray<SlaClock>.Empty;
        state = state with { LastEventAt = happened.At };
        switch (happened.Kind)
        {
            case SlaEventKind.CustomerMessage:
                state = state with { CustomerWrote = true };
                SlaEventRules.Start(plan, state, clocks, state.FirstReplyGiven ? SlaMetric.NextReply : SlaMetric.FirstReply, happened.At);
                break;

            case SlaEventKind.AgentReply:
                // What an agent writes before the customer ever did answers nobody.
                state = state with { FirstReplyGiven = state.FirstReplyGiven || state.CustomerWrote };
                ended = SlaEventRules.Answer(plan, clocks, happened.At, happened.IsFinal);
                SlaEventRules.Start(plan, state, clocks, SlaMetric.PeriodicUpdate, happened.At);
                SlaEventRules.Start(plan, state, clocks, SlaMetric.PausableUpdate, happened.At);
                break;

            case SlaEventKind.StatusChanged:
                state = state with { Status = happened.Status };
                ended = SlaEventRules.ChangeStatus(plan, state, clocks, happened.At);
                break;

            case SlaEventKind.PriorityChanged:
                state = state with { Priority = happened.Priority };
                SlaEventRules.Retarget(plan, state, clocks, happened.At);
                break;

            case SlaEventKind.AttributeChanged:
                var name = happened.Attribute ?? throw new ArgumentException("The event names no attribute.", nameof(happened));
                var attributes = happened.Value is { } value ? state.Attributes.SetItem(name, value) : state.Attributes.Remove(name);
                state = state with { Attributes = attributes, Policy = plan.PolicyFor(attributes)?.Name };
                SlaEventRules.Retarget(plan, state, clocks, happened.At);
                break;

            case SlaEventKind.AnswerPromised:
                ended = SlaEventRules.Promise(
                    plan, clocks, happened.Promise ?? throw new ArgumentException("The event names no promise.", nameof(happened)), happened.At);
                break;

            case SlaEventKind.Merged:
                state = state with { Status = TicketStatus.Closed };
                ended = SlaEventRules.Stop(plan, clocks, happened.At);
                break;
        }

        if (plan.Warns)
        {
            SlaWarningRules.Plan(plan, state, clocks);
        }

        return new SlaStep(state with { Clocks = clocks.DrainToImmutable() }, ended);
    }

    /// <summary>The clocks that have not ended, and resolution clocks that would go on if the ticket were reopened, as of an instant.</summary>
    /// <param name="plan">The policies and calendars; the same that the state was folded under.</param>
    /// <param name="state">The state.</param>
    /// <param name="asOf">The instant, not before the last event.</param>
    /// <exception cref="ArgumentException">The instant is before the last event, or the state was folded under another plan.</exception>
    public static ImmutableArray<SlaClock> Read(SlaPlan plan, SlaState state, Instant asOf)
    {
        Require(plan, state);
        return asOf >= state.LastEventAt
            ? [.. state.Clocks.Select(clock => SlaClockRules.Read(Settle(plan, state, clock, asOf), asOf, SlaEventRules.TargetOf(plan, clock)))]
            : throw new ArgumentException($"{asOf} is before the last event at {state.LastEventAt}; read the history instead.", nameof(asOf));
    }

    /// <summary>The earliest due time among the clocks that run, breached ones too; null where none has one.</summary>
    /// <param name="state">The state.</param>
    public static Instant? EarliestDue(SlaState state) => Earliest(state, breached: true);

    /// <summary>The first instant at which time alone breaches a clock or brings a warning; null where it does not.</summary>
    /// <param name="state">The state.</param>
    public static Instant? NextCheckAt(SlaState state)
    {
        var next = Earliest(state, breached: false);
        foreach (var clock in state.Clocks)
        {
            next = clock.WarnAt is { } warn && (next is null || warn < next) ? warn : next;
        }

        return next?.Plus(AfterDue);
    }

    // Answered at the due time is in time; the next instant that every storage keeps is too late.
    internal static Duration AfterDue { get; } = Duration.FromTicks(10);

    private static Instant? Earliest(SlaState state, bool breached)
    {
        ArgumentNullException.ThrowIfNull(state);
        Instant? earliest = null;
        foreach (var clock in state.Clocks)
        {
            if (clock.RunningSince is not null && clock.DueAt is { } due && (breached || !clock.Breached) && (earliest is null || due < earliest))
            {
                earliest = due;
            }
        }

        return earliest;
    }

    private static SlaRunningClock Settle(SlaPlan plan, SlaState state, SlaRunningClock clock, Instant at) =>
        SlaClockRules.Settle(clock.WarnAt is null ? clock : SlaWarningRules.Settle(plan, state, clock, at), at);

    private static void Require(SlaPlan plan, SlaState state)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(state);
        if (plan.Basis != state.Basis)
        {
            throw new ArgumentException(
                $"The state was folded under '{state.Basis}', the plan is '{plan.Basis}'; fold the history anew under it.", nameof(state));
        }
    }
}

/// <summary>What one event came to.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Ended">The clocks that it ended for good: those of replies, updates and promises, and all that a merger stopped.</param>
public readonly record struct SlaStep(SlaState State, ImmutableArray<SlaClock> Ended);
