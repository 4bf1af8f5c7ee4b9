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
        foreach (var e in events)
        {
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
            clocks[i] = SlaClockRules.Settle(clocks[i], happened.At);
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
                ended = SlaEventRules.Answer(plan, clocks, happened.At);
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
            ? [.. state.Clocks.Select(clock => SlaClockRules.Read(clock, asOf, SlaEventRules.TargetOf(plan, clock)))]
            : throw new ArgumentException($"{asOf} is before the last event at {state.LastEventAt}; read the history instead.", nameof(asOf));
    }

    /// <summary>The earliest due time among the clocks that run, breached ones too; null where none has one.</summary>
    /// <param name="state">The state.</param>
    public static Instant? EarliestDue(SlaState state) => Earliest(state, breached: true);

    /// <summary>The first instant at which time alone breaches a clock; null where it cannot.</summary>
    /// <param name="state">The state.</param>
    public static Instant? NextCheckAt(SlaState state) => Earliest(state, breached: false)?.Plus(Duration.FromTicks(10));

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
/// <param name="Ended">The reply and update clocks that it ended.</param>
public readonly record struct SlaStep(SlaState State, ImmutableArray<SlaClock> Ended);
