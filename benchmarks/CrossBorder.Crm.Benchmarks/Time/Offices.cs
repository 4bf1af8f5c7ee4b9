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

    /// <summary>Questions over a span of days, each with some open time in it.</summary>
    public static (Instant Start, Instant End, Duration Open)[] Questions(BusinessTimeline timeline, int days, int count)
    {
        var random = new Random(1);
        return [.. Many().Where(question => question.Open > Duration.Zero).Take(count)];

        IEnumerable<(Instant Start, Instant End, Duration Open)> Many()
        {
            while (true)
            {
                var start = From + Duration.FromMinutes(random.Next(365 * 24 * 60));
                var end = start + Duration.FromDays(days);
                yield return (start, end, timeline.Between(start, end));
            }
        }
    }

    // Spread over the seven years that the questions ask about.
    private static ImmutableArray<LocalDate> Dates(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new LocalDate(2024, 1, 1).PlusDays(3 + i * (7 * 365) / count))];
}
