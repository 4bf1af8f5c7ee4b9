using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Time;

/// <summary>Files of holidays for tests: the given lines within the rest of a file.</summary>
internal static class HolidayFile
{
    /// <summary>A file with one event. The first given line is line 4 of the file.</summary>
    public static string Event(params IEnumerable<string> lines) => Of(["BEGIN:VEVENT", .. lines, "END:VEVENT"]);

    public static string Of(params IEnumerable<string> lines) =>
        string.Join("\r\n", ["BEGIN:VCALENDAR", "VERSION:2.0", .. lines, "END:VCALENDAR", ""]);

    public static HolidayImport Read(string text, string zone = "Europe/Warsaw", int first = 2024, int last = 2028) =>
        HolidayImport.Read(text, zone, first, last, DateTimeZoneProviders.Tzdb);

    /// <summary>What was read, a line each: holidays as dates, closures with their hours.</summary>
    public static string[] Text(HolidayImport import) =>
    [
        .. import.Holidays.Select(item => $"{item.Date:uuuu-MM-dd} {item.Name}".Trim()),
        .. import.Closures.Select(item => $"{item.Closure.Date:uuuu-MM-dd} {item.Closure.Interval} {item.Name}".Trim()),
    ];
}
