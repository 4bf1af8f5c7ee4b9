using System.Collections.Immutable;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Time;

public sealed class CalendarValidationTests
{
    private static readonly BusinessCalendar Good = new() { Name = "good", Zone = "Asia/Shanghai" };

    private static readonly LocalDate Date = new(2024, 10, 1);

    public static TheoryData<string, BusinessCalendar> Faulty => new()
    {
        { "zone: 'Asia/Atlantis' is not a zone of", Good with { Zone = "Asia/Atlantis" } },
        { "zone: 'UTC+08:00' is not a zone of", Good with { Zone = "UTC+08:00" } },
        { "zone: '' is not a zone of", Good with { Zone = "" } },
        { "weekly: is missing", Good with { Weekly = null! } },
        { "weekly.monday[0]: 09:00-09:00 starts and ends at the same time", On("09:00-09:00") },
        { "weekly.monday[1]: 00:00-00:00 starts and ends at the same time", On("09:00-10:00", "00:00-00:00") },
        { "weekly.monday[0]: 24:00-06:00 starts at 24:00", On("24:00-06:00") },
        { "weekly.monday[1]: 11:59-18:00 overlaps 09:00-12:00 at weekly.monday[0]", On("09:00-12:00", "11:59-18:00") },
        { "weekly.monday[0]: 11:59-18:00 overlaps 09:00-12:00 at weekly.monday[1]", On("11:59-18:00", "09:00-12:00") },
        { "weekly.monday[1]: 23:00-23:30 overlaps 22:00-06:00 at weekly.monday[0]", On("22:00-06:00", "23:00-23:30") },
        { "weekly.sunday: is missing", Good with { Weekly = WeeklyHours.Closed with { Sunday = default } } },
        { "holidays[2]: 2024-10-01 is given twice, first at holidays[0]", Good with { Holidays = [Date, Date.PlusDays(1), Date] } },
        { "holidays[0]: 9999-01-01 is not a date", Good with { Holidays = [new LocalDate(9999, 1, 1)] } },
        { "overrides[1]: 2024-10-01 is given twice", Good with { Overrides = [new() { Date = Date }, new() { Date = Date }] } },
        { "overrides[0] (2024-10-01).intervals[0]: 10:00-10:00", Good with { Overrides = [new() { Date = Date, Intervals = [WallInterval.Parse("10:00-10:00")] }] } },
        { "closures[0] (2024-10-01): 24:00-24:00 starts at 24:00", Good with { Closures = [new() { Date = Date, Interval = WallInterval.Parse("24:00-24:00") }] } },
        { "closures: is missing", Good with { Closures = default } },
    };

    [Theory, MemberData(nameof(Faulty), DisableDiscoveryEnumeration = true)]
    public void A_fault_is_named_with_its_place(string expected, BusinessCalendar calendar)
    {
        var error = Assert.Throws<InvalidCalendarException>(() => BusinessTimeline.Compile(calendar, DateTimeZoneProviders.Tzdb));

        Assert.StartsWith($"Calendar 'good', {expected}", error.Message);
        Assert.NotNull(error.Place);
    }

    [Fact]
    public void Intervals_of_one_date_may_touch_and_across_dates_overlap()
    {
        CalendarValidation.Require(On("09:00-12:00", "12:00-17:00", "22:00-09:30"), DateTimeZoneProviders.Tzdb);
        CalendarValidation.Require(BusinessCalendar.AlwaysOpen, DateTimeZoneProviders.Tzdb);
    }

    [Fact]
    public void A_calendar_that_never_opens_is_refused_where_it_would_be_stored()
    {
        var (date, hours) = (new LocalDate(2024, 10, 5), WallInterval.Parse("09:00-12:00"));
        var makeUpDay = Good with { Overrides = [new() { Date = date, Intervals = [hours] }] };
        BusinessCalendar[] closed =
        [
            Good,
            Good with { Overrides = [new() { Date = date }] },
            makeUpDay with { Holidays = [date] },
            makeUpDay with { Closures = [new() { Date = date, Interval = hours }] },
            makeUpDay with { Zone = "Pacific/Apia", Overrides = [new() { Date = new LocalDate(2011, 12, 30), Intervals = [hours] }] },
        ];

        CalendarValidation.RequireOpens(makeUpDay, DateTimeZoneProviders.Tzdb);
        CalendarValidation.RequireOpens(On("09:00-10:00"), DateTimeZoneProviders.Tzdb);
        Assert.All(closed, calendar =>
        {
            var error = Assert.Throws<InvalidCalendarException>(() => CalendarValidation.RequireOpens(calendar, DateTimeZoneProviders.Tzdb));
            Assert.Equal("weekly", error.Place);
            Assert.Contains("the calendar never opens", error.Message, StringComparison.Ordinal);
            Assert.Null(BusinessTimeline.Compile(calendar, DateTimeZoneProviders.Tzdb).NextOpen(Instant.FromUtc(2000, 1, 1, 0, 0)));
        });
    }

    [Fact]
    public void A_calendar_without_name_is_refused() =>
        Assert.Throws<ArgumentException>(() => CalendarValidation.Require(Good with { Name = " " }, DateTimeZoneProviders.Tzdb));

    [Fact]
    public void Calendars_are_equal_by_content()
    {
        Assert.Equal(On("09:00-12:00"), On("09:00-12:00"));
        Assert.NotEqual(On("09:00-12:00"), On("09:00-12:01"));
        Assert.Equal(Good with { Holidays = [Date] }, Good with { Holidays = [Date] });
        Assert.Equal(Good with { Overrides = [new() { Date = Date }] }, Good with { Overrides = [new() { Date = Date }] });
    }

    private static BusinessCalendar On(params string[] monday) =>
        Good with { Weekly = WeeklyHours.Closed.With([IsoDayOfWeek.Monday], [.. monday.Select(WallInterval.Parse)]) };
}
