using System.Text.Json;
using CrossBorder.Crm.Support;
using NodaTime;
using NodaTime.Text;
using SupportDesk.Report;

namespace SupportDesk.Week;

/// <summary>The library's reasons as lines of text.</summary>
internal static class Reasons
{
    private static readonly InstantPattern Day = InstantPattern.CreateWithInvariantCulture("ddd HH:mm'Z'");

    /// <summary>An instant of the week, in UTC.</summary>
    public static string At(Instant at) => Day.Format(at);

    public static string Words<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()).Replace('_', ' ');

    public static IEnumerable<string> OfRank(Ticket ticket) => ticket.Rank.At is { } rank
        ? [$"rank {At(rank)}: {string.Join("; ", ticket.Rank.Terms.Select(term => term.Text))}"]
        : ["not in the queue"];

    public static IEnumerable<string> Of(RouteDecision decision) => decision.Verdicts.Select(verdict =>
        $"{Sites.NameOf(verdict.Agent)} {(verdict.Qualifies ? $"can, at a cost of {verdict.Cost}" : verdict.QualifiesAt is { } at ? $"can from {At(at)}" : "cannot")}: "
        + string.Join("; ", verdict.Reasons.Select(reason => reason.Cost > 0 ? $"{reason.Text} (+{reason.Cost})" : reason.Text)));

    public static IEnumerable<string> Of(HandoverPlan plan) =>
    [
        $"due {Text(plan.DueAt)}; {(plan.ShiftEndsAt is { } ends ? $"her shift ends {At(ends)}" : "she is off shift")}; she is back {Text(plan.BackAt)}",
        .. plan.Decision is { } decision ? Of(decision) : [],
    ];

    public static IEnumerable<string> OpenClocksOf(HandoverPlan plan) => plan.OpenClocks.Select(clock =>
        $"{Words(clock.Metric)} since {At(clock.StartedAt)}, {(clock.DueAt is { } due ? $"due {At(due)}" : "paused")}{(clock.IsBreached ? ", breached" : "")}");

    /// <summary>Which rule fired, on which clock, and what it asks.</summary>
    public static IEnumerable<string> Of(TicketEscalated escalated, Ticket ticket)
    {
        var rule = DeskSetup.Policies.First(policy => policy.Name == ticket.Sla.Policy).Escalations.First(rule => rule.Code == escalated.Rule);
        var asks = rule.MinPercentUsed is { } percent ? $"{percent} % of the target is used" : $"{Figures.Time(rule.AfterDue)} of open time after it was due";
        yield return $"rule {rule.Code}, time {escalated.Times}: {asks}; reached {Text(escalated.ReachedAt)}";
        if (escalated.Metric is { } metric && escalated.StartedAt is { } started)
        {
            yield return $"clock {Words(metric)}, running since {At(started)}";
        }
    }

    private static string Text(Instant? at) => at is { } known ? At(known) : "never";
}
