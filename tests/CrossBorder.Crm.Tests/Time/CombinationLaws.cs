using CrossBorder.Crm.Time;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Time;

/// <summary>The algebra of sets, over calendars of any zones and spans of months.</summary>
public sealed class CombinationLaws
{
    private static readonly Gen<BusinessTimeline> Timelines =
        from zone in Gen.Elements(CalendarGen.Zones)
        from calendar in CalendarGen.Calendar(zone, new LocalDate(2024, 3, 28))
        select BusinessTimeline.Compile(calendar, DateTimeZoneProviders.Tzdb);

    private static readonly Gen<(Instant Start, Instant End)> Spans =
        from start in Gen.Choose(0, 200_000)
        from length in Gen.OneOf(Gen.Choose(0, 3000), Gen.Choose(0, 400_000))
        select (At(start), At(start + length));

    [Fact]
    public void What_is_in_both_is_counted_once() => Hold((a, b, _, s) =>
        Assert.Equal(Open(a, s) + Open(b, s), Open(a.Union(b), s) + Open(a.Intersect(b), s)));

    [Fact]
    public void What_is_taken_away_is_what_both_have() => Hold((a, b, _, s) =>
        Assert.Equal(Open(a, s), Open(a.Except(b), s) + Open(a.Intersect(b), s)));

    [Fact]
    public void The_order_of_teams_does_not_matter() => Hold((a, b, c, s) =>
    {
        Same(a.Union(b), b.Union(a), s);
        Same(a.Intersect(b), b.Intersect(a), s);
        Same(a.Union(b).Union(c), a.Union(b.Union(c)), s);
        Same(a.Intersect(b).Intersect(c), a.Intersect(b.Intersect(c)), s);
    });

    [Fact]
    public void One_distributes_over_the_other() => Hold((a, b, c, s) =>
    {
        Same(a.Intersect(b.Union(c)), a.Intersect(b).Union(a.Intersect(c)), s);
        Same(a.Union(b.Intersect(c)), a.Union(b).Intersect(a.Union(c)), s);
        Same(a.Except(b.Union(c)), a.Except(b).Except(c), s);
    });

    [Fact]
    public void A_team_with_itself_is_itself_and_without_itself_never_there() => Hold((a, _, _, s) =>
    {
        Same(a, a.Union(a), s);
        Same(a, a.Intersect(a), s);
        Assert.Equal(Duration.Zero, Open(a.Except(a), s));
    });

    [Fact]
    public void What_is_added_in_parts_is_added_at_once_and_can_be_taken_back() => Hold((a, b, _, s) =>
    {
        var either = a.Union(b);
        var whole = Open(either, s);
        if (whole == Duration.Zero)
        {
            return;
        }

        var part = Duration.FromTicks(whole.BclCompatibleTicks / 3);
        var end = either.Add(s.Start, whole);
        Assert.Equal(end, either.Add(either.Add(s.Start, part), whole - part));
        Assert.Equal(whole, either.Between(s.Start, end));
        Assert.Equal(whole, either.Between(either.Subtract(s.End, whole), s.End));
        Assert.True(end <= s.End && either.Subtract(s.End, whole) >= s.Start);
    });

    [Fact]
    public void Two_teams_that_meet_only_in_a_rare_week_are_found_however_far_it_is()
    {
        // Berlin goes back on the last Sunday of October, Cairo on its last Thursday: later, where the 31st is a Thursday to Saturday. In the
        // days between, and only then, nine o'clock in Berlin is eleven in Cairo. That is so in 2026, 2030, 2111 and 2115, never in between.
        var both = Compile("Europe/Berlin", "09:00-10:00").Intersect(Compile("Africa/Cairo", "11:00-12:00"));

        Assert.Equal(Instant.FromUtc(2030, 10, 28, 8, 0), both.NextOpen(Instant.FromUtc(2026, 11, 1, 0, 0)));
        Assert.Equal(Instant.FromUtc(2115, 10, 28, 8, 0), both.NextOpen(Instant.FromUtc(2111, 11, 1, 0, 0)));
        Assert.Equal(Instant.FromUtc(2115, 10, 28, 8, 30), both.Add(Instant.FromUtc(2111, 11, 1, 0, 0), Duration.FromMinutes(30)));
        Assert.Null(both.Intersect(Compile("Asia/Tokyo", "11:00-12:00")).NextOpen(Instant.FromUtc(2024, 1, 1, 0, 0)));
    }

    private static BusinessTimeline Compile(string zone, string hours) => BusinessTimeline.Compile(
        new() { Name = zone, Zone = zone, Weekly = WeeklyHours.Closed.With([IsoDayOfWeek.Monday], WallInterval.Parse(hours)) }, DateTimeZoneProviders.Tzdb);

    private static void Hold(Action<BusinessTimeline, BusinessTimeline, BusinessTimeline, (Instant Start, Instant End)> law)
    {
        var samples =
            from a in Timelines
            from b in Timelines
            from c in Timelines
            from span in Spans
            select (a, b, c, span);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(samples.ToArbitrary(), sample => law(sample.a, sample.b, sample.c, sample.span)));
    }

    private static void Same(BusinessTimeline left, BusinessTimeline right, (Instant Start, Instant End) span) =>
        Assert.Equal(left.OpenIntervals(span.Start, span.End), right.OpenIntervals(span.Start, span.End));

    private static Duration Open(BusinessTimeline timeline, (Instant Start, Instant End) span) => timeline.Between(span.Start, span.End);

    private static Instant At(int minute) => Instant.FromUtc(2024, 2, 1, 0, 0) + Duration.FromMinutes(minute);
}
