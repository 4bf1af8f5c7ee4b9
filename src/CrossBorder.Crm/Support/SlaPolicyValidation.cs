using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What makes a policy valid: one target a metric and priority, each with some time and a calendar; boosts that move forward.</summary>
public static class SlaPolicyValidation
{
    private static readonly Duration MaxShift = Duration.FromDays(366);

    /// <summary>Refuses a policy that is not valid.</summary>
    /// <param name="policy">The policy.</param>
    /// <exception cref="ArgumentException">A part is not valid; the message names the first such place.</exception>
    public static void Require(SlaPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        StoredText.Require(policy.Name, SlaPolicy.MaxNameLength, nameof(policy));
        RequireKnown(policy, "exactFill", policy.ExactFill);
        RequireConditions(policy, "when", policy.When);
        Present(policy, "goals", policy.Goals.IsDefault);
        var seen = new HashSet<(SlaMetric, TicketPriority)>();
        for (var i = 0; i < policy.Goals.Length; i++)
        {
            var goal = policy.Goals[i] ?? throw Fault(policy, $"goals[{i}]", "is missing");
            RequireKnown(policy, $"goals[{i}].metric", goal.Metric);
            RequireKnown(policy, $"goals[{i}].priority", goal.Priority);
            RequireTime(policy, $"goals[{i}]", goal.Within);
            RequireCalendar(policy, $"goals[{i}]", goal.Calendar);
            RequireWarnings(policy, $"goals[{i}].warnings", goal);
            if (!seen.Add((goal.Metric, goal.Priority)))
            {
                throw Fault(policy, $"goals[{i}]", $"{goal.Metric} at {goal.Priority} is given twice");
            }
        }

        RequireRanking(policy, policy.Ranking ?? throw Fault(policy, "ranking", "is missing"));
        EscalationValidation.Require(policy);
    }

    /// <summary>Every calendar that a policy names, with the place.</summary>
    internal static IEnumerable<(string Place, CalendarId Calendar)> Calendars(SlaPolicy policy) =>
    [
        .. policy.Goals.Select((goal, i) => ($"goals[{i}]", goal.Calendar)),
        .. policy.Ranking.Defaults.Select((item, i) => ($"ranking.defaults[{i}]", item.Target.Calendar)),
    ];

    private static void RequireWarnings(SlaPolicy policy, string place, SlaGoal goal)
    {
        if (goal.Warnings.Length > SlaGoal.MaxWarnings)
        {
            throw Fault(policy, place, $"there are {goal.Warnings.Length}; at most {SlaGoal.MaxWarnings} are allowed");
        }

        for (var i = 0; i < goal.Warnings.Length; i++)
        {
            var warning = goal.Warnings[i] ?? throw Fault(policy, $"{place}[{i}]", "is missing");
            if (warning is { Percent: null, Left: null } or { Percent: not null, Left: not null })
            {
                throw Fault(policy, $"{place}[{i}]", "either a share or a time that is left is needed");
            }

            if (warning.Percent is < 1 or > 99)
            {
                throw Fault(policy, $"{place}[{i}]", $"the share is {warning.Percent} %; from 1 to 99 are allowed");
            }

            if (warning.Left is { } left)
            {
                RequireTime(policy, $"{place}[{i}]", left);
                if (left >= goal.Within)
                {
                    throw Fault(policy, $"{place}[{i}]", $"the time left is {left}; it must be less than the target of {goal.Within}");
                }
            }

            if (goal.Warnings.IndexOf(warning) < i)
            {
                throw Fault(policy, $"{place}[{i}]", "the warning is given twice");
            }
        }
    }

    private static void RequireRanking(SlaPolicy policy, RankingRules ranking)
    {
        Present(policy, "ranking.defaults", ranking.Defaults.IsDefault);
        Present(policy, "ranking.boosts", ranking.Boosts.IsDefault);
        var seen = new HashSet<TicketPriority>();
        for (var i = 0; i < ranking.Defaults.Length; i++)
        {
            var (priority, target) = ranking.Defaults[i];
            RequireKnown(policy, $"ranking.defaults[{i}].priority", priority);
            RequireTime(policy, $"ranking.defaults[{i}]", target.Within);
            RequireCalendar(policy, $"ranking.defaults[{i}]", target.Calendar);
            if (!seen.Add(priority))
            {
                throw Fault(policy, $"ranking.defaults[{i}]", $"{priority} is given twice");
            }
        }

        for (var i = 0; i < ranking.Boosts.Length; i++)
        {
            var boost = ranking.Boosts[i] ?? throw Fault(policy, $"ranking.boosts[{i}]", "is missing");
            StoredText.RequireCode(boost.Code, maxLength: 64, nameof(policy));
            RequireTime(policy, $"ranking.boosts[{i}]", boost.By);
            RequireShift(policy, $"ranking.boosts[{i}]", boost.By);
            RequireConditions(policy, $"ranking.boosts[{i}].when", boost.When);
            if (boost.MinReopened < 0)
            {
                throw Fault(policy, $"ranking.boosts[{i}]", $"minReopened is {boost.MinReopened}; it cannot be negative");
            }

            RequireFact(policy, $"ranking.boosts[{i}].minComplaints", boost.MinComplaints, 1, 1_000_000);
            RequireFact(policy, $"ranking.boosts[{i}].maxSpeakers", boost.MaxSpeakers, 0, 1_000_000);
            RequireFact(policy, $"ranking.boosts[{i}].maxSentiment", boost.MaxSentiment, -100, 100);
        }

        if (ranking.MaxBoost < Duration.Zero)
        {
            throw Fault(policy, "ranking", $"maxBoost is {ranking.MaxBoost}; it cannot be negative");
        }

        RequireShift(policy, "ranking.maxBoost", ranking.MaxBoost);
        RequireStorable(policy, "ranking.maxBoost", ranking.MaxBoost);
    }

    private static void RequireFact(SlaPolicy policy, string place, int? value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw Fault(policy, place, $"it is {value}; from {least} to {most} is allowed, and what does not matter is left out");
        }
    }

    internal static void RequireConditions(SlaPolicy policy, string place, System.Collections.Immutable.ImmutableArray<AttributeCondition> conditions)
    {
        Present(policy, place, conditions.IsDefault);
        for (var i = 0; i < conditions.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(conditions[i].Attribute) || conditions[i].Value is null)
            {
                throw Fault(policy, $"{place}[{i}]", "an attribute and a value are needed");
            }
        }
    }

    internal static void RequireTime(SlaPolicy policy, string place, Duration time)
    {
        if (time <= Duration.Zero)
        {
            throw Fault(policy, place, $"the time is {time}; it must be more than zero");
        }

        if (time > SlaGoal.MaxWithin)
        {
            throw Fault(policy, place, $"the time is {time}; at most {SlaGoal.MaxWithin} is allowed");
        }

        RequireStorable(policy, place, time);
    }

    private static void RequireShift(SlaPolicy policy, string place, Duration time)
    {
        if (time > MaxShift)
        {
            throw Fault(policy, place, $"the time is {time}; a rank moves by at most {MaxShift.Days} days");
        }
    }

    // Due times are stored to the microsecond; a finer time would make them differ from what was stored.
    private static void RequireStorable(SlaPolicy policy, string place, Duration time)
    {
        if (time.SubsecondNanoseconds % 1000 != 0)
        {
            throw Fault(policy, place, $"the time is {time}; it must be whole microseconds");
        }
    }

    private static void RequireCalendar(SlaPolicy policy, string place, CalendarId calendar)
    {
        if (calendar == default)
        {
            throw Fault(policy, place, "no calendar is named");
        }
    }

    internal static void RequireKnown<T>(SlaPolicy policy, string place, T value) where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw Fault(policy, place, $"{value} is not known");
        }
    }

    private static void Present(SlaPolicy policy, string place, bool isMissing)
    {
        if (isMissing)
        {
            throw Fault(policy, place, "is missing; an empty list says that there are none");
        }
    }

    internal static ArgumentException Fault(SlaPolicy policy, string place, string fault) =>
        new($"Policy '{policy.Name}', {place}: {fault}.", nameof(policy));
}
