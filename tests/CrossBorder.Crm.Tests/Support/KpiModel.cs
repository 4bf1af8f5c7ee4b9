using System.Globalization;
using CrossBorder.Crm.Support;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

/// <summary>The figures by their definitions: one long list of everything, filtered and counted anew for each figure. Slow on purpose.</summary>
internal sealed class KpiModel(SlaPlan plan, KpiRequest request)
{
    private readonly List<(string Key, SlaClock Clock)> clocks = [];
    private readonly List<(string Key, Instant OpenedAt, TicketStatus Status, List<(Instant At, bool Done)> Turns)> tickets = [];

    public KpiModel Add(SlaOpening opening, IEnumerable<SlaEvent> events)
    {
        var happened = events.Where(e => e.At < request.To).ToList();
        var labels = new List<string> { KeyOf(opening.Priority, opening.Attributes) };
        var turns = new List<(Instant At, bool Done, string Before)>();
        var (priority, attributes, status) = (opening.Priority, opening.Attributes, opening.Status);
        for (var i = 0; i < happened.Count; i++)
        {
            var e = happened[i];
            priority = e.Kind == SlaEventKind.PriorityChanged ? e.Priority : priority;
            attributes = e.Kind != SlaEventKind.AttributeChanged ? attributes
                : e.Value is null ? attributes.Remove(e.Attribute!) : attributes.SetItem(e.Attribute!, e.Value);
            var before = status;
            status = e.Kind == SlaEventKind.StatusChanged ? e.Status : status;
            if (IsDone(before) != IsDone(status))
            {
                turns.Add((e.At, IsDone(status), labels[^1]));
            }

            labels.Add(KeyOf(priority, attributes));
            Collect(opening, happened.Take(i).ToList(), happened.Take(i + 1).ToList(), labels[^2]);
        }

        foreach (var clock in SlaEvaluator.Evaluate(plan, opening, happened, request.To))
        {
            // Reply and update clocks that ended were collected where they did; resolution clocks end for good only at the end of the history.
            if (clock.EndedAt is null || clock.Metric >= SlaMetric.RequesterWait)
            {
                clocks.Add((clock.EndedAt is null ? labels[^1] : turns[^1].Before, clock));
            }
        }

        tickets.Add((labels[^1], opening.At, status, [.. turns.Select(turn => (turn.At, turn.Done))]));
        return this;
    }

    public IEnumerable<string> Describe() =>
        tickets.Select(ticket => ticket.Key)
            .Concat(clocks.Where(clock => IsCounted(clock.Clock)).Select(clock => clock.Key)).Distinct()
            .Select(key => Describe(key, k => k == key)).Prepend(Describe("total", _ => true)).Order(StringComparer.Ordinal);

    public static IEnumerable<string> Describe(KpiReport report) =>
        report.Groups.Select(group => Describe(string.Join('|', group.Key), group)).Prepend(Describe("total", report.Total)).Order(StringComparer.Ordinal);

    private void Collect(SlaOpening opening, List<SlaEvent> before, List<SlaEvent> after, string label)
    {
        var at = after[^1].At;
        var known = SlaEvaluator.Evaluate(plan, opening, before, at).Where(IsEndedReply).Select(SlaModel.Describe).ToList();
        foreach (var clock in SlaEvaluator.Evaluate(plan, opening, after, at).Where(IsEndedReply))
        {
            if (!known.Remove(SlaModel.Describe(clock)))
            {
                clocks.Add((label, clock));
            }
        }
    }

    private static bool IsEndedReply(SlaClock clock) => clock.EndedAt is not null && clock.Metric < SlaMetric.RequesterWait;

    private bool IsCounted(SlaClock clock) => clock.EndedAt is null || (clock.EndedAt >= request.From && clock.EndedAt < request.To);

    private string KeyOf(TicketPriority priority, System.Collections.Immutable.ImmutableSortedDictionary<string, string> attributes) =>
        string.Join('|', priority.ToString().ToLowerInvariant(), plan.PolicyFor(attributes)?.Name, attributes.GetValueOrDefault(TicketAttributes.Channel));

    private string Describe(string name, Func<string, bool> isIn)
    {
        var own = tickets.Where(ticket => isIn(ticket.Key)).ToList();
        var turns = own.SelectMany(ticket => ticket.Turns).Where(turn => turn.At >= request.From && turn.At < request.To).ToList();
        var open = own.Where(ticket => !IsDone(ticket.Status)).ToList();
        var waiting = open.Count(ticket => ticket.Status is TicketStatus.Pending or TicketStatus.Hold);
        Duration[] bounds = [Duration.Zero, .. request.AgeBounds, Duration.MaxValue];
        var ages = bounds.Zip(bounds.Skip(1), (from, to) => open.Count(ticket => request.To - ticket.OpenedAt >= from && request.To - ticket.OpenedAt < to));
        var metrics = from item in clocks
                      where isIn(item.Key) && IsCounted(item.Clock)
                      group item.Clock by item.Clock.Metric into metric
                      orderby metric.Key
                      select Describe(metric.Key, [.. metric]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {own.Count(ticket => ticket.OpenedAt >= request.From && ticket.OpenedAt < request.To)} {turns.Count(t => t.Done)} {turns.Count(t => !t.Done)} backlog {open.Count - waiting} {waiting} {string.Join(' ', ages)}; {string.Join("; ", metrics)}");
    }

    private string Describe(SlaMetric metric, List<SlaClock> of)
    {
        var ended = of.Where(clock => clock.EndedAt is not null).ToList();
        var live = of.Where(clock => clock.EndedAt is null).ToList();
        var times = ended.Where(clock => clock.State == SlaClockState.Fulfilled && clock.Elapsed is not null).Select(clock => clock.Elapsed!.Value).ToList();
        // The smallest time such that at least so many percent are not longer.
        var percentiles = times.Count == 0 ? [] : request.Percentiles.Select(p => times.Where(time => times.Count(t => t <= time) * 100 >= p * times.Count).Min());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{metric} {ended.Count(c => c.State == SlaClockState.Fulfilled)} {ended.Count(c => c.State == SlaClockState.Stopped)} {ended.Count(c => c.Breached)}/{ended.Count(c => c.Target is not null)} {live.Count(c => c.State == SlaClockState.Running)} {live.Count(c => c.State == SlaClockState.Paused)} {live.Count(c => c.Breached)}/{live.Count(c => c.Target is not null)} {times.Count} {string.Join(' ', percentiles)}");
    }

    private static string Describe(string name, KpiGroup group) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: {group.Opened} {group.Solved} {group.Reopened} backlog {group.Backlog.Open} {group.Backlog.Waiting} {string.Join(' ', group.Backlog.Ages.Select(age => age.Count))}; {string.Join("; ", group.Metrics.Select(Describe))}");

    private static string Describe(KpiMetric m) => string.Create(
        CultureInfo.InvariantCulture,
        $"{m.Metric} {m.Fulfilled} {m.Stopped} {m.Breach.Count}/{m.Breach.Of} {m.Running} {m.Paused} {m.RunningBreach.Count}/{m.RunningBreach.Of} {m.BusinessTime.Count} {string.Join(' ', m.BusinessTime.Percentiles.Select(p => p.Time))}");

    private static bool IsDone(TicketStatus status) => status is TicketStatus.Solved or TicketStatus.Closed;
}
