using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Docs.Snippets;

/// <summary>The page on business time, from a calendar to two teams: what it shows, and what it says of each answer.</summary>
public sealed class TimeGuide
{
    private const string Holidays =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//holidays//EN\r\n"
        + "BEGIN:VEVENT\r\nUID:1@example\r\nDTSTAMP:20240101T000000Z\r\nDTSTART;VALUE=DATE:20241225\r\nDTEND;VALUE=DATE:20241227\r\n"
        + "RRULE:FREQ=YEARLY\r\nSUMMARY:Christmas\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    [Fact]
    public void From_a_calendar_to_two_teams()
    {
        var file = Holidays;
        var zones = DateTimeZoneProviders.Tzdb;

        #region docs/time.md
        var krakow = new BusinessCalendar
        {
            Name = "krakow",
            Zone = "Europe/Warsaw",
            Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("09:00-12:00"), WallInterval.Parse("12:30-17:00")),
            Closures = [new() { Date = new LocalDate(2024, 12, 24), Interval = WallInterval.Parse("12:00-24:00") }],
            Overrides = [new() { Date = new LocalDate(2024, 12, 14), Intervals = [WallInterval.Parse("10:00-14:00")] }],   // a make-up Saturday
        };
        #endregion

        #region docs/time.md
        var import = HolidayImport.Read(file, krakow.Zone, firstYear: 2024, lastYear: 2026, zones);   // what it cannot keep, it refuses by line
        krakow = import.AddTo(krakow);
        Console.WriteLine(krakow.Describe());
        #endregion
        Assert.Equal(
            """
            krakow: wall times of Europe/Warsaw.
            Monday to Friday 09:00-12:00 and 12:30-17:00; Saturday and Sunday closed.
            Closed all day (6): 2024-12-25 to 2024-12-26, 2025-12-25 to 2025-12-26, 2026-12-25 to 2026-12-26.
            Closed in part (1): 2024-12-24 12:00-24:00.
            Other hours (1): 2024-12-14 10:00-14:00.
            """.ReplaceLineEndings("\n"),
            krakow.Describe());

        #region docs/time.md
        var office = BusinessTimeline.Compile(krakow, zones);                  // once; every thread may ask it
        var asked = Instant.FromUtc(2024, 12, 23, 15, 30);                     // Monday, 16:30 on the wall
        var due = office.Add(asked, Duration.FromHours(4));                    // Friday, 09:30: half an hour, three hours, half an hour
        var worked = office.Between(asked, due);                               // four hours again
        var latest = office.Subtract(due, Duration.FromHours(4));              // the latest start that is still in time
        var opens = office.NextOpen(Instant.FromUtc(2024, 12, 24, 18, 0));     // Friday, 09:00
        var isOpen = office.IsOpen(Instant.FromUtc(2024, 12, 14, 9, 30));      // the make-up Saturday
        #endregion
        Assert.Equal(Instant.FromUtc(2024, 12, 27, 8, 30), due);
        Assert.Equal(Duration.FromHours(4), worked);
        Assert.Equal(asked, latest);
        Assert.Equal(Instant.FromUtc(2024, 12, 27, 8, 0), opens);
        Assert.True(isOpen);

        #region docs/time.md
        var noon = office.Add(Instant.FromUtc(2024, 6, 10, 7, 0), Duration.FromHours(3));                                      // 12:00, where it closes
        var later = office.Add(Instant.FromUtc(2024, 6, 10, 7, 0), Duration.FromHours(3), ExactFill.NeighbouringInterval);     // 12:30, where it opens
        #endregion
        Assert.Equal(Duration.FromMinutes(30), later - noon);

        #region docs/time.md
        Console.WriteLine(office.ExplainAdd(asked, Duration.FromHours(4)));
        Console.WriteLine(office.ExplainAt(Instant.FromUtc(2024, 12, 25, 10, 0)));
        #endregion
        Assert.Equal(
            $"""
            4 h open from 2024-12-23T15:30:00Z on end at 2024-12-27T08:30:00Z in krakow (Europe/Warsaw, {zones.VersionId}):
            Mon 2024-12-23 16:30+01 to 17:00+01 (2024-12-23T15:30:00Z to 2024-12-23T16:00:00Z): 30 min, 30 min in all
            Tue 2024-12-24 09:00+01 to 12:00+01 (2024-12-24T08:00:00Z to 2024-12-24T11:00:00Z): 3 h, 3 h 30 min in all
            Fri 2024-12-27 09:00+01 to 09:30+01 (2024-12-27T08:00:00Z to 2024-12-27T08:30:00Z): 30 min, 4 h in all
            """.ReplaceLineEndings("\n"),
            office.ExplainAdd(asked, Duration.FromHours(4)).ToString());
        Assert.Equal(
            "krakow is closed at Wed 2024-12-25 11:00+01 (2024-12-25T10:00:00Z), until 2024-12-27T08:00:00Z: 2024-12-25 is a holiday; Wednesday has 09:00-12:00",
            office.ExplainAt(Instant.FromUtc(2024, 12, 25, 10, 0)).ToString());

        #region docs/time.md
        var mexico = BusinessTimeline.Compile(
            new() { Name = "mexico", Zone = "America/Mexico_City", Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("09:00-18:00")) }, zones);
        var anybody = office.Union(mexico);            // somebody is at work
        var together = office.Intersect(mexico);       // a hand-over can be spoken
        var alone = mexico.Except(office);             // Mexico has nobody to ask
        var shared = together.NextOpen(asked);         // at once: 16:30 in Kraków is 09:30 in Mexico City
        #endregion
        Assert.Equal(asked, shared);
        Assert.True(anybody.IsOpen(Instant.FromUtc(2024, 12, 23, 20, 0)));
        Assert.True(alone.IsOpen(Instant.FromUtc(2024, 12, 23, 20, 0)));
    }
}
