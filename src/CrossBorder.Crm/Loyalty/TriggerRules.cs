using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What is earned besides orders: how often, and when a birthday is. Pure.</summary>
public static class TriggerRules
{
    private const int MaxTriggers = 64;
    private const int MaxDaysLate = 180;

    /// <summary>The longest code: with its prefix it names a request.</summary>
    internal const int MaxCodeLength = 24;

    /// <summary>The day of a birthday in a year.</summary>
    /// <param name="birthday">Month and day of birth.</param>
    /// <param name="year">The calendar year.</param>
    /// <param name="leapDay">When those born on 29 February have it in a year without that day.</param>
    public static LocalDate BirthdayIn(AnnualDate birthday, int year, LeapDayRule leapDay) =>
        birthday is { Month: 2, Day: 29 } && leapDay == LeapDayRule.March1 && !CalendarSystem.Iso.IsLeapYear(year)
            ? new(year, 3, 1)
            // NodaTime's own rule is the other one: 29 February becomes the 28th.
            : birthday.InYear(year);

    /// <summary>The last birthday up to a day, that day included.</summary>
    /// <param name="birthday">Month and day of birth.</param>
    /// <param name="today">The local day.</param>
    /// <param name="leapDay">When those born on 29 February have it in a year without that day.</param>
    public static LocalDate LastBirthday(AnnualDate birthday, LocalDate today, LeapDayRule leapDay)
    {
        var day = BirthdayIn(birthday, today.Year, leapDay);
        return day <= today ? day : BirthdayIn(birthday, today.Year - 1, leapDay);
    }

    internal static EarnTrigger? Find(LoyaltyProgram program, string code)
    {
        foreach (var trigger in program.Triggers?.Triggers ?? [])
        {
            if (trigger.Code == code)
            {
                return trigger;
            }
        }

        return null;
    }

    /// <summary>The first cap that leaves no room, with how often it was paid in that period; null where there is room.</summary>
    internal static TriggerCount? Reached(EarnTrigger trigger, ImmutableArray<TriggerCount> counts, LocalDate day)
    {
        foreach (var cap in trigger.Caps)
        {
            var start = EarnPeriods.StartOf(cap.Period, day);
            foreach (var count in counts)
            {
                if (count.Trigger == trigger.Code && count.Period == cap.Period && count.Start == start && count.Times >= cap.Times)
                {
                    return count;
                }
            }
        }

        return null;
    }

    /// <summary>The first capped period whose count is kept no longer; null where all are known.</summary>
    internal static TriggerPeriod? Forgotten(EarnTrigger trigger, ImmutableArray<TriggerCount> counts, LocalDate day)
    {
        foreach (var cap in trigger.Caps)
        {
            var start = EarnPeriods.StartOf(cap.Period, day);
            var kept = counts.Where(count => count.Trigger == trigger.Code && count.Period == cap.Period).ToList();
            if (kept.Count >= EarnPeriods.Kept(cap.Period) && start < kept[0].Start)
            {
                return new(cap.Period, start);
            }
        }

        return null;
    }

    internal static ImmutableArray<TriggerPeriod> CountsIn(EarnTrigger trigger, LocalDate day) =>
        [.. trigger.Caps.Select(cap => new TriggerPeriod(cap.Period, EarnPeriods.StartOf(cap.Period, day)))];

    /// <summary>All periods that a day lies in: what a later plan may limit.</summary>
    internal static ImmutableArray<TriggerPeriod> PeriodsOf(LocalDate day) => [.. Enum.GetValues<EarnPeriod>().Select(period => new TriggerPeriod(period, EarnPeriods.StartOf(period, day)))];

    /// <summary>The counts with one more grant, by trigger, period and start. Of each the latest few are kept.</summary>
    /// <remarks>An occurrence dated before all that are kept is not paid: <see cref="Forgotten"/>.</remarks>
    internal static ImmutableArray<TriggerCount> Add(ImmutableArray<TriggerCount> counts, TriggerGrant? grant) =>
        grant is null ? counts : grant.CountsIn.Aggregate(counts, (sums, period) => Add(sums, new TriggerCount(grant.Trigger, period.Period, period.Start, 1)));

    internal static ImmutableArray<TriggerCount> Add(ImmutableArray<TriggerCount> counts, TriggerCount added)
    {
        var at = 0;
        while (at < counts.Length && Compare(counts[at], added) < 0)
        {
            at++;
        }

        if (at < counts.Length && Compare(counts[at], added) == 0)
        {
            return counts.SetItem(at, added with { Times = counts[at].Times + added.Times });
        }

        var next = counts.Insert(at, added);
        var first = next.First(count => count.Trigger == added.Trigger && count.Period == added.Period);
        return next.Count(count => count.Trigger == added.Trigger && count.Period == added.Period) > EarnPeriods.Kept(added.Period) ? next.Remove(first) : next;
    }

    internal static void Require(TriggerPlan plan, LoyaltyProgram program, DateTimeZone zone)
    {
        const string at = "program.Triggers.Triggers";
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (trigger, path) in ProgramRules.Items(plan.Triggers, at, isEmptyAllowed: false))
        {
            StoredText.RequireCode(trigger.Code, MaxCodeLength, $"{path}.Code");
            ProgramRules.RequireNew(codes, trigger.Code, $"{path}.Code", "is used twice");
            ArgumentOutOfRangeException.ThrowIfLessThan(trigger.Points.Value, 1, $"{path}.Points");
            ProgramRules.RequireDefined(trigger.Kind, $"{path}.Kind");
            ProgramRules.RequireDefined(trigger.LeapDay, $"{path}.LeapDay");
            if (trigger.DaysLate is < 0 or > MaxDaysLate)
            {
                throw new ArgumentOutOfRangeException($"{path}.DaysLate", trigger.DaysLate, $"A birthday is paid for 0 to {MaxDaysLate} days after it.");
            }

            RequireCaps(trigger.Caps, $"{path}.Caps");
            ProgramRules.RequireLifetime(trigger.Validity ?? program.Validity, trigger.Activation ?? program.Activation, zone, $"{path}.Validity");
        }

        if (codes.Count > MaxTriggers)
        {
            throw ProgramRules.Wrong($"A programme has {MaxTriggers} triggers at most; this one has {codes.Count}.", at);
        }
    }

    internal static void RequireCaps(ImmutableArray<TriggerCap> caps, string at)
    {
        var periods = new HashSet<EarnPeriod>();
        var least = 1;
        foreach (var (cap, path) in ProgramRules.Items(caps, at).OrderBy(item => item.Item.Period))
        {
            ProgramRules.RequireDefined(cap.Period, $"{path}.Period");
            ProgramRules.RequireNew(periods, cap.Period, path, "has overlapping caps; give one a period");
            if (cap.Times < least)
            {
                throw ProgramRules.Wrong($"A cap is at least 1 and not below that of a shorter period, {least}; this one is {cap.Times}.", $"{path}.Times");
            }

            least = cap.Times;
        }
    }

    private static int Compare(TriggerCount x, TriggerCount y) =>
        string.CompareOrdinal(x.Trigger, y.Trigger) is not 0 and var byCode ? byCode : (x.Period, x.Start).CompareTo((y.Period, y.Start));
}
