using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Which expiries are to be told, and which were. Pure.</summary>
/// <remarks>
/// A mark is kept for each day that was told, with the instants between which lots belong to it: so the account itself knows when its next notice is
/// due and which lot nobody was told of, without a zone and without the programme.
/// </remarks>
internal static class NoticeRules
{
    private const int MaxNotices = 8;
    private const int MaxDays = 366;

    /// <summary>What is to be told, and how the days are marked from then on.</summary>
    /// <param name="Marks">The new marks; a mark without an event only says when the next notice of its day is due.</param>
    /// <param name="Told">The events.</param>
    internal readonly record struct Notices(ImmutableArray<ExpiryMark> Marks, ImmutableArray<PointsExpiring> Told);

    public static void Require(NoticePlan plan, string path)
    {
        if (plan.DaysBefore.IsDefaultOrEmpty || plan.DaysBefore.Length > MaxNotices)
        {
            throw ProgramRules.Wrong($"A plan has 1 to {MaxNotices} notices; this one has {(plan.DaysBefore.IsDefault ? 0 : plan.DaysBefore.Length)}.", path);
        }

        for (var i = 0; i < plan.DaysBefore.Length; i++)
        {
            var days = plan.DaysBefore[i];
            if (days is < 1 or > MaxDays)
            {
                throw new ArgumentOutOfRangeException($"{path}[{i}]", days, $"A notice is told 1 to {MaxDays} days before.");
            }

            if (i > 0 && days >= plan.DaysBefore[i - 1])
            {
                throw ProgramRules.Wrong($"The longest notice comes first, each once: {days} days come after {plan.DaysBefore[i - 1]}.", $"{path}[{i}]");
            }
        }
    }

    /// <summary>The first expiry of which nobody was told; null where there is none.</summary>
    public static Instant? FirstUntold(LoyaltyAccountState state)
    {
        if (state.Links is { MergedInto: not null } or { Household.IsPending: true })
        {
            return null;
        }

        foreach (var lot in state.Lots)
        {
            if (lot.ExpiresAt is not { } end)
            {
                return null;
            }

            if (MarkOf(state.Told, end) is null)
            {
                return end;
            }
        }

        return null;
    }

    /// <summary>When the next notice of a day that was told before is due; null where none is. A day without points left has none.</summary>
    public static Instant? NextNotice(LoyaltyAccountState state)
    {
        Instant? next = null;
        foreach (var lot in state.Lots)
        {
            if (lot.ExpiresAt is { } end && MarkOf(state.Told, end) is { } mark)
            {
                next = SweepRules.Earlier(next, mark.NextAt);
            }
        }

        return next;
    }

    /// <summary>What is to be told of an account now.</summary>
    /// <param name="state">The account, moved on to now.</param>
    /// <param name="plan">The plan in force; null for none.</param>
    /// <param name="zone">The programme's zone.</param>
    /// <param name="now">The time of posting.</param>
    public static Notices Due(LoyaltyAccountState state, NoticePlan? plan, DateTimeZone? zone, Instant now)
    {
        var marks = ImmutableArray.CreateBuilder<ExpiryMark>();
        var told = ImmutableArray.CreateBuilder<PointsExpiring>();
        var horizon = plan is null ? now : now + Duration.FromDays(plan.DaysBefore[0]);
        for (var i = 0; i < state.Lots.Length && state.Lots[i].ExpiresAt is { } end;)
        {
            var before = MarkOf(state.Told, end);
            if (before is null && (end > horizon || zone is null))
            {
                i++;
                continue;
            }

            var day = before ?? DayOf(end, zone!);
            var points = Points.Zero;
            for (; i < state.Lots.Length && state.Lots[i].ExpiresAt <= day.Until; i++)
            {
                points += state.Lots[i].Remaining;
            }

            if (Next(day, before is not null, plan, end, now) is { } mark)
            {
                marks.Add(mark);
                if (before?.DaysBefore != mark.DaysBefore)
                {
                    told.Add(new() { Account = state.Account, LastDay = mark.LastDay, ExpiresAt = end, Points = points, DaysBefore = mark.DaysBefore });
                }
            }
        }

        return new(marks.DrainToImmutable(), told.DrainToImmutable());
    }

    /// <summary>The marks after further ones; days that are over drop out.</summary>
    public static ImmutableArray<ExpiryMark> Mark(ImmutableArray<ExpiryMark> marks, ImmutableArray<ExpiryMark> added, Instant now) =>
    [
        .. marks.Where(mark => mark.Until > now && !added.Any(other => other.After == mark.After && other.Until == mark.Until))
            .Concat(added)
            .OrderBy(mark => mark.Until).ThenBy(mark => mark.After),
    ];

    // The shortest notice that is due and shorter than what was told; else, where the mark promised one that the plan no longer has, when the next is.
    private static ExpiryMark? Next(ExpiryMark day, bool isTold, NoticePlan? plan, Instant end, Instant now)
    {
        var (due, next) = When(plan, isTold ? day.DaysBefore : null, end, now);
        return due is { } shortest ? day with { DaysBefore = shortest, NextAt = next }
            : isTold && day.NextAt <= now ? day with { NextAt = next }
            : null;
    }

    /// <summary>Which notice of an end is due, the shortest of several, and when the next one is.</summary>
    /// <param name="plan">The plan; null for no notices.</param>
    /// <param name="told">The notice that was told last, in days; null for none.</param>
    /// <param name="end">The end.</param>
    /// <param name="now">The instant.</param>
    public static (int? Due, Instant? Next) When(NoticePlan? plan, int? told, Instant end, Instant now)
    {
        int? due = null;
        Instant? next = null;
        foreach (var days in plan?.DaysBefore ?? [])
        {
            var at = end - Duration.FromDays(days);
            if (days >= told)
            {
                continue;
            }

            if (at <= now)
            {
                due = days;
            }
            else
            {
                next ??= at;
            }
        }

        return (due, next);
    }

    /// <summary>The last usable day before an end.</summary>
    public static LocalDate LastDayOf(Instant end, DateTimeZone zone) => (end - Duration.Epsilon).InZone(zone).Date;

    private static ExpiryMark DayOf(Instant end, DateTimeZone zone)
    {
        // The last usable instant tells the day: an expiry at midnight is the end of the day before.
        var day = LastDayOf(end, zone);
        return new()
        {
            LastDay = day,
            After = ExpiryRules.ToInstant(day.AtMidnight(), zone),
            Until = ExpiryRules.ToInstant(day.PlusDays(1).AtMidnight(), zone),
            DaysBefore = int.MaxValue,
        };
    }

    private static ExpiryMark? MarkOf(ImmutableArray<ExpiryMark> told, Instant end)
    {
        foreach (var mark in told)
        {
            if (mark.After < end && end <= mark.Until)
            {
                return mark;
            }
        }

        return null;
    }
}
