using System.Collections.Concurrent;
using System.Collections.Immutable;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Scenarios;

[Trait("Scenario", "sla")]
public sealed class SlaScenarios
{
    private static readonly Dictionary<string, SlaMetric> Metrics = new(StringComparer.Ordinal)
    {
        ["first_reply"] = SlaMetric.FirstReply,
        ["next_reply"] = SlaMetric.NextReply,
        ["periodic_update"] = SlaMetric.PeriodicUpdate,
        ["pausable_update"] = SlaMetric.PausableUpdate,
        ["requester_wait"] = SlaMetric.RequesterWait,
        ["agent_work"] = SlaMetric.AgentWork,
        ["total_resolution"] = SlaMetric.TotalResolution,
    };

    private static readonly ConcurrentDictionary<string, ImmutableDictionary<string, BusinessTimeline>> Calendars = new();

    public static IEnumerable<TheoryDataRow<string, string>> Rows => ScenarioFiles.Rows(ScenarioKind.Sla);

    [Theory, MemberData(nameof(Rows))]
    public void Scenario(string file, string id)
    {
        var (whole, given) = ScenarioFiles.Find(file, id);
        given.OnlyCase("policy", "route", "attributes", "priority", "asOf", "events", "expected");
        var calendars = Calendars.GetOrAdd(file, _ => Compile(whole));
        var opening = Opening(given);
        var events = given["events"].Items.Skip(1).Select(Event).ToList();
        var policies = Policies(whole, given);
        var asOf = given["asOf"].At;

        var clocks = SlaEvaluator.Evaluate(Plan(policies, calendars), opening, events, asOf);
        var nextOpen = SlaEvaluator.Evaluate(
            Plan(policies.Select(policy => policy with { ExactFill = ExactFill.NeighbouringInterval }), calendars), opening, events, asOf);

        var expected = given["expected"].Items.ToList();
        Assert.Equal(expected.Select(KeyOf).Order(), clocks.Select(clock => (clock.Metric, clock.StartedAt)).Order());
        foreach (var group in expected.GroupBy(KeyOf))
        {
            foreach (var (clock, other, wanted) in Of(clocks, group.Key).Zip(Of(nextOpen, group.Key), group))
            {
                Compare(wanted, clock, other);
            }
        }
    }

    private static IEnumerable<SlaClock> Of(ImmutableArray<SlaClock> clocks, (SlaMetric Metric, Instant StartedAt) key) =>
        clocks.Where(clock => (clock.Metric, clock.StartedAt) == key);

    private static (SlaMetric, Instant) KeyOf(ScenarioNode expected) => (Metric(expected["metric"]), expected["startedAt"].At);

    private static void Compare(ScenarioNode expected, SlaClock clock, SlaClock nextOpen)
    {
        expected.Only(
            "metric", "startedAt", "state", "targetSeconds", "calendar", "elapsedSeconds", "dueAt", "dueAtIfNextOpen", "breached",
            "breachEvents", "fulfilledAt", "stoppedAt");
        var ended = clock.State is SlaClockState.Fulfilled ? ("fulfilledAt", clock.EndedAt) : ("stoppedAt", clock.EndedAt);
        var actual = new Dictionary<string, object?>
        {
            ["state"] = clock.State.ToString().ToLowerInvariant(),
            ["targetSeconds"] = Seconds(clock.Target?.Within),
            ["calendar"] = clock.Target?.Calendar,
            ["elapsedSeconds"] = Seconds(clock.Elapsed),
            ["dueAt"] = clock.DueAt,
            ["dueAtIfNextOpen"] = nextOpen.DueAt,
            ["breached"] = clock.Target is null ? null : clock.Breached,
            ["breachEvents"] = string.Join(' ', clock.BreachEvents),
            ["fulfilledAt"] = ended.Item1 == "fulfilledAt" ? ended.EndedAt : null,
            ["stoppedAt"] = ended.Item1 == "stoppedAt" ? ended.EndedAt : null,
        };
        foreach (var (name, value) in expected.Members.Where(member => actual.ContainsKey(member.Name)))
        {
            object? wanted = value.IsNull ? null : name switch
            {
                "state" => value.Text,
                "targetSeconds" or "elapsedSeconds" => (decimal)value.Whole,
                "calendar" => CalendarId.Named(value.Text),
                "breached" => value.Flag,
                "breachEvents" => string.Join(' ', value.Items.Select(item => item.At)),
                _ => value.At,
            };
            Assert.True(Equals(wanted, actual[name]), $"{value.Path} of {clock.Metric} should be {wanted ?? "null"}, is {actual[name] ?? "null"}");
        }
    }

    private static decimal? Seconds(Duration? duration) => duration is { } d ? (decimal)d.BclCompatibleTicks / NodaConstants.TicksPerSecond : null;

    private static ImmutableDictionary<string, BusinessTimeline> Compile(ScenarioFile file) => file.Root["calendars"].Members.ToImmutableDictionary(
        calendar => calendar.Name,
        calendar => BusinessTimeline.Compile(CalendarScenario.Read(calendar.Value, calendar.Name), DateTimeZoneProviders.Tzdb));

    private static SlaPlan Plan(IEnumerable<SlaPolicy> policies, ImmutableDictionary<string, BusinessTimeline> calendars)
    {
        var byId = calendars.ToDictionary(calendar => CalendarId.Named(calendar.Key), calendar => calendar.Value);
        return SlaPlan.Compile(policies, byId.GetValueOrDefault);
    }

    private static List<SlaPolicy> Policies(ScenarioFile file, ScenarioNode given)
    {
        if (given.Find("route") is not { } route)
        {
            return [Policy(file, given["policy"].Text)];
        }

        return [.. file.Root["routes"][route.Text].Items.Select((item, index) => Policy(file, item.Only("policy", "when")["policy"].Text) with
        {
            // One policy may stand in a route twice, under other conditions.
            Name = $"{index}:{item["policy"].Text}",
            Order = index,
            When = [.. item["when"].Members.Select(condition => new AttributeCondition(condition.Name, condition.Value.Text))],
        })];
    }

    private static SlaPolicy Policy(ScenarioFile file, string name) => new()
    {
        Name = name,
        Goals =
        [
            .. from metric in file.Root["policies"][name].Members
               from target in metric.Value.Members
               select new SlaGoal
               {
                   Metric = Metrics[metric.Name],
                   Priority = Priority(target.Value, target.Name),
                   Within = Duration.FromSeconds(target.Value.Only("seconds", "calendar")["seconds"].Whole),
                   Calendar = CalendarId.Named(target.Value["calendar"].Text),
               },
        ],
    };

    private static SlaOpening Opening(ScenarioNode given)
    {
        var created = given["events"].Items.First().Only("at", "type", "by");
        return created["type"].Text != "created" ? throw created.Wrong("the event 'created' first") : new SlaOpening
        {
            At = created["at"].At,
            By = created.Find("by") is { } by ? Party(by) : TicketParty.Customer,
            Priority = given.Find("priority") is { } priority ? Priority(priority, priority.Text) : TicketPriority.Normal,
            Attributes = (given.Find("attributes")?.Members ?? []).ToImmutableSortedDictionary(
                item => item.Name, item => item.Value.Text, StringComparer.Ordinal),
        };
    }

    private static SlaEvent Event(ScenarioNode given)
    {
        given.Only("at", "type", "value", "name", "by");
        var happened = new SlaEvent { At = given["at"].At, Kind = SlaEventKind.Observed };
        return given["type"].Text switch
        {
            "agent_public_reply" => happened with { Kind = SlaEventKind.AgentReply },
            "customer_reply" => happened with { Kind = SlaEventKind.CustomerMessage },
            "internal_note" => happened,
            "status" => happened with { Kind = SlaEventKind.StatusChanged, Status = Status(given["value"]) },
            "priority" => happened with { Kind = SlaEventKind.PriorityChanged, Priority = Priority(given["value"], given["value"].Text) },
            "attribute" => happened with
            {
                Kind = SlaEventKind.AttributeChanged,
                Attribute = given["name"].Text,
                Value = given.Find("value")?.Text,
            },
            _ => throw given.Wrong("a known type of event"),
        };
    }

    private static SlaMetric Metric(ScenarioNode node) => Metrics.TryGetValue(node.Text, out var metric) ? metric : throw node.Wrong("a metric");

    private static TicketParty Party(ScenarioNode node) => node.Text switch
    {
        "customer" => TicketParty.Customer,
        "agent" => TicketParty.Agent,
        _ => throw node.Wrong("customer or agent"),
    };

    private static TicketStatus Status(ScenarioNode node) => node.Text switch
    {
        "new" => TicketStatus.New,
        "open" => TicketStatus.Open,
        "pending" => TicketStatus.Pending,
        "hold" => TicketStatus.Hold,
        "solved" => TicketStatus.Solved,
        "closed" => TicketStatus.Closed,
        _ => throw node.Wrong("a status"),
    };

    private static TicketPriority Priority(ScenarioNode node, string name) => name switch
    {
        "low" => TicketPriority.Low,
        "normal" => TicketPriority.Normal,
        "high" => TicketPriority.High,
        "urgent" => TicketPriority.Urgent,
        _ => throw node.Wrong("a priority"),
    };
}
