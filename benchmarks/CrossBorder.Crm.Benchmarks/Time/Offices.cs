using System.Collections.Immutable;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Benchmarks.Time;

/// <summary>An office with a lunch break in a zone that changes its clocks, and as many holidays as asked for, the same in every run.</summary>
internal static class Offices
{
    public static readonly Instant From = Instant.FromUtc(2024, 1, 1, 0, 0);

    public static BusinessCalendar WithHolidays(int count) => new()
    {
        Name = "krakow",
        Zone = "Europe/Warsaw",
        Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("09:00-12:00"), WallInterval.Parse("12:30-17:00")),
        Holidays = Dates(count),
    };

    // Spread over the seven years that the questions ask about.
    private static ImmutableArray<LocalDate> Dates(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new LocalDate(2024, 1, 1).PlusDays(3 + i * (7 * 365) / count))];
}
