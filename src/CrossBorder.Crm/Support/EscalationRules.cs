using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>When a ticket is escalated by the rules of its policy: what is due by an instant, and when something will be next.</summary>
/// <remarks>
/// A rule fires once a clock (or once a ticket, where it looks at no clock) as soon as all its conditions hold, and again where it repeats: so much
/// later than it last fired, however late that was, so that an outage is not followed by a volley. Nothing is read but the ticket.
/// </remarks>
public static class EscalationRules
{
    /// <summary>What fires by an instant, by time, then in the order of the policy's rules. Equal instants are in time, as with breaches.</summary>
    /// <param name="plan">The policies and calendars; the same that the ticket was folded under.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="at">The instant.</param>
    public static ImmutableArray<EscalationDue> Due(SlaPlan plan, Ticket ticket, Instant at) =>
        [.. All(plan, ticket).Where(due => due.ReachedAt < at).OrderBy(due => due.ReachedAt)];

    /// <summary>When something fires next if nothing happens to the ticket before; null where nothing does.</summary>
    /// <param name="plan">The policies and calendars; the same that the ticket was folded under.</param>
    /// <param name="ticket">The ticket.</param>
    public static Instant? NextAt(SlaPlan plan, Ticket ticket)
    {
        Instant? next = null;
        foreach (var due in All(plan, ticket))
        {
            next = next is null || due.ReachedAt < next ? due.ReachedAt : next;
        }

        return next?.Plus(SlaEvaluator.AfterDue);
    }

    /// <summary>Whether a rule looks at clocks, or else at the ticket as a whole.</summary>
    /// <param name="rule">The rule.</param>
    internal static bool LooksAtClocks(EscalationRule rule) => rule.MinPercentUsed is not null || rule.AfterDue is not null;

    /// <summary>The memory of what has fired, with one more, and without clocks that are no more.</summary>
    internal static ImmutableArray<EscalationFired> Remember(ImmutableArray<EscalationFired> before, TicketEscalated escalated) =>
        escalated.Rule is not { } rule ? before :
        [
            .. before.Where(fired => fired.Rule != rule || fired.Metric != escalated.Metric || fired.StartedAt != escalated.StartedAt),
            new() { Rule = rule, Metric = escalated.Metric, StartedAt = escalated.StartedAt, Times = escalated.Times, At = escalated.At },
        ];

    internal static ImmutableArray<EscalationFired> Forget(ImmutableArray<EscalationFired> fired, ImmutableArray<SlaRunningClock> clocks) =>
        fired.IsEmpty ? fired : fired.RemoveAll(
            item => item.Metric is { } metric && !clocks.Any(clock => clock.Metric == metric && clock.StartedAt == item.StartedAt));

    private static IEnumerable<EscalationDue> All(SlaPlan plan, Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(ticket);
        var rules = plan.Find(ticket.Sla.Policy)?.Escalations ?? [];
        return rules.IsEmpty ? [] : rules.Where(rule => Holds(rule, ticket)).SelectMany(rule => LooksAtClocks(rule)
            ? ticket.Sla.Clocks.Select(clock => OfClock(plan, ticket, rule, clock)).OfType<EscalationDue>()
            : OfTicket(ticket, rule) is { } due ? [due] : []);
    }

    private static bool Holds(EscalationRule rule, Ticket ticket) =>
        ticket.Reopened >= rule.MinReopened
        && (rule.Statuses.IsEmpty ? ticket.Status is not (TicketStatus.Solved or TicketStatus.Closed) : rule.Statuses.Contains(ticket.Status))
        && rule.When.All(condition => condition.Holds(ticket.Attributes));

    private static EscalationDue? OfTicket(Ticket ticket, EscalationRule rule)
    {
        var fired = Fired(ticket, rule, null);
        return IsUsedUp(rule, fired) ? null : new()
        {
            Rule = rule,
            ReachedAt = Instant.Max(fired is null ? ticket.OpenedAt : fired.At + rule.RepeatEvery!.Value, ticket.Sla.LastEventAt),
            Times = (fired?.Times ?? 0) + 1,
        };
    }

    private static EscalationDue? OfClock(SlaPlan plan, Ticket ticket, EscalationRule rule, SlaRunningClock clock)
    {
        var fired = Fired(ticket, rule, clock);
        if (clock.FulfilledAt is not null || !(rule.Metrics.IsEmpty || rule.Metrics.Contains(clock.Metric)) || IsUsedUp(rule, fired)
            || SlaEventRules.TargetOf(plan, clock) is not { } target)
        {
            return null;
        }

        var reached = rule.MinPercentUsed is { } percent
            ? SlaClockRules.Reaches(clock, target, Share(target.Target.Within, percent))
            : SlaClockRules.Reaches(clock, target, target.Target.Within + rule.AfterDue!.Value);
        if (reached is { } at && fired is not null)
        {
            // What repeats does so while the clock runs.
            reached = clock.RunningSince is null ? null : Instant.Max(at, target.Timeline.Add(fired.At, rule.RepeatEvery!.Value));
        }

        // A condition that came true later than its time was reached fires when it came true.
        return reached is null ? null : new()
        {
            Rule = rule,
            Metric = clock.Metric,
            StartedAt = clock.StartedAt,
            ReachedAt = Instant.Max(reached.Value, ticket.Sla.LastEventAt),
            Times = (fired?.Times ?? 0) + 1,
        };
    }

    private static Duration Share(Duration within, int percent) => Duration.FromTicks((long)(within.BclCompatibleTicks * (Int128)percent / 100 / 10) * 10);

    private static bool IsUsedUp(EscalationRule rule, EscalationFired? fired) =>
        fired is not null && (rule.RepeatEvery is null || fired.Times >= rule.MaxTimes);

    private static EscalationFired? Fired(Ticket ticket, EscalationRule rule, SlaRunningClock? clock)
    {
        foreach (var fired in ticket.Escalations)
        {
            if (fired.Rule == rule.Code && fired.Metric == clock?.Metric && fired.StartedAt == clock?.StartedAt)
            {
                return fired;
            }
        }

        return null;
    }
}

/// <summary>An escalation that a rule asks for.</summary>
public sealed record EscalationDue
{
    /// <summary>The rule.</summary>
    public required EscalationRule Rule { get; init; }

    /// <summary>What the clock measures; null for a rule that looks at no clock.</summary>
    public SlaMetric? Metric { get; init; }

    /// <summary>When the clock started; null for a rule that looks at no clock.</summary>
    public Instant? StartedAt { get; init; }

    /// <summary>When all conditions hold.</summary>
    public required Instant ReachedAt { get; init; }

    /// <summary>How often it will have fired, this time included.</summary>
    public required int Times { get; init; }
}
