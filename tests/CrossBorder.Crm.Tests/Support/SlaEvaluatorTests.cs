using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

public sealed class SlaEvaluatorTests
{
    private static readonly Instant Start = Instant.FromUtc(2024, 6, 10, 7, 0);

    private static readonly BusinessTimeline Always = BusinessTimeline.Compile(BusinessCalendar.AlwaysOpen, DateTimeZoneProviders.Tzdb);

    private static readonly SlaPolicy Policy = new()
    {
        Name = "one-hour",
        Goals = [new SlaGoal { Metric = SlaMetric.FirstReply, Priority = TicketPriority.Normal, Within = Duration.FromHours(1), Calendar = CalendarId.AlwaysOpen }],
    };

    private static readonly SlaPlan Plan = SlaPlan.Compile([Policy], _ => Always);

    [Fact]
    public void An_event_before_the_last_one_is_refused()
    {
        var state = SlaEvaluator.Open(Plan, new SlaOpening { At = Start });

        Assert.Throws<ArgumentException>(() => SlaEvaluator.Apply(Plan, state, new SlaEvent { At = Start - Duration.FromTicks(1), Kind = SlaEventKind.AgentReply }));
        Assert.Throws<ArgumentException>(() => SlaEvaluator.Read(Plan, state, Start - Duration.FromTicks(1)));
    }

    [Theory]
    [InlineData(0, -1, "events[0], AgentReply at 2024-06-10T06:59:00Z, happened before the creation at 2024-06-10T07:00:00Z")]
    [InlineData(5, 4, "events[1], AgentReply at 2024-06-10T07:04:00Z, happened before events[0] at 2024-06-10T07:05:00Z")]
    public void A_history_out_of_order_is_refused_with_the_place_even_where_it_lies_ahead(int first, int second, string expected)
    {
        SlaEvent[] events = [At(first), At(second)];
        events = first == 0 ? events[1..] : events;

        var error = Assert.Throws<ArgumentException>("events", () => SlaEvaluator.Evaluate(Plan, new SlaOpening { At = Start }, events, Start));

        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);

        static SlaEvent At(int minute) => new() { At = Start + Duration.FromMinutes(minute), Kind = SlaEventKind.AgentReply };
    }

    [Fact]
    public void A_policy_without_the_asked_priority_is_named_with_metric_and_priority()
    {
        Assert.Equal(new SlaTarget(Duration.FromHours(1), CalendarId.AlwaysOpen), Plan.RequireTarget("one-hour", SlaMetric.FirstReply, TicketPriority.Normal));

        var priority = Assert.Throws<ArgumentException>(
            "priority", () => Plan.RequireTarget("one-hour", SlaMetric.FirstReply, TicketPriority.Urgent));
        var policy = Assert.Throws<ArgumentException>("policy", () => Plan.RequireTarget("two-hours", SlaMetric.FirstReply, TicketPriority.Normal));

        Assert.StartsWith("Policy 'one-hour', goals: there is none for FirstReply at Urgent.", priority.Message, StringComparison.Ordinal);
        Assert.StartsWith("There is no policy 'two-hours'.", policy.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_past_year_9998_is_refused_and_so_is_a_due_time_there()
    {
        var tooLong = Policy with { Goals = [Policy.Goals[0] with { Within = SlaGoal.MaxWithin + Duration.FromDays(1) }] };
        var opening = new SlaOpening { At = Instant.FromUtc(9998, 12, 31, 23, 30) };

        Assert.StartsWith(
            "Policy 'one-hour', goals[0]: the time is", Assert.Throws<ArgumentException>(() => SlaPlan.Compile([tooLong], _ => Always)).Message, StringComparison.Ordinal);
        Assert.Throws<NotEnoughOpenTimeException>(() => SlaEvaluator.Open(Plan, opening));
    }

    [Fact]
    public void A_state_is_not_folded_on_under_another_plan()
    {
        var state = SlaEvaluator.Open(Plan, new SlaOpening { At = Start });
        var other = SlaPlan.Compile([Policy], _ => Always, basis: "one-hour#2");

        Assert.Throws<ArgumentException>(() => SlaEvaluator.Apply(other, state, new SlaEvent { At = Start, Kind = SlaEventKind.AgentReply }));
    }

    [Fact]
    public void The_state_stays_as_small_after_ten_thousand_events_as_after_ten()
    {
        var plan = SlaPlan.Compile(
            [Policy with { Goals = [.. Enum.GetValues<SlaMetric>().Select(metric => Policy.Goals[0] with { Metric = metric, Within = Duration.FromHours(10_000) })] }],
            _ => Always);
        var state = SlaEvaluator.Open(plan, new SlaOpening { At = Start });
        var sizes = new List<int>();
        for (var i = 0; i < 10_000; i++)
        {
            var kind = (i % 4) switch { 0 => SlaEventKind.CustomerMessage, 1 => SlaEventKind.AgentReply, _ => SlaEventKind.StatusChanged };
            var status = i % 4 == 2 ? TicketStatus.Pending : TicketStatus.Open;
            state = SlaEvaluator.Apply(plan, state, new SlaEvent { At = Start + Duration.FromMinutes(i), Kind = kind, Status = status }).State;
            sizes.Add(state.Clocks.Sum(clock => 1 + clock.BreachEvents.Length + clock.Tallies.Sum(tally => 1 + tally.Passed.Length)));
        }

        Assert.Equal(sizes[19], sizes[^1]);
    }

    [Fact]
    public void A_calendar_without_enough_open_time_is_a_named_error()
    {
        var closed = BusinessTimeline.Compile(new BusinessCalendar { Name = "closed", Zone = "Etc/UTC" }, DateTimeZoneProviders.Tzdb);

        var error = Assert.Throws<NotEnoughOpenTimeException>(
            () => SlaEvaluator.Open(SlaPlan.Compile([Policy], _ => closed), new SlaOpening { At = Start }));

        Assert.Contains("'closed'", error.Message);
    }

    [Theory]
    [InlineData("goals[1]: FirstReply at Normal is given twice")]
    [InlineData("goals[0]: the time is 0:00:00:00; it must be more than zero")]
    [InlineData("goals[0]: no calendar is named")]
    [InlineData("goals[0]: there is no calendar")]
    [InlineData("when[0]: an attribute and a value are needed")]
    [InlineData("ranking.boosts[0]: the time is")]
    public void A_policy_that_is_not_valid_is_refused_with_the_place(string expected)
    {
        var goal = Policy.Goals[0];
        var policy = expected switch
        {
            ['g', .., 't', 'w', 'i', 'c', 'e'] => Policy with { Goals = [goal, goal] },
            ['g', .., 'z', 'e', 'r', 'o'] => Policy with { Goals = [goal with { Within = Duration.Zero }] },
            ['g', .., 'n', 'a', 'm', 'e', 'd'] => Policy with { Goals = [goal with { Calendar = default }] },
            ['w', ..] => Policy with { When = [default] },
            ['r', ..] => Policy with { Ranking = new() { Boosts = [new RankBoost { Code = "x", By = Duration.Zero }] } },
            _ => Policy,
        };

        var error = Assert.Throws<ArgumentException>(() => SlaPlan.Compile([policy], _ => null));

        Assert.StartsWith($"Policy 'one-hour', {expected}", error.Message);
    }

    [Fact]
    public void A_policy_given_twice_is_refused() => Assert.Throws<ArgumentException>(() => SlaPlan.Compile([Policy, Policy], _ => Always));
}
