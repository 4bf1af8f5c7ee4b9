using CrossBorder.Crm.Loyalty;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Laws of what is earned besides orders.</summary>
public sealed class TriggerLaws
{
    private static readonly LocalDate FirstDay = new(2026, 1, 1);

    [Fact]
    public void Every_year_has_one_birthday_and_the_last_one_is_never_a_year_old() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(
        Arb.From(
            from born in Gen.Choose(0, 365)
            from today in Gen.Choose(0, 146_096)
            from rule in Gen.Elements(LeapDayRule.February28, LeapDayRule.March1)
            select (Born: new LocalDate(2024, 1, 1).PlusDays(born), Today: new LocalDate(1900, 1, 1).PlusDays(today), rule)),
        given =>
        {
            var birthday = new AnnualDate(given.Born.Month, given.Born.Day);
            var last = TriggerRules.LastBirthday(birthday, given.Today, given.rule);
            var next = TriggerRules.BirthdayIn(birthday, last.Year + 1, given.rule);
            var isDay = (last.Month, last.Day) == (birthday.Month, birthday.Day)
                || (birthday is { Month: 2, Day: 29 } && !CalendarSystem.Iso.IsLeapYear(last.Year)
                    && (last.Month, last.Day) == (given.rule == LeapDayRule.March1 ? (3, 1) : (2, 28)));
            return isDay && last <= given.Today && given.Today < next && last.Year >= given.Today.Year - 1;
        }));

    /// <summary>The model keeps every grant and counts them anew for each occurrence.</summary>
    [Fact]
    public void What_is_paid_is_what_counting_all_grants_anew_would_pay() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(
        Arb.From(
            from caps in Gen.Choose(1, 3).ArrayOf(3)
            from days in Gen.Choose(0, 25).ListOf(40)
            select (Caps: caps, Days: days)),
        given =>
        {
            EarnTrigger trigger = new()
            {
                Code = "review",
                Points = new(1),
                Caps = [new(EarnPeriod.Day, given.Caps[0]), new(EarnPeriod.Week, given.Caps[0] + given.Caps[1]), new(EarnPeriod.Month, given.Caps[0] + given.Caps[1] + given.Caps[2])],
            };
            var state = LedgerFold.Start(LoyaltyAccountId.FromExternal(new("laws", "m"))).Triggered;
            var paid = new List<LocalDate>();
            foreach (var day in given.Days.Select(FirstDay.PlusDays))
            {
                var expected = trigger.Caps.All(cap => paid.Count(other => EarnPeriods.StartOf(cap.Period, other) == EarnPeriods.StartOf(cap.Period, day)) < cap.Times);
                if (TriggerRules.Reached(trigger, state, day) is null != expected)
                {
                    return false;
                }

                if (expected)
                {
                    paid.Add(day);
                    state = TriggerRules.Add(state, new TriggerGrant { Trigger = trigger.Code, ProgramVersion = 1, CountsIn = TriggerRules.CountsIn(trigger, day) });
                }
            }

            return state.SequenceEqual(state.OrderBy(count => (count.Period, count.Start)));
        }));

    /// <summary>The days lie wider apart than the counts that are kept, and the messages come in any order.</summary>
    [Fact]
    public void No_period_is_paid_beyond_its_cap_however_late_a_message_comes() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(
        Arb.From(
            from day in Gen.Choose(1, 2)
            from week in Gen.Choose(2, 4)
            from days in Gen.Choose(0, 150).ListOf(150)
            select (Day: day, Week: week, Days: days)),
        given =>
        {
            EarnTrigger trigger = new() { Code = "review", Points = new(1), Caps = [new(EarnPeriod.Day, given.Day), new(EarnPeriod.Week, given.Week)] };
            var state = LedgerFold.Start(LoyaltyAccountId.FromExternal(new("laws", "m"))).Triggered;
            var paid = new List<LocalDate>();
            foreach (var day in given.Days.Select(FirstDay.PlusDays))
            {
                var fits = trigger.Caps.All(cap => paid.Count(other => EarnPeriods.StartOf(cap.Period, other) == EarnPeriods.StartOf(cap.Period, day)) < cap.Times);
                var isForgotten = TriggerRules.Forgotten(trigger, state, day) is not null;
                if (!isForgotten && TriggerRules.Reached(trigger, state, day) is null != fits)
                {
                    return false;
                }

                // Only what lies before all that are kept is forgotten.
                var lastDays = paid.Distinct().OrderDescending().Take(EarnPeriods.Kept(EarnPeriod.Day)).ToList();
                if (isForgotten && lastDays.Count < EarnPeriods.Kept(EarnPeriod.Day) && paid.Select(d => EarnPeriods.StartOf(EarnPeriod.Week, d)).Distinct().Count() < EarnPeriods.Kept(EarnPeriod.Week))
                {
                    return false;
                }

                if (!isForgotten && fits)
                {
                    paid.Add(day);
                    state = TriggerRules.Add(state, new TriggerGrant { Trigger = trigger.Code, ProgramVersion = 1, CountsIn = TriggerRules.CountsIn(trigger, day) });
                }
            }

            return true;
        }));
}
