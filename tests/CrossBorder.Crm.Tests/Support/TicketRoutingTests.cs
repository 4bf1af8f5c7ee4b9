using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

public sealed partial class TicketRoutingTests
{
    // A Monday, 12:00 in Kraków, 18:00 in Shenzhen, 04:00 in Mexico City.
    private static readonly Instant Noon = Instant.FromUtc(2024, 6, 10, 10, 0);

    private static readonly BusinessTimeline Krakow = Shift("Europe/Warsaw", "09:00-17:00");
    private static readonly BusinessTimeline Shenzhen = Shift("Asia/Shanghai", "09:00-18:30");
    private static readonly BusinessTimeline Mexico = Shift("America/Mexico_City", "09:00-17:00");

    [Fact]
    public void Language_and_shift_decide_and_every_other_agent_has_a_reason()
    {
        var decision = Route(["es"], Agent(1, Krakow, ("pl", 5), ("es", 3)), Agent(2, Mexico, ("es", 5)), Agent(3, Shenzhen, ("zh", 5)));

        Assert.Equal(Id(1), decision.Agent);
        Assert.Equal(["off_shift"], Codes(decision, 2));
        Assert.Equal(["no_language"], Codes(decision, 3));
        Assert.Equal(["load", "level"], Codes(decision, 1));
        Assert.Equal(Noon, decision.NextPossibleAt);
    }

    [Fact]
    public void Nobody_is_an_answer_with_the_instant_at_which_somebody_can()
    {
        var decision = Route(["es"], Agent(2, Mexico, ("es", 5)), Agent(3, Shenzhen, ("zh", 5)));

        Assert.Null(decision.Agent);
        Assert.Equal(Instant.FromUtc(2024, 6, 10, 15, 0), decision.NextPossibleAt);
        Assert.Equal("is off shift; can take it from 2024-06-10T15:00:00Z", decision.Verdicts[0].Reasons[0].Text);
    }

    [Fact]
    public void Where_more_than_the_shift_is_in_the_way_there_is_no_next_instant()
    {
        var decision = Route(["fr"], Agent(1, Krakow, ("pl", 5)), Agent(2, null, ("fr", 5)));

        Assert.Null(decision.Agent);
        Assert.Null(decision.NextPossibleAt);
        Assert.Equal(["no_calendar"], Codes(decision, 2));
    }

    [Fact]
    public void Enough_of_the_shift_must_be_left()
    {
        var request = Request(["zh"]) with { ShiftLeft = Duration.FromHours(1) };

        var decision = TicketRouting.Decide(request, [Agent(3, Shenzhen, ("zh", 5))]);

        Assert.Null(decision.Agent);
        Assert.Equal(Instant.FromUtc(2024, 6, 11, 1, 0), decision.NextPossibleAt);
        Assert.Equal("the shift ends 2024-06-10T10:30:00Z; can take it from 2024-06-11T01:00:00Z", decision.Verdicts[0].Reasons[0].Text);
        Assert.Null(TicketRouting.Decide(request with { ShiftLeft = Duration.FromHours(10) }, [Agent(3, Shenzhen, ("zh", 5))]).NextPossibleAt);
    }

    [Fact]
    public void The_least_load_wins_then_the_smaller_number_in_hand_then_the_smaller_id()
    {
        Assert.Equal(Id(2), Route(["pl"], Agent(1, Krakow, 5, ("pl", 5)), Agent(2, Krakow, 4, ("pl", 5))).Agent);
        Assert.Equal(Id(1), Route(["pl"], Agent(2, Krakow, 4, ("pl", 5)), Agent(1, Krakow, 4, ("pl", 5))).Agent);
    }

    [Fact]
    public void A_full_agent_gets_nothing()
    {
        var decision = Route(["pl"], Agent(1, Krakow, 10, ("pl", 5)));

        Assert.Equal(["full"], Codes(decision, 1));
        Assert.Null(decision.NextPossibleAt);
    }

    [Fact]
    public void The_first_language_is_better_than_the_second_and_the_last_agent_better_than_another()
    {
        Assert.Equal(Id(2), Route(["pl", "en"], Agent(1, Krakow, ("en", 5)), Agent(2, Krakow, ("pl", 4))).Agent);
        var sticky = TicketRouting.Decide(Request(["pl"]) with { LastAgent = Id(2) }, [Agent(1, Krakow, ("pl", 5)), Agent(2, Krakow, 1, ("pl", 5))]);
        Assert.Equal(Id(2), sticky.Agent);
        Assert.Equal(["load", "other_agent"], Codes(sticky, 1));
    }

    [Fact]
    public void Markets_and_levels_are_filters()
    {
        var request = Request(["pl"]) with { Market = new MarketId("PL"), MinLevel = 4 };
        var elsewhere = Agent(1, Krakow, ("pl", 5));
        elsewhere = elsewhere with { Agent = elsewhere.Agent with { Markets = [new MarketId("DE")] } };

        var decision = TicketRouting.Decide(request, [elsewhere, Agent(2, Krakow, ("pl", 3)), Agent(3, Krakow, ("pl", 4))]);

        Assert.Equal(Id(3), decision.Agent);
        Assert.Equal(["no_market"], Codes(decision, 1));
        Assert.Equal("does not speak pl at level 4", decision.Verdicts.Single(verdict => verdict.Agent == Id(2)).Reasons[0].Text);
    }

    [Fact]
    public void A_topic_is_a_filter_and_each_level_below_an_expert_a_cost()
    {
        var request = Request(["pl"]) with { Topics = [new("customs", 2)] };

        var decision = TicketRouting.Decide(
            request,
            [
                Agent(1, Krakow, ("pl", 5)),
                With(Agent(2, Krakow, ("pl", 5)), agent => agent with { Topics = [new("customs", 1)] }),
                With(Agent(3, Krakow, ("pl", 5)), agent => agent with { Topics = [new("returns", 5), new("customs", 3)] }),
            ]);

        Assert.Equal(Id(3), decision.Agent);
        Assert.Equal(new RouteReason("topic_level", 100, "is versed in customs at level 3 of 5"), decision.Verdicts[0].Reasons[^1]);
        Assert.Equal("is not versed in customs at level 2", decision.Verdicts.Single(verdict => verdict.Agent == Id(2)).Reasons.Single().Text);
        Assert.Equal(["no_topic"], Codes(decision, 1));
    }

    [Fact]
    public void A_market_is_known_at_a_level_and_fully_where_none_is_named()
    {
        var request = Request(["pl"]) with { Market = new MarketId("PL"), MinMarketLevel = 3 };

        var decision = TicketRouting.Decide(
            request,
            [
                With(Agent(1, Krakow, ("pl", 5)), agent => agent with { MarketSkills = [new(new MarketId("PL"), 2)] }),
                With(Agent(2, Krakow, ("pl", 5)), agent => agent with { MarketSkills = [new(new MarketId("PL"), 4)] }),
                With(Agent(3, Krakow, ("pl", 5)), agent => agent with { MarketSkills = [new(new MarketId("DE"), 1)] }),
            ]);

        Assert.Equal([Id(3), Id(2), Id(1)], decision.Verdicts.Select(verdict => verdict.Agent));
        Assert.Equal([0, 50, 0], decision.Verdicts.Select(verdict => verdict.Cost));
        Assert.Equal("does not answer for PL at level 3", decision.Verdicts[2].Reasons.Single().Text);
    }

    [Fact]
    public void A_heavy_ticket_needs_more_room_than_a_light_one()
    {
        var duty = Agent(1, Krakow, 8, ("pl", 5));

        Assert.Equal(Id(1), TicketRouting.Decide(Request(["pl"]) with { Weight = 2 }, [duty]).Agent);
        var full = TicketRouting.Decide(Request(["pl"]) with { Weight = 3 }, [duty]);
        Assert.Null(full.Agent);
        Assert.Equal("has 8 of 10 units in hand; the ticket takes 3", full.Verdicts.Single().Reasons.Single().Text);
    }

    [Fact]
    public void Taking_a_ticket_from_who_has_it_costs_something_and_what_things_cost_is_data()
    {
        var request = Request(["pl"]) with { Assignee = Id(2) };
        AgentOnDuty[] agents = [Agent(1, Krakow, ("pl", 5)), Agent(2, Krakow, ("pl", 4))];

        Assert.Equal(Id(2), TicketRouting.Decide(request, agents).Agent);
        Assert.Equal(["load", "handover"], Codes(TicketRouting.Decide(request, agents), 1));
        Assert.Equal(Id(1), TicketRouting.Decide(request, agents, new RouteCosts { Handover = 10 }).Agent);
    }

    [Theory]
    [InlineData("pt", "pt-BR", true)]
    [InlineData("pt-PT", "pt-BR", true)]
    [InlineData("zh-Hant", "zh-Hans-CN", false)]
    [InlineData("zh", "zh-Hant-TW", true)]
    [InlineData("no", "da", false)]
    public void A_language_serves_by_language_and_script(string spoken, string asked, bool serves) =>
        Assert.Equal(serves, TicketRouting.Serves(new LanguageTag(spoken), new LanguageTag(asked)));

    [Fact]
    public void A_request_without_language_or_with_an_impossible_level_is_refused()
    {
        Assert.Throws<ArgumentException>(() => TicketRouting.Decide(Request([]), []));
        Assert.Throws<ArgumentOutOfRangeException>(() => TicketRouting.Decide(Request(["pl"]) with { MinLevel = 6 }, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => TicketRouting.Decide(Request(["pl"]) with { ShiftLeft = -Duration.Epsilon }, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => TicketRouting.Decide(Request(["pl"]) with { Weight = 0 }, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => TicketRouting.Decide(Request(["pl"]) with { Topics = [new("customs", 9)] }, []));
        Assert.Throws<ArgumentException>(() => TicketRouting.Decide(Request(["pl"]) with { Topics = [new("customs", 1), new("customs", 2)] }, []));
        Assert.Throws<ArgumentException>(() => TicketRouting.Decide(Request(["pl"]), [Agent(1, Krakow, ("pl", 5)), Agent(1, Krakow, ("pl", 5))]));
        Assert.Throws<ArgumentOutOfRangeException>(() => TicketRouting.Decide(Request(["pl"]), [Agent(1, Krakow, -1, ("pl", 5))]));
        Assert.Null(TicketRouting.Decide(Request(["pl"]), []).NextPossibleAt);
    }

    private static RouteDecision Route(string[] languages, params AgentOnDuty[] agents) => TicketRouting.Decide(Request(languages), agents);

    private static RouteRequest Request(string[] languages) => new() { At = Noon, Languages = [.. languages.Select(tag => new LanguageTag(tag))] };

    private static IEnumerable<string> Codes(RouteDecision decision, int agent) =>
        decision.Verdicts.Single(verdict => verdict.Agent == Id(agent)).Reasons.Select(reason => reason.Code);

    private static AgentOnDuty Agent(int id, BusinessTimeline? shift, params (string Tag, int Level)[] languages) => Agent(id, shift, 0, languages);

    private static AgentOnDuty Agent(int id, BusinessTimeline? shift, int inHand, params (string Tag, int Level)[] languages) => new(
        new Agent
        {
            Id = Id(id),
            Name = $"agent {id}",
            Languages = [.. languages.Select(skill => new LanguageSkill(new LanguageTag(skill.Tag), skill.Level))],
            Shift = CalendarId.AlwaysOpen,
        },
        shift,
        inHand);

    private static AgentOnDuty With(AgentOnDuty duty, Func<Agent, Agent> change) => duty with { Agent = change(duty.Agent) };

    private static AgentId Id(int number) => new(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]));

    private static BusinessTimeline Shift(string zone, string hours) => BusinessTimeline.Compile(
        new BusinessCalendar { Name = zone, Zone = zone, Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse(hours)) }, DateTimeZoneProviders.Tzdb);
}
