using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Time;

public sealed class BusinessTimelineTests
{
    private static readonly Instant Monday = Instant.FromUtc(2024, 6, 10, 0, 0);

    private static readonly BusinessCalendar Office = new()
    {
        Name = "office",
        Zone = "Europe/Warsaw",
        Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("09:00-12:00"), WallInterval.Parse("12:30-17:00")),
    };

    private static readonly BusinessCalendar OneDay = new()
    {
        Name = "one-day",
        Zone = "Asia/Tokyo",
        Overrides = [new DateOverride { Date = new LocalDate(2024, 6, 12), Intervals = [WallInterval.Parse("09:00-17:00")] }],
    };

    [Fact]
    public void A_calendar_is_open_at_the_start_and_closed_at_the_end()
    {
        var office = Compile(Office);

        Assert.True(office.IsOpen(Monday + Duration.FromHours(7)));
        Assert.False(office.IsOpen(Monday + Duration.FromHours(7) - Duration.FromTicks(1)));
        Assert.False(office.IsOpen(Monday + Duration.FromHours(10)));
        Assert.True(office.IsOpen(Monday + Duration.FromHours(10) - Duration.FromTicks(1)));
    }

    [Fact]
    public void A_calendar_that_never_has_enough_open_time_is_a_named_error()
    {
        var oneDay = Compile(OneDay);

        Assert.Equal(Duration.FromHours(8), oneDay.Between(Monday, Monday + Duration.FromDays(300)));
        Assert.Equal(Instant.FromUtc(2024, 6, 12, 8, 0), oneDay.Add(Monday, Duration.FromHours(8)));
        var error = Assert.Throws<NotEnoughOpenTimeException>(() => oneDay.Add(Monday, Duration.FromHours(8) + Duration.FromTicks(1)));
        Assert.Contains("'one-day' never has", error.Message);
        Assert.Throws<NotEnoughOpenTimeException>(() => oneDay.Subtract(Monday, Duration.FromTicks(1)));
        Assert.Throws<NotEnoughOpenTimeException>(() => Compile(Office with { Weekly = WeeklyHours.Closed }).Add(Monday, Duration.FromTicks(1)));
    }

    [Fact]
    public void Two_teams_that_never_meet_have_no_common_time()
    {
        var morning = Compile(Office with { Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("06:00-09:00")) });

        Assert.Throws<NotEnoughOpenTimeException>(() => Compile(Office).Intersect(morning).Add(Monday, Duration.FromSeconds(1)));
        Assert.Null(Compile(Office).Intersect(morning).NextOpen(Monday));
    }

    [Fact]
    public void A_calendar_that_does_not_open_or_close_again_says_so()
    {
        var always = Compile(BusinessCalendar.AlwaysOpen);

        Assert.Null(always.NextClose(Monday));
        Assert.Equal(Monday, always.NextOpen(Monday));
        Assert.Null(Compile(OneDay).NextOpen(Instant.FromUtc(2024, 6, 12, 8, 0)));
        Assert.Equal(
            Instant.FromUtc(2024, 7, 3, 22, 0),
            Compile(BusinessCalendar.AlwaysOpen with { Zone = "Europe/Warsaw", Holidays = [new LocalDate(2024, 7, 4)] }).NextClose(Monday));
    }

    [Fact]
    public void The_neighbouring_interval_is_used_only_where_there_is_one()
    {
        var oneDay = Compile(OneDay);
        var (opens, closes) = (Instant.FromUtc(2024, 6, 12, 0, 0), Instant.FromUtc(2024, 6, 12, 8, 0));

        Assert.Equal(closes, oneDay.Add(Monday, Duration.FromHours(8), ExactFill.NeighbouringInterval));
        Assert.Equal(opens, oneDay.Subtract(closes, Duration.FromHours(8), ExactFill.NeighbouringInterval));
    }

    [Fact]
    public void Nothing_added_is_the_start_itself_under_either_policy()
    {
        var night = Monday + Duration.FromNanoseconds(7);

        Assert.Equal(night, Compile(Office).Add(night, Duration.Zero, ExactFill.NeighbouringInterval));
        Assert.Equal(night, Compile(Office).Subtract(night, Duration.Zero, ExactFill.NeighbouringInterval));
    }

    [Fact]
    public void The_range_ends_with_year_9998_and_a_duration_past_it_is_a_named_error()
    {
        var always = Compile(BusinessCalendar.AlwaysOpen);
        var end = Instant.FromUtc(9999, 1, 1, 0, 0);

        Assert.Equal(end - Monday, always.Between(Monday, end));
        Assert.Equal(end, always.Add(Monday, end - Monday));
        Assert.Throws<NotEnoughOpenTimeException>(() => always.Add(Monday, end - Monday + Duration.FromTicks(1)));
        Assert.Throws<NotEnoughOpenTimeException>(() => Compile(Office).Add(Monday, Duration.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => always.IsOpen(Instant.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => always.Between(Instant.MinValue, Monday));
    }

    [Fact]
    public void Centuries_away_the_week_is_as_it_was()
    {
        var office = Compile(Office with { Zone = "Etc/UTC" });

        // Both are a Monday at midnight: the Gregorian calendar repeats after 400 years.
        var later = Instant.FromUtc(6024, 6, 10, 0, 0);
        Assert.Equal(later + Duration.FromHours(10), office.Add(later, Duration.FromHours(1)));
        Assert.Equal(Instant.FromUtc(1224, 6, 7, 16, 0), office.Subtract(Instant.FromUtc(1224, 6, 10, 0, 0), Duration.FromHours(1)));
        Assert.Equal(Duration.FromHours(7.5) * 5, office.Between(later, later + Duration.FromDays(7)));
    }

    [Fact]
    public void Reversed_or_negative_input_is_refused()
    {
        var office = Compile(Office);

        Assert.Throws<ArgumentException>(() => office.Between(Monday, Monday - Duration.Epsilon - Duration.FromTicks(1)));
        Assert.Throws<ArgumentException>(() => office.OpenIntervals(Monday, Monday - Duration.FromTicks(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => office.Add(Monday, -Duration.FromTicks(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => office.Subtract(Monday, -Duration.FromTicks(1)));
    }

    [Fact]
    public void Open_intervals_are_cut_at_both_ends_and_add_up_to_the_open_time()
    {
        var office = Compile(Office);
        var (start, end) = (Monday + Duration.FromHours(8), Monday + Duration.FromDays(9) + Duration.FromHours(9));

        var intervals = office.OpenIntervals(start, end).ToList();

        Assert.Equal(new Interval(start, Monday + Duration.FromHours(10)), intervals[0]);
        Assert.Equal(end, intervals[^1].End);
        Assert.Equal(office.Between(start, end), intervals.Aggregate(Duration.Zero, (sum, interval) => sum + interval.Duration));
        Assert.Single(Compile(BusinessCalendar.AlwaysOpen).OpenIntervals(start, end));
    }

    [Fact]
    public void Many_threads_see_one_answer()
    {
        var expected = Compile(Office).Between(Monday, Monday + Duration.FromDays(3650));
        for (var round = 0; round < 20; round++)
        {
            var office = Compile(Office);
            Parallel.For(0, 64, i =>
            {
                var middle = Monday + Duration.FromDays(i * 57);
                var whole = office.Between(Monday, middle) + office.Between(middle, Monday + Duration.FromDays(3650));
                Assert.Equal(expected, whole);
                Assert.Equal(Duration.FromHours(4000), office.Between(middle, office.Add(middle, Duration.FromHours(4000))));
            });
        }
    }

    [Fact]
    public void Warm_answers_allocate_nothing()
    {
        var office = Compile(Office);
        var end = Monday + Duration.FromDays(1800);
        Ask();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Ask();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Ask()
        {
            office.Between(Monday, end);
            office.Add(Monday, Duration.FromHours(5000));
            office.Subtract(end, Duration.FromHours(5000));
            office.IsOpen(end);
            office.NextOpen(end);
            office.NextClose(end);
        }
    }

    private static BusinessTimeline Compile(BusinessCalendar calendar) => BusinessTimeline.Compile(calendar, DateTimeZoneProviders.Tzdb);
}
