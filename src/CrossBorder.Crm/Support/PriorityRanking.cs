using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace CrossBorder.Crm.Support;

/// <summary>Where a ticket stands in the queue: by the instant at which it is due, moved forward by what speaks for it. Every term is explained.</summary>
/// <remarks>
/// The rank is the earliest due time among the running clocks (a breached one keeps its own), else creation plus the default target of the
/// priority; minus the sum of the boosts that hold, up to the policy's cap.
/// </remarks>
public static class PriorityRanking
{
    /// <summary>Orders the queue: rank, then creation, then id. Tickets that are not in the queue come last.</summary>
    public static IComparer<Ticket> Order { get; } = Comparer<Ticket>.Create(static (left, right) =>
    {
        var byRank = (left.Rank.At ?? Instant.MaxValue).CompareTo(right.Rank.At ?? Instant.MaxValue);
        var byAge = byRank != 0 ? byRank : left.OpenedAt.CompareTo(right.OpenedAt);
        return byAge != 0 ? byAge : left.Id.Value.CompareTo(right.Id.Value);
    });

    /// <summary>The default targets of a policy that names none, in calendar time.</summary>
    /// <param name="priority">The priority.</param>
    public static Duration DefaultTarget(TicketPriority priority) => priority switch
    {
        TicketPriority.Low => Duration.FromHours(72),
        TicketPriority.Normal => Duration.FromHours(24),
        TicketPriority.High => Duration.FromHours(8),
        _ => Duration.FromHours(1),
    };

    /// <summary>The rank of a ticket.</summary>
    /// <param name="plan">The policies and calendars.</param>
    /// <param name="state">The ticket's clocks.</param>
    /// <param name="reopened">How often it was opened again.</param>
    /// <param name="more">The host's own terms, added to the policy's boosts under the same cap; a negative shift is sooner, a positive one later.</param>
    public static PriorityRank Rank(SlaPlan plan, SlaState state, int reopened = 0, params ReadOnlySpan<RankTerm> more)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(state);
        if (state.Status is not (TicketStatus.New or TicketStatus.Open))
        {
            return PriorityRank.NotInQueue;
        }

        var rules = plan.Find(state.Policy)?.Ranking ?? RankingRules.Default;
        var terms = ImmutableArray.CreateBuilder<RankTerm>();
        terms.Add(Due(state) ?? Default(plan, rules, state));
        foreach (var boost in rules.Boosts)
        {
            if (reopened >= boost.MinReopened && boost.When.All(condition => condition.Holds(state.Attributes)))
            {
                terms.Add(new RankTerm { Code = $"boost.{boost.Code}", Shift = -boost.By, Text = $"{boost.Code}: {Minutes(-boost.By)}" });
            }
        }

        terms.AddRange(more);
        var shift = terms.Aggregate(Duration.Zero, (sum, term) => sum + (term.Shift ?? Duration.Zero));
        if (shift < -rules.MaxBoost)
        {
            terms.Add(new RankTerm
            {
                Code = "cap",
                Shift = -rules.MaxBoost - shift,
                Text = $"boosts count up to {Minutes(rules.MaxBoost)}",
            });
            shift = -rules.MaxBoost;
        }

        return new PriorityRank { At = terms[0].From!.Value + shift, Terms = terms.DrainToImmutable() };
    }

    private static RankTerm? Due(SlaState state)
    {
        SlaRunningClock? first = null;
        foreach (var clock in state.Clocks)
        {
            if (clock.RunningSince is not null && clock.DueAt is { } due && (first is null || due < first.DueAt))
            {
                first = clock;
            }
        }

        return first is null ? null : new RankTerm
        {
            Code = $"due.{Code(first.Metric)}",
            From = first.DueAt,
            Text = $"{Words(first.Metric)} {(first.Breached ? "was" : "is")} due {InstantPattern.General.Format(first.DueAt!.Value)}",
        };
    }

    private static RankTerm Default(SlaPlan plan, RankingRules rules, SlaState state)
    {
        var target = rules.Defaults.Where(item => item.Priority == state.Priority).Select(item => (SlaTarget?)item.Target).FirstOrDefault();
        var at = target is { } own ? plan.Timeline(own.Calendar).Add(state.OpenedAt, own.Within) : state.OpenedAt + DefaultTarget(state.Priority);
        return new RankTerm
        {
            Code = $"default.{Code(state.Priority)}",
            From = at,
            Text = $"no clock is due; {Code(state.Priority)} priority is served by {InstantPattern.General.Format(at)}",
        };
    }

    private static string Minutes(Duration shift) => string.Create(CultureInfo.InvariantCulture, $"{(long)shift.TotalMinutes} min");

    private static string Words(SlaMetric metric) => Code(metric).Replace('_', ' ');

    private static string Code<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
