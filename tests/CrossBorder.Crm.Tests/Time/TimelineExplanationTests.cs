using CrossBorder.Crm.Time;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Time;

public sealed class TimelineExplanationTests
{
    private static readonly BusinessCalendar Office = new()
    {
        Name = "office",
        Zone = "Europe/Warsaw",
        Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("12:30-17:00"), WallInterval.Parse("09:00-12:00")),
        Holidays = [new LocalDate(2024, 12, 26), new LocalDate(2024, 12, 25), new LocalDate(2024, 11, 11)],
        Closures = [new() { Date = new LocalDate(2024, 12, 24), Interval = WallInterval.Parse("12:00-24:00") }],
        Overrides =
        [
            new() { Date = new LocalDate(2024, 12, 31) },
            new() { Date = new LocalDate(2024, 12, 21), Intervals = [WallInterval.Parse("10:00-14:00")] },
        ],
    };

    [Fact]
    public void A_calendar_describes_itself_in_order_whatever_order_it_was_written_in()
    {
        Assert.Equal(
            """
            office: wall times of Europe/Warsaw.
            Monday to Friday 09:00-12:00 and 12:30-17:00; Saturday and Sunday closed.
            Closed all day (3): 2024-11-11, 2024-12-25 to 2024-12-26.
            Closed in part (1): 2024-12-24 12:00-24:00.
            Other hours (2): 2024-12-21 10:00-14:00; 2024-12-31 closed.
            """.ReplaceLineEndings("\n"),
            Office.Describe());
        Assert.Equal("24x7: wall times of Etc/UTC.\nEvery day 00:00-24:00.", BusinessCalendar.AlwaysOpen.Describe());
    }

    [Fact]
    public void A_timeline_describes_its_calendars_and_names_the_release_of_the_tz_database()
    {
        var (office, always) = (Compile(Office with { Holidays = [], Closures = [], Overrides = [] }), Compile(BusinessCalendar.AlwaysOpen));

        Assert.Equal(
            $"""
            Open where the first is and the second is not:
            - 24x7: wall times of Etc/UTC.
              Every day 00:00-24:00.
            - office: wall times of Europe/Warsaw.
              Monday to Friday 09:00-12:00 and 12:30-17:00; Saturday and Sunday closed.
            Rules of {DateTimeZoneProviders.Tzdb.VersionId}.
            """.ReplaceLineEndings("\n"),
            always.Except(office).Describe());
    }

    [Fact]
    public void An_answer_names_what_was_counted_on_the_wall_and_in_utc()
    {
        var explanation = Compile(Office).ExplainAdd(Instant.FromUtc(2024, 12, 23, 15, 30), Duration.FromHours(4));

        Assert.Equal(Instant.FromUtc(2024, 12, 27, 8, 30), explanation.End);
        Assert.Equal(
            $"""
            4 h open from 2024-12-23T15:30:00Z on end at 2024-12-27T08:30:00Z in office (Europe/Warsaw, {DateTimeZoneProviders.Tzdb.VersionId}):
            Mon 2024-12-23 16:30+01 to 17:00+01 (2024-12-23T15:30:00Z to 2024-12-23T16:00:00Z): 30 min, 30 min in all
            Tue 2024-12-24 09:00+01 to 12:00+01 (2024-12-24T08:00:00Z to 2024-12-24T11:00:00Z): 3 h, 3 h 30 min in all
            Fri 2024-12-27 09:00+01 to 09:30+01 (2024-12-27T08:00:00Z to 2024-12-27T08:30:00Z): 30 min, 4 h in all
            """.ReplaceLineEndings("\n"),
            explanation.ToString());
    }

    [Fact]
    public void An_interval_across_a_change_of_clocks_shows_both_offsets_and_its_real_length()
    {
        var night = Compile(Office with { Weekly = WeeklyHours.Closed.With([IsoDayOfWeek.Saturday], WallInterval.Parse("22:00-06:00")) });

        var explanation = night.ExplainBetween(Instant.FromUtc(2024, 10, 26, 0, 0), Instant.FromUtc(2024, 10, 28, 0, 0));

        Assert.Equal(Duration.FromHours(9), explanation.Open);
        Assert.StartsWith("Sat 2024-10-26 22:00+02 to Sun 2024-10-27 06:00+01 ", Assert.Single(explanation.Counted).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_answer_is_summed_up_in_text_and_whole_in_data()
    {
        var explanation = Compile(Office).ExplainBetween(Instant.FromUtc(2024, 1, 1, 0, 0), Instant.FromUtc(2024, 7, 1, 0, 0));

        Assert.Equal(260, explanation.Counted.Length);
        var lines = explanation.ToString().Split('\n');
        Assert.Equal(1 + OpenTimeExplanation.IntervalsInText + 1, lines.Length);
        Assert.Equal("… 240 more, 900 h …", lines[^2]);
        Assert.EndsWith("975 h in all", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-12-23T10:00:00Z", true, "weekly.monday[1]", "office is open at Mon 2024-12-23 11:00+01 (2024-12-23T10:00:00Z), until 2024-12-23T11:00:00Z: Monday has 09:00-12:00")]
    [InlineData("2024-12-24T13:00:00Z", false, "closures[0],weekly.tuesday[0]", "office is closed at Tue 2024-12-24 14:00+01 (2024-12-24T13:00:00Z), until 2024-12-27T08:00:00Z: 2024-12-24 is closed 12:00-24:00; Tuesday has 12:30-17:00")]
    [InlineData("2024-12-25T10:00:00Z", false, "holidays[1],weekly.wednesday[1]", "office is closed at Wed 2024-12-25 11:00+01 (2024-12-25T10:00:00Z), until 2024-12-27T08:00:00Z: 2024-12-25 is a holiday; Wednesday has 09:00-12:00")]
    [InlineData("2024-12-31T10:00:00Z", false, "overrides[0]", "office is closed at Tue 2024-12-31 11:00+01 (2024-12-31T10:00:00Z), until 2025-01-01T08:00:00Z: 2024-12-31 has hours of its own, none")]
    [InlineData("2024-12-21T09:00:00Z", true, "overrides[1].intervals[0]", "office is open at Sat 2024-12-21 10:00+01 (2024-12-21T09:00:00Z), until 2024-12-21T13:00:00Z: 2024-12-21 has hours of its own, 10:00-14:00")]
    [InlineData("2024-12-22T09:00:00Z", false, "", "office is closed at Sun 2024-12-22 10:00+01 (2024-12-22T09:00:00Z), until 2024-12-23T08:00:00Z: no interval covers it")]
    public void An_instant_names_the_parts_of_the_calendar_that_open_or_close_it(string at, bool isOpen, string places, string text)
    {
        var explanation = Compile(Office).ExplainAt(NodaTime.Text.InstantPattern.ExtendedIso.Parse(at).Value);

        Assert.Equal(isOpen, explanation.IsOpen);
        Assert.Equal(places, string.Join(",", explanation.Reasons.Select(reason => reason.Place)));
        Assert.Equal(text, explanation.ToString());
    }

    [Fact]
    public void What_is_counted_adds_up_to_the_answer_and_the_reasons_agree_with_it()
    {
        var samples =
            from zoneId in Gen.Elements(CalendarGen.Zones)
            from window in CalendarGen.WindowIn(DateTimeZoneProviders.Tzdb[zoneId])
            from calendar in CalendarGen.Calendar(zoneId, window.InZone(DateTimeZoneProviders.Tzdb[zoneId]).Date)
            from minutes in Gen.Choose(0, 9000)
            select (calendar, window, minutes);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(samples.ToArbitrary(), sample =>
        {
            var timeline = Compile(sample.calendar);
            var (start, end) = (sample.window, sample.window + Duration.FromMinutes(sample.minutes));
            var between = timeline.ExplainBetween(start, end);
            Assert.Equal(timeline.Between(start, end), between.Open);
            Assert.Equal(between.Open, between.Counted.Aggregate(Duration.Zero, (sum, item) => sum + item.Amount));
            Assert.Equal(between.Open, between.Counted.IsEmpty ? Duration.Zero : between.Counted[^1].Total);
            if (between.Open > Duration.Zero)
            {
                Assert.Equal(timeline.Add(start, between.Open), timeline.ExplainAdd(start, between.Open).End);
                Assert.Equal(between.Open, timeline.ExplainAdd(start, between.Open, ExactFill.NeighbouringInterval).Open);
                Assert.Equal(between.Open, timeline.ExplainSubtract(end, between.Open).Open);
            }

            var at = timeline.ExplainAt(end);
            var opens = at.Reasons.Any(reason => reason.Code == "weekly" || reason.Place.Contains(".intervals[", StringComparison.Ordinal));
            var closes = at.Reasons.Any(reason => reason.Code is "holiday" or "closure");
            Assert.Equal(timeline.IsOpen(end), at.IsOpen);
            Assert.Equal(opens && !closes, at.IsOpen);
        }));
    }

    private static BusinessTimeline Compile(BusinessCalendar calendar) => BusinessTimeline.Compile(calendar, DateTimeZoneProviders.Tzdb);
}
