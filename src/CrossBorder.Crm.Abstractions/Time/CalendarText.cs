using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;

namespace CrossBorder.Crm.Time;

/// <summary>A calendar in English sentences.</summary>
internal static class CalendarText
{
    public static string Of(BusinessCalendar calendar)
    {
        var lines = new List<string> { $"{calendar.Name}: wall times of {calendar.Zone}.", Week(calendar.Weekly) };
        if (!calendar.Holidays.IsDefaultOrEmpty)
        {
            lines.Add($"Closed all day ({calendar.Holidays.Length}): {string.Join(", ", Runs([.. calendar.Holidays.Order()]))}.");
        }

        if (!calendar.Closures.IsDefaultOrEmpty)
        {
            var parts = calendar.Closures.OrderBy(item => item.Date).ThenBy(item => item.Interval.Start).Select(item => $"{Iso(item.Date)} {item.Interval}");
            lines.Add($"Closed in part ({calendar.Closures.Length}): {string.Join(", ", parts)}.");
        }

        if (!calendar.Overrides.IsDefaultOrEmpty)
        {
            var days = calendar.Overrides.OrderBy(item => item.Date).Select(item => $"{Iso(item.Date)} {Hours(item.Intervals)}");
            lines.Add($"Other hours ({calendar.Overrides.Length}): {string.Join("; ", days)}.");
        }

        return string.Join('\n', lines);
    }

    private static string Week(WeeklyHours week)
    {
        var groups = new List<(IsoDayOfWeek First, IsoDayOfWeek Last, string Hours)>();
        for (var day = IsoDayOfWeek.Monday; day <= IsoDayOfWeek.Sunday; day++)
        {
            var hours = Hours(week.On(day));
            if (groups.Count > 0 && groups[^1].Hours == hours)
            {
                groups[^1] = groups[^1] with { Last = day };
            }
            else
            {
                groups.Add((day, day, hours));
            }
        }

        return string.Join("; ", groups.Select(group => $"{Days(group.First, group.Last)} {group.Hours}")) + ".";
    }

    private static string Days(IsoDayOfWeek first, IsoDayOfWeek last) => (last - first) switch
    {
        0 => $"{first}",
        1 => $"{first} and {last}",
        6 => "Every day",
        _ => $"{first} to {last}",
    };

    private static string Hours(ImmutableArray<WallInterval> intervals) =>
        intervals.IsDefaultOrEmpty ? "closed" : string.Join(" and ", intervals.OrderBy(interval => interval.Start));

    // A week of holidays is one item, not seven.
    private static IEnumerable<string> Runs(LocalDate[] dates)
    {
        for (var i = 0; i < dates.Length;)
        {
            var last = i;
            while (last + 1 < dates.Length && dates[last + 1] == dates[last].PlusDays(1))
            {
                last++;
            }

            yield return last == i ? Iso(dates[i]) : $"{Iso(dates[i])} to {Iso(dates[last])}";
            i = last + 1;
        }
    }

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
