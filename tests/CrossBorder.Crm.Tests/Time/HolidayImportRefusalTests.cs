using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Time;

public sealed class HolidayImportRefusalTests
{
    private const string Day = "DTSTART;VALUE=DATE:20241128";
    private const string Noon = "DTSTART:20241128T120000";

    /// <summary>The lines of an event, and the refusal; the first line of the event is line 4.</summary>
    public static TheoryData<string, string[]> Events => new()
    {
        { "Line 5, RRULE: FREQ=WEEKLY is not supported; holidays come back by FREQ=YEARLY", [Day, "RRULE:FREQ=WEEKLY"] },
        { "Line 5, RRULE: FREQ= is not supported", [Day, "RRULE:INTERVAL=1"] },
        { "Line 5, RRULE: BYSETPOS is not supported", [Day, "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=TH;BYSETPOS=4"] },
        { "Line 5, RRULE: BYWEEKNO is not supported", [Day, "RRULE:FREQ=YEARLY;BYWEEKNO=20"] },
        { "Line 5, RRULE: X-FOO is not supported", [Day, "RRULE:FREQ=YEARLY;X-FOO=1"] },
        { "Line 5, RRULE: COUNT and UNTIL exclude each other", [Day, "RRULE:FREQ=YEARLY;COUNT=2;UNTIL=20301128"] },
        { "Line 5, RRULE: 'FREQ=YEARLY' is not a part of the form NAME=value, each once", [Day, "RRULE:FREQ=YEARLY;FREQ=YEARLY"] },
        { "Line 5, RRULE: BYMONTH=13 is not a whole number from 1 to 12", [Day, "RRULE:FREQ=YEARLY;BYMONTH=13"] },
        { "Line 5, RRULE: BYMONTHDAY=0 names nothing", [Day, "RRULE:FREQ=YEARLY;BYMONTHDAY=0"] },
        { "Line 5, RRULE: INTERVAL=0 is not a whole number", [Day, "RRULE:FREQ=YEARLY;INTERVAL=0"] },
        { "Line 5, RRULE: BYDAY=4XX is not a weekday", [Day, "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4XX"] },
        { "Line 5, RRULE: BYDAY=0TH is not a weekday", [Day, "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=0TH"] },
        { "Line 5, RRULE: BYMONTHDAY and the n-th weekday together", [Day, "RRULE:FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=28;BYDAY=4TH"] },
        { "Line 5, RRULE: BYMONTHDAY without BYMONTH is not supported", [Day, "RRULE:FREQ=YEARLY;BYMONTHDAY=28"] },
        { "Line 5, RRULE: the rule does not hit DTSTART, 2024-11-28", [Day, "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1MO"] },
        { "Line 5, RRULE: UNTIL=20301128T000000Z must be a date", [Day, "RRULE:FREQ=YEARLY;UNTIL=20301128T000000Z"] },
        { "Line 6, RRULE: UNTIL=20301128 must be a time without zone", [Noon, "DURATION:PT1H", "RRULE:FREQ=YEARLY;UNTIL=20301128"] },
        { "Line 6, RRULE: UNTIL=20301128T120000 must be a time in UTC", ["DTSTART;TZID=Asia/Tokyo:20241128T120000", "DURATION:PT1H", "RRULE:FREQ=YEARLY;UNTIL=20301128T120000"] },
        { "Line 6, RRULE: is given twice in one event, first in line 5", [Day, "RRULE:FREQ=YEARLY", "RRULE:FREQ=YEARLY"] },
        { "Line 5, EXRULE: is not supported", [Day, "EXRULE:FREQ=YEARLY"] },
        { "Line 5, RECURRENCE-ID: is not supported", [Day, "RECURRENCE-ID;VALUE=DATE:20241128"] },
        { "Line 5, EXDATE: must be a date as DTSTART is", [Day, "EXDATE:20251128T000000"] },
        { "Line 6, RDATE: values of the type PERIOD are not supported", [Noon, "DURATION:PT1H", "RDATE;VALUE=PERIOD:20251128T120000/PT1H"] },
        { "Line 6, RDATE: must be a time without zone as DTSTART is", [Noon, "DURATION:PT1H", "RDATE:20251128T120000Z"] },
        { "Line 3, BEGIN: the event has no DTSTART", ["SUMMARY:Some day"] },
        { "Line 4, DTSTART: '2024112' is not a date of the form", ["DTSTART;VALUE=DATE:2024112"] },
        { "Line 4, DTSTART: '20240230' is not a date", ["DTSTART;VALUE=DATE:20240230"] },
        { "Line 4, DTSTART: '20241128' is not a time", ["DTSTART:20241128"] },
        { "Line 4, DTSTART: the parameter RANGE is not supported", ["DTSTART;VALUE=DATE;RANGE=THISANDFUTURE:20241128"] },
        { "Line 4, DTSTART: 'Mars/Olympus' is not a zone", ["DTSTART;TZID=Mars/Olympus:20241128T090000", "DURATION:PT1H"] },
        { "Line 4, DTSTART: '20241128T090000Z' is UTC and has a TZID", ["DTSTART;TZID=Asia/Tokyo:20241128T090000Z", "DURATION:PT1H"] },
        { "Line 4, DTSTART: a date has no TZID", ["DTSTART;TZID=Asia/Tokyo;VALUE=DATE:20241128"] },
        { "Line 4, DTSTART: has more than one value", ["DTSTART;VALUE=DATE:20241128,20241129"] },
        { "Line 4, DTSTART: the event has neither DTEND nor DURATION, so it takes no time", [Noon] },
        { "Line 4, DTSTART: the parameter VALUE is given twice", ["DTSTART;VALUE=DATE;VALUE=DATE:20241128"] },
        { "Line 5, DTEND: the event ends no later than it starts", [Day, "DTEND;VALUE=DATE:20241128"] },
        { "Line 5, DTEND: the event ends no later than it starts", ["DTSTART:20241128T090000Z", "DTEND;TZID=Asia/Tokyo:20241128T170000"] },
        { "Line 5, DTEND: must be a date as DTSTART is", [Day, "DTEND:20241129T000000"] },
        { "Line 5, DTEND: the event lasts longer than 366 days", [Day, "DTEND;VALUE=DATE:20260101"] },
        { "Line 6, DURATION: DTEND and DURATION exclude each other", [Day, "DTEND;VALUE=DATE:20241129", "DURATION:P1D"] },
        { "Line 5, DURATION: an event of whole days lasts whole days", [Day, "DURATION:PT8H"] },
        { "Line 5, DURATION: 'P1Y' is not a duration", [Day, "DURATION:P1Y"] },
        { "Line 5, DURATION: 'P' is not a duration", [Day, "DURATION:P"] },
        { "Line 5, DURATION: the event ends no later than it starts", [Day, "DURATION:P0D"] },
        { "Line 5, SUMMARY: a backslash must be followed", [Day, @"SUMMARY:C:\temp"] },
        { "Line 5, DESCRIPTION: has no value", [Day, "DESCRIPTION"] },
        { "Line 5, line: the name of a property is missing", [Day, ":x"] },
        { "Line 5, BEGIN: VTODO within VEVENT is not supported", [Day, "BEGIN:VTODO"] },
        { "Line 5, END: VALARM was not begun; VEVENT of line 3 is open", [Day, "END:VALARM"] },
    };

    [Theory, MemberData(nameof(Events), DisableDiscoveryEnumeration = true)]
    public void What_is_not_understood_in_full_is_refused_with_line_and_reason(string expected, string[] lines)
    {
        var error = Assert.Throws<InvalidHolidayFileException>(() => HolidayFile.Read(HolidayFile.Event(lines)));

        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"Line {error.Line}, {error.Property}: {error.Reason}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Line 1, BEGIN: the file is empty", "")]
    [InlineData("Line 1, BEGIN: expected VCALENDAR, not VEVENT", "BEGIN:VEVENT")]
    [InlineData("Line 1, DTSTART: stands outside of VCALENDAR", "DTSTART:20240101")]
    [InlineData("Line 1, line: continues nothing", " x")]
    [InlineData("Line 1, BEGIN: VCALENDAR has no END", "BEGIN:VCALENDAR\nVERSION:2.0")]
    [InlineData("Line 2, VERSION: 1.0 is not supported", "BEGIN:VCALENDAR\nVERSION:1.0")]
    [InlineData("Line 2, METHOD: CANCEL is not supported", "BEGIN:VCALENDAR\nMETHOD:CANCEL")]
    [InlineData("Line 2, CALSCALE: CHINESE is not supported", "BEGIN:VCALENDAR\nCALSCALE:CHINESE")]
    [InlineData("Line 2, BEGIN: VTODO within VCALENDAR is not supported", "BEGIN:VCALENDAR\nBEGIN:VTODO")]
    [InlineData("Line 2, END: VEVENT was not begun", "BEGIN:VCALENDAR\nEND:VEVENT")]
    public void A_file_of_another_structure_is_refused(string expected, string text) =>
        Assert.StartsWith(expected, Assert.Throws<InvalidHolidayFileException>(() => HolidayFile.Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_fault_in_the_last_event_refuses_the_whole_file_at_its_own_line()
    {
        var text = HolidayFile.Of(
            "BEGIN:VEVENT", "UID:a", "DTSTART;VALUE=DATE:20241225", "SUMMARY:One", " line", "END:VEVENT",
            "BEGIN:VEVENT", "UID:a", "DTSTART;VALUE=DATE:20241226", "END:VEVENT");

        var error = Assert.Throws<InvalidHolidayFileException>(() => HolidayFile.Read(text));

        Assert.Equal("Line 10, UID: is given twice, first in line 4: versions of one event are not supported.", error.Message);
    }

    [Fact]
    public void What_no_wall_time_of_the_calendar_can_say_is_refused()
    {
        // In Warsaw, 01:30 UTC is the second 02:30 of that night.
        var text = HolidayFile.Event("DTSTART:20241027T013000Z", "DURATION:PT2H");

        var error = Assert.Throws<InvalidHolidayFileException>(() => HolidayFile.Read(text));

        Assert.StartsWith("Line 4, DTSTART: an occurrence begins or ends at 2024-10-27T01:30:00Z, in the second pass", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(HolidayFile.Read(text, "Asia/Tokyo").Closures);
        Assert.Empty(HolidayFile.Read(text, first: 2025, last: 2026).Closures);
    }

    [Fact]
    public void The_zone_and_the_years_are_checked_before_the_file_is_read()
    {
        Assert.Throws<ArgumentException>(() => HolidayFile.Read("", "Mars/Olympus"));
        Assert.Throws<ArgumentOutOfRangeException>(() => HolidayFile.Read("", first: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => HolidayFile.Read("", first: 2025, last: 2024));
        Assert.Throws<ArgumentOutOfRangeException>(() => HolidayFile.Read("", last: 9997));
    }

    [Fact]
    public void A_rule_without_end_is_read_to_the_last_year_there_is() =>
        Assert.Equal(9996 - 2024 + 1, HolidayFile.Read(HolidayFile.Event(Day, "RRULE:FREQ=YEARLY", "DTEND;VALUE=DATE:20241129"), last: 9996).Holidays.Length);
}
