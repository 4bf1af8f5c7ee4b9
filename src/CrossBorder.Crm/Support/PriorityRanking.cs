using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;
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

    /// <summary>The how-manieth complaint in 30 days the one at an instant is: <see cref="RankFacts.Complaints"/>.</summary>
    /// <param name="complaints">When the customer complained, in any order, the complaint in question included.</param>
    /// <param name="at">When the complaint in question was made. Later ones do not count, nor those 30 days of 24 hours before it or earlier.</param>
    public static int CountComplaints(IEnumerable<Instant> complaints, Instant at)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        var since = at - Duration.FromDays(RankFacts.ComplaintDays);
        return complaints.Count(complaint => complaint > since && complaint <= at);
    }

    /// <summary>How many active agents speak a language: <see cref="RankFacts.Speakers"/>.</summary>
    /// <param name="language">The customer's language.</param>
    /// <param name="agents">The staff.</param>
    /// <param name="minLevel">The lowest level that counts, 1 to 5.</param>
    public static int CountSpeakers(LanguageTag language, IEnumerable<Agent> agents, int minLevel = 1)
    {
        ArgumentNullException.ThrowIfNull(agents);
        return agents.Count(agent => agent.IsActive && agent.Languages.Any(skill => skill.Level >= minLevel && TicketRouting.Serves(skill.Language, language)));
    }

    /// <summary>The rank of a ticket.</summary>
    /// <param name="plan">The policies and calendars.</param>
    /// <param name="state">The ticket's clocks, and the attributes that state its <see cref="RankFacts"/>.</param>
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

        var policy = plan.Find(state.Policy);
        var rules = policy?.Ranking ?? RankingRules.Default;
        var terms = ImmutableArray.CreateBuilder<RankTerm>();
        terms.Add(Due(state) ?? Default(plan, rules, policy?.ExactFill ?? default, state));
        if (!rules.Boosts.IsEmpty)
        {
            var facts = RankFacts.Of(state.Attributes);
            terms.AddRange(rules.Boosts.Select(boost => Boost(boost, state, facts, reopened)).OfType<RankTerm>());
        }

        terms.AddRange(more);
        var shift = terms.Aggregate(Duration.Zero, (sum, term) => sum + (term.Shift ?? Duration.Zero));
        if (shift < -rules.MaxBoost)
        {
            terms.Add(new RankTerm
            {
                Code = "cap",
                Shift = -rules.MaxBoost - shift,
                Text = $"boosts count up to {Text(rules.MaxBoost)}",
            });
            shift = -rules.MaxBoost;
        }

        return new PriorityRank { At = (terms[0].From!.Value + shift).ToMicroseconds(), Terms = terms.DrainToImmutable() };
    }

    // Null where the boost does not hold; else the term, with what made it hold.
    private static RankTerm? Boost(RankBoost boost, SlaState state, RankFacts facts, int reopened)
    {
        if (reopened < boost.MinReopened
            || (boost.MinComplaints is { } complaints && !(facts.Complaints >= complaints))
            || (boost.MaxSpeakers is { } speakers && !(facts.Speakers <= speakers))
            || (boost.MaxSentiment is { } sentiment && !(facts.Sentiment <= sentiment))
            || !boost.When.All(condition => condition.Holds(state.Attributes)))
        {
            return null;
        }

        string?[] because =
        [
            .. boost.When.Select(condition => $"{condition.Attribute} is {condition.Value}"),
            boost.MinReopened > 0 ? Invariant($"reopened {reopened}×") : null,
            boost.MinComplaints is not null ? Invariant($"complaint {facts.Complaints} in {RankFacts.ComplaintDays} days") : null,
            boost.MaxSpeakers is not null ? Invariant($"speakers of the language: {facts.Speakers}") : null,
            boost.MaxSentiment is not null ? Invariant($"sentiment {facts.Sentiment}") : null,
        ];
        var reasons = string.Join(", ", because.OfType<string>());
        return new RankTerm
        {
            Code = $"boost.{boost.Code}",
            Shift = -boost.By,
            Text = $"{boost.Code}: {Text(-boost.By)}{(reasons.Length > 0 ? $" ({reasons})" : "")}",
        };
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

    private static RankTerm Default(SlaPlan plan, RankingRules rules, ExactFill fill, SlaState state)
    {
        var target = rules.Defaults.Where(item => item.Priority == state.Priority).Select(item => (SlaTarget?)item.Target).FirstOrDefault();
        var at = target is { } own ? plan.Timeline(own.Calendar).Add(state.OpenedAt, own.Within, fill) : state.OpenedAt + DefaultTarget(state.Priority);
        return new RankTerm
        {
            Code = $"default.{Code(state.Priority)}",
            From = at,
            Text = $"no clock is due; {Code(state.Priority)} priority is served by {InstantPattern.General.Format(at)}",
        };
    }

    private static string Text(Duration shift) => shift.BclCompatibleTicks % NodaConstants.TicksPerMinute == 0
        ? Invariant($"{shift.BclCompatibleTicks / NodaConstants.TicksPerMinute} min")
        : DurationPattern.JsonRoundtrip.Format(shift);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static string Words(SlaMetric metric) => Code(metric).Replace('_', ' ');

    private static string Code<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
