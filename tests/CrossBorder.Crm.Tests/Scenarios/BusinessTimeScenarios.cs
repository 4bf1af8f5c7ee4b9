using System.Collections.Concurrent;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Scenarios;

[Trait("Scenario", "business_time")]
public sealed class BusinessTimeScenarios
{
    // The alternatives that the library offers as a policy; of the others only the names are known.
    private static readonly Dictionary<string, ExactFill?> Alternatives = new(StringComparer.Ordinal)
    {
        ["exactFillNextOpen"] = ExactFill.NeighbouringInterval,
        ["exactFillPreviousClose"] = ExactFill.NeighbouringInterval,
        ["gapShiftForward"] = null,
        ["ambiguousEndLater"] = null,
        ["holidayByShiftAnchor"] = null,
    };

    // Our own files ask a little more than the common format has: calendars combined, and the next closing.
    private static readonly Dictionary<string, Func<BusinessTimeline, BusinessTimeline, BusinessTimeline>> Combinations = new(StringComparer.Ordinal)
    {
        ["union"] = (left, right) => left.Union(right),
        ["intersection"] = (left, right) => left.Intersect(right),
        ["difference"] = (left, right) => left.Except(right),
    };

    private static readonly ConcurrentDictionary<(string File, string Calendar), BusinessTimeline> Timelines = new();

    public static IEnumerable<TheoryDataRow<string, string>> Rows => ScenarioFiles.Rows(ScenarioKind.BusinessTime);

    [Theory, MemberData(nameof(Rows))]
    public void Case(string file, string id)
    {
        var (whole, given) = ScenarioFiles.Find(file, id);
        given.OnlyCase("calendar", "op", "input", "expected", "alternatives");
        var timeline = Timelines.GetOrAdd((file, given["calendar"].Text), key => Compile(whole, key.Calendar));

        Check(given["op"].Text, given["input"], given["expected"], timeline, ExactFill.SameInterval);
        foreach (var (name, expected) in given.Find("alternatives")?.Members ?? [])
        {
            if (!Alternatives.TryGetValue(name, out var fill))
            {
                throw given.Wrong($"an alternative among {string.Join(", ", Alternatives.Keys)}, not '{name}',");
            }

            if (fill is { } offered)
            {
                Check(given["op"].Text, given["input"], expected, timeline, offered);
            }
        }
    }

    private static BusinessTimeline Compile(ScenarioFile file, string id)
    {
        var calendar = file.Root["calendars"].Items.Single(item => item["id"].Text == id);
        foreach (var (name, combine) in Combinations)
        {
            if (calendar.Find(name) is { } pair)
            {
                calendar.Only("id", "theme", name);
                return pair.Items.ToArray() is [var left, var right]
                    ? combine(Compile(file, left.Text), Compile(file, right.Text))
                    : throw pair.Wrong("two calendars");
            }
        }

        return BusinessTimeline.Compile(CalendarScenario.Read(calendar, id), DateTimeZoneProviders.Tzdb);
    }

    private static void Check(string op, ScenarioNode input, ScenarioNode expected, BusinessTimeline timeline, ExactFill fill)
    {
        switch (op)
        {
            case "add":
                input.Only("start", "seconds");
                Assert.Equal(expected.At, timeline.Add(input["start"].At, Duration.FromSeconds(input["seconds"].Whole), fill));
                break;
            case "subtract":
                input.Only("end", "seconds");
                Assert.Equal(expected.At, timeline.Subtract(input["end"].At, Duration.FromSeconds(input["seconds"].Whole), fill));
                break;
            case "between":
                input.Only("start", "end");
                Assert.Equal(Duration.FromSeconds(expected.Whole), timeline.Between(input["start"].At, input["end"].At));
                break;
            case "isOpen":
                Assert.Equal(expected.Flag, timeline.IsOpen(input.Only("at")["at"].At));
                break;
            case "nextOpen":
                Assert.Equal(expected.IsNull ? null : expected.At, timeline.NextOpen(input.Only("at")["at"].At));
                break;
            case "nextClose":
                Assert.Equal(expected.IsNull ? null : expected.At, timeline.NextClose(input.Only("at")["at"].At));
                break;
            default:
                throw input.Wrong($"an operation among add, subtract, between, isOpen, nextOpen, nextClose, not '{op}',");
        }
    }
}
