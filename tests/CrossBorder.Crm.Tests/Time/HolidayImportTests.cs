using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Time;

public sealed class HolidayImportTests
{
    public static TheoryData<string, string[], string[]> Events => new()
    {
        { "a day without an end", ["DTSTART;VALUE=DATE:20241225", "SUMMARY:Christmas"], ["2024-12-25 Christmas"] },
        { "an end is the day after the last", ["DTSTART;VALUE=DATE:20241225", "DTEND;VALUE=DATE:20241227"], ["2024-12-25", "2024-12-26"] },
        { "a week", ["DTSTART;VALUE=DATE:20250128", "DURATION:P1W"], ["2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31", "2025-02-01", "2025-02-02", "2025-02-03"] },
        { "the same day every year", ["DTSTART;VALUE=DATE:19181111", "RRULE:FREQ=YEARLY"], ["2024-11-11", "2025-11-11", "2026-11-11", "2027-11-11", "2028-11-11"] },
        { "29 February", ["DTSTART;VALUE=DATE:20000229", "RRULE:FREQ=YEARLY"], ["2024-02-29", "2028-02-29"] },
        { "Thanksgiving", ["DTSTART;VALUE=DATE:20231123", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"], ["2024-11-28", "2025-11-27", "2026-11-26", "2027-11-25", "2028-11-23"] },
        { "Memorial Day", ["DTSTART;VALUE=DATE:20240527", "RRULE:FREQ=YEARLY;UNTIL=20260525;BYMONTH=5;BYDAY=-1MO"], ["2024-05-27", "2025-05-26", "2026-05-25"] },
        { "election day", ["DTSTART;VALUE=DATE:20201103", "RRULE:FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8"], ["2024-11-05", "2028-11-07"] },
        { "the last day of two months", ["DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY;BYMONTH=2,8;BYMONTHDAY=-1;COUNT=3"], ["2024-02-29", "2024-08-31", "2025-02-28"] },
        { "the second Monday of the year", ["DTSTART;VALUE=DATE:20250113", "RRULE:FREQ=YEARLY;BYDAY=2MO;COUNT=2;WKST=SU"], ["2025-01-13", "2026-01-12"] },
        { "left out and added", ["DTSTART;VALUE=DATE:20240501", "RRULE:FREQ=YEARLY;COUNT=3", "EXDATE;VALUE=DATE:20250501,20260501", "RDATE;VALUE=DATE:20250502"], ["2024-05-01", "2025-05-02"] },
        { "an afternoon", ["DTSTART:20241224T140000", "DTEND:20241225T000000", "SUMMARY:Early close"], ["2024-12-24 14:00-24:00 Early close"] },
        { "a night", ["DTSTART;TZID=Europe/Warsaw:20241231T220000", "DURATION:PT8H"], ["2024-12-31 22:00-24:00", "2025-01-01 00:00-06:00"] },
        { "a time in UTC", ["DTSTART:20240701T100000Z", "DTEND:20240701T113000Z"], ["2024-07-01 12:00-13:30"] },
        { "a time of a zone that Windows names", ["DTSTART;TZID=\"Eastern Standard Time\":20240704T120000", "DTEND;TZID=\"Eastern Standard Time\":20240704T180000"], ["2024-07-04 18:00-24:00"] },
        { "a yearly time in another zone keeps to that zone's clock", ["DTSTART;TZID=America/New_York:20240310T120000", "DURATION:PT1H", "RRULE:FREQ=YEARLY;COUNT=2"], ["2024-03-10 17:00-18:00", "2025-03-10 17:00-18:00"] },
        { "an end is exact, a duration of days is the wall's", ["DTSTART;TZID=Europe/Warsaw:20240330T120000", "DURATION:P1D"], ["2024-03-30 12:00-24:00", "2024-03-31 00:00-12:00"] },
        { "a cancelled event", ["DTSTART;VALUE=DATE:20241225", "STATUS:CANCELLED"], [] },
        { "what says nothing about time", ["UID:1@example", "DTSTAMP:20240101T000000Z", "DTSTART;VALUE=DATE;X-NOTE=\"a;b:c\":20241225", "TRANSP:TRANSPARENT", "CATEGORIES:Holidays", "X-APPLE-UNIVERSAL-ID:1", "BEGIN:VALARM", "TRIGGER:-PT15M", "END:VALARM"], ["2024-12-25"] },
        { "escapes and folded lines", ["DTSTART;VALUE=DATE:20241225", "SUMMARY:Bo\\,ż", " e Naro", "\tdzenie\\; dzień \\\\ 1\\n2"], ["2024-12-25 Bo,że Narodzenie; dzień \\ 1\n2"] },
        { "the years before and after", ["DTSTART;VALUE=DATE:20231230", "DTEND;VALUE=DATE:20240103"], ["2024-01-01", "2024-01-02"] },
    };

    [Theory, MemberData(nameof(Events), DisableDiscoveryEnumeration = true)]
    public void An_event_closes(string what, string[] lines, string[] expected)
    {
        Assert.NotEmpty(what);
        Assert.Equal(expected, HolidayFile.Text(HolidayFile.Read(HolidayFile.Event(lines))));
    }

    [Fact]
    public void Two_events_on_one_date_are_one_holiday_with_both_names()
    {
        var import = HolidayFile.Read(HolidayFile.Of(
            "BEGIN:VTIMEZONE", "TZID:Europe/Warsaw", "BEGIN:STANDARD", "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD", "END:VTIMEZONE",
            "BEGIN:VEVENT", "UID:1", "DTSTART;VALUE=DATE:20240501", "SUMMARY:Święto Pracy", "END:VEVENT",
            "BEGIN:VEVENT", "UID:2", "DTSTART;VALUE=DATE:20240501", "SUMMARY:Labour Day", "END:VEVENT",
            "BEGIN:VEVENT", "UID:3", "DTSTART;VALUE=DATE:20240501", "SUMMARY:Labour Day", "END:VEVENT"));

        Assert.Equal(new ImportedHoliday(new(2024, 5, 1), "Święto Pracy, Labour Day"), Assert.Single(import.Holidays));
    }

    [Fact]
    public void A_calendar_takes_what_it_does_not_have_yet_and_stays_valid()
    {
        var christmas = new LocalDate(2024, 12, 25);
        var calendar = new BusinessCalendar
        {
            Name = "pl",
            Zone = "Europe/Warsaw",
            Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("09:00-17:00")),
            Holidays = [christmas],
            Closures = [new() { Date = christmas.PlusDays(-1), Interval = WallInterval.Parse("14:00-24:00") }],
        };
        var import = HolidayFile.Read(HolidayFile.Of(
            "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20241225", "DURATION:P2D", "END:VEVENT",
            "BEGIN:VEVENT", "DTSTART:20241224T140000", "DURATION:PT10H", "END:VEVENT",
            "BEGIN:VEVENT", "DTSTART:20241220T120000", "DURATION:PT1H", "END:VEVENT"));

        var closed = import.AddTo(calendar);

        Assert.Equal([christmas, christmas.PlusDays(1)], closed.Holidays);
        Assert.Equal(["2024-12-20 12:00-13:00", "2024-12-24 14:00-24:00"], closed.Closures.Select(item => $"{item.Date:uuuu-MM-dd} {item.Interval}"));
        Assert.Equal(closed, import.AddTo(closed));
        Assert.Equal(Duration.FromHours(3 * 8 + 7 + 5), Open(closed));
        Assert.Throws<ArgumentException>(() => import.AddTo(calendar with { Zone = "Asia/Tokyo" }));

        static Duration Open(BusinessCalendar calendar) => BusinessTimeline.Compile(calendar, DateTimeZoneProviders.Tzdb)
            .Between(Instant.FromUtc(2024, 12, 17, 23, 0), Instant.FromUtc(2024, 12, 26, 23, 0));
    }

    [Fact]
    public void Holidays_alone_fit_a_calendar_of_any_zone()
    {
        var import = HolidayFile.Read(HolidayFile.Event("DTSTART;VALUE=DATE:20241225"));

        Assert.Equal([new LocalDate(2024, 12, 25)], import.AddTo(BusinessCalendar.AlwaysOpen).Holidays);
    }

    [Fact]
    public void Line_feeds_alone_and_a_byte_order_mark_are_read_as_well() =>
        Assert.Single(HolidayFile.Read("\uFEFF" + HolidayFile.Event("DTSTART;VALUE=DATE:20241225").Replace("\r", "", StringComparison.Ordinal)).Holidays);
}
