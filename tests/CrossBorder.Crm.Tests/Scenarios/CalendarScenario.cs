using System.Collections.Immutable;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Scenarios;

/// <summary>Reads a calendar as scenario files of the kinds <c>business_time</c> and <c>sla</c> write it.</summary>
internal static class CalendarScenario
{
    private static readonly Dictionary<string, IsoDayOfWeek> Weekdays = new(StringComparer.Ordinal)
    {
        ["mon"] = IsoDayOfWeek.Monday,
        ["tue"] = IsoDayOfWeek.Tuesday,
        ["wed"] = IsoDayOfWeek.Wednesday,
        ["thu"] = IsoDayOfWeek.Thursday,
        ["fri"] = IsoDayOfWeek.Friday,
        ["sat"] = IsoDayOfWeek.Saturday,
        ["sun"] = IsoDayOfWeek.Sunday,
    };

    public static BusinessCalendar Read(ScenarioNode node, string id)
    {
        node.Only("id", "theme", "zone", "weekly", "holidays", "closures", "overrides");
        if (!node.Members.Any(member => member.Name is not ("id" or "theme")))
        {
            // An empty object is the calendar that is always open.
            return BusinessCalendar.AlwaysOpen with { Name = id };
        }

        var weekly = node.Find("weekly")?.Members.Aggregate(
            WeeklyHours.Closed,
            (week, day) => Weekdays.TryGetValue(day.Name, out var weekday)
                ? week.With([weekday], Intervals(day.Value))
                : throw node.Wrong("weekdays from mon to sun"));
        return new BusinessCalendar
        {
            Name = id,
            Zone = node["zone"].Text,
            Weekly = weekly ?? WeeklyHours.Closed,
            Holidays = List(node, "holidays", item => item.Date),
            Closures = List(node, "closures", item => new Closure
            {
                Date = item.Only("date", "start", "end")["date"].Date,
                Interval = WallInterval.Parse(item["start"].Text, item["end"].Text),
            }),
            Overrides = List(node, "overrides", item => new DateOverride
            {
                Date = item.Only("date", "intervals")["date"].Date,
                Intervals = Intervals(item["intervals"]),
            }),
        };
    }

    private static ImmutableArray<WallInterval> Intervals(ScenarioNode node) =>
        [.. node.Items.Select(pair => pair.Items.ToArray() is [var start, var end]
            ? WallInterval.Parse(start.Text, end.Text)
            : throw pair.Wrong("a start and an end"))];

    private static ImmutableArray<T> List<T>(ScenarioNode node, string name, Func<ScenarioNode, T> read) =>
        node.Find(name) is { } list ? [.. list.Items.Select(read)] : [];
}
