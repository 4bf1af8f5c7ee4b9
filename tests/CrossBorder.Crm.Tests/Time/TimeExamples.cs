using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Time;

/// <summary>One fully populated example a stored name, for the golden files.</summary>
internal static class TimeExamples
{
    public static IEnumerable<object> Stored => [Calendar];

    public static BusinessCalendar Calendar { get; } = new()
    {
        Name = "łódź-support",
        Zone = "Europe/Warsaw",
        Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("08:00-12:00"), WallInterval.Parse("12:30-16:30")) with
        {
            Saturday = [WallInterval.Parse("22:00-06:00:30")],
            Sunday = [WallInterval.WholeDay],
        },
        Holidays = [new LocalDate(2025, 11, 11), new LocalDate(2025, 12, 25)],
        Closures = [new Closure { Date = new LocalDate(2025, 12, 24), Interval = WallInterval.Parse("12:00-24:00") }],
        Overrides =
        [
            new DateOverride { Date = new LocalDate(2025, 11, 15), Intervals = [WallInterval.Parse("08:00-12:00")] },
            new DateOverride { Date = new LocalDate(2025, 12, 31) },
        ],
    };
}
