using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

/// <content>What speaks for a ticket and it does not know itself.</content>
public sealed partial class PriorityRankingTests
{
    private static readonly SlaPlan Suggested = SlaPlan.Compile([new SlaPolicy { Name = "care", Ranking = RankingRules.Suggested }], _ => Always);

    [Fact]
    public void Every_fact_that_holds_is_a_term_with_what_made_it_hold()
    {
        var rank = PriorityRanking.Rank(
            Suggested, Under(Suggested, new() { Complaints = 3, Speakers = 2, Sentiment = -60 }, ("tier", "important")), reopened: 1);

        Assert.Equal(
            [
                "no clock is due; normal priority is served by 2024-06-11T07:00:00Z",
                "tier_important: -20 min (tier is important)",
                "repeat_complaint: -30 min (complaint 3 in 30 days)",
                "reopened: -30 min (reopened 1×)",
                "angry: -20 min (sentiment -60)",
                "scarce_language: -30 min (speakers of the language: 2)",
            ],
            rank.Terms.Select(term => term.Text));
        Assert.Equal(Start + Duration.FromHours(24) - Duration.FromMinutes(130), rank.At);
    }

    [Theory]
    [InlineData(2, 3, -49)]
    [InlineData(null, null, null)]
    public void A_fact_short_of_what_is_asked_or_not_known_moves_nothing(int? complaints, int? speakers, int? sentiment) =>
        Assert.Single(PriorityRanking.Rank(Suggested, Under(Suggested, new() { Complaints = complaints, Speakers = speakers, Sentiment = sentiment })).Terms);

    [Theory]
    [InlineData("complaints", "many")]
    [InlineData("complaints", "-1")]
    [InlineData("sentiment", "-101")]
    [InlineData("speakers", "1.5")]
    public void An_attribute_that_is_no_number_of_the_range_states_no_fact(string name, string value)
    {
        Assert.False(RankFacts.Allows(name, value));
        Assert.Equal(new RankFacts(), RankFacts.Of(ImmutableSortedDictionary<string, string>.Empty.Add(name, value)));
        Assert.True(RankFacts.Allows("brand", value));
    }

    [Fact]
    public void Facts_stand_in_attributes_and_read_back()
    {
        var facts = new RankFacts { Complaints = 0, Sentiment = -100 };

        Assert.Equal(facts, RankFacts.Of(facts.ToAttributes().ToImmutableSortedDictionary(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_complaint_counts_for_thirty_days_of_24_hours()
    {
        Instant[] complaints = [Start, Start - Duration.FromDays(30), Start - Duration.FromDays(30) + Duration.Epsilon, Start + Duration.Epsilon, Start - Duration.FromDays(2)];

        Assert.Equal(3, PriorityRanking.CountComplaints(complaints, Start));
        Assert.Equal(0, PriorityRanking.CountComplaints([], Start));
    }

    [Fact]
    public void Speakers_are_the_active_agents_whose_language_serves_the_customers()
    {
        Agent[] agents = [Speaker("zh-Hant", 5), Speaker("zh", 2), Speaker("zh-Hans", 5), Speaker("zh-Hant", 5) with { IsActive = false }, Speaker("pl", 5)];

        Assert.Equal(2, PriorityRanking.CountSpeakers(new("zh-Hant-TW"), agents));
        Assert.Equal(1, PriorityRanking.CountSpeakers(new("zh-Hant-TW"), agents, minLevel: 3));
    }

    [Fact]
    public void A_default_target_is_due_by_the_policys_own_rule_for_closing_times()
    {
        var office = new BusinessCalendar { Name = "office", Zone = "UTC", Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("09:00-17:00")) };
        var policy = new SlaPolicy
        {
            Name = "care",
            ExactFill = ExactFill.NeighbouringInterval,
            Ranking = new() { Defaults = [new(TicketPriority.Normal, new SlaTarget(Duration.FromHours(8), office.Id))] },
        };
        var plan = SlaPlan.Compile([policy], _ => BusinessTimeline.Compile(office, DateTimeZoneProviders.Tzdb));

        Assert.Equal(Instant.FromUtc(2024, 6, 11, 9, 0), PriorityRanking.Rank(plan, Under(plan, new())).At);
    }

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(null, -1, null)]
    [InlineData(null, null, -101)]
    public void A_boost_that_asks_for_what_cannot_be_is_refused(int? complaints, int? speakers, int? sentiment) => Refused(
        new() { Boosts = [new() { Code = "b", By = Duration.FromMinutes(1), MinComplaints = complaints, MaxSpeakers = speakers, MaxSentiment = sentiment }] });

    [Fact]
    public void A_rank_moves_by_a_year_at_most()
    {
        Refused(new() { Boosts = [new() { Code = "b", By = Duration.FromDays(367) }] });
        Refused(new() { MaxBoost = Duration.FromDays(367) });
    }

    [Fact]
    public void A_rank_does_not_move_while_the_ticket_ages() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200),
        Prop.ForAll(
            Arb.From(
                from priority in Gen.Elements(Enum.GetValues<TicketPriority>())
                from replied in Gen.Elements(true, false)
                from steps in Gen.NonEmptyListOf(Gen.Choose(0, 3000))
                select (priority, replied, steps)),
            drawn =>
            {
                var state = Open(drawn.priority, ("tier", "vip"));
                state = drawn.replied ? SlaEvaluator.Apply(Plan, state, new() { At = Start, Kind = SlaEventKind.AgentReply }).State : state;
                var rank = PriorityRanking.Rank(Plan, state, reopened: 1).At;
                foreach (var minutes in drawn.steps)
                {
                    state = SlaEvaluator.Apply(Plan, state, new() { At = state.LastEventAt + Duration.FromMinutes(minutes), Kind = SlaEventKind.Observed }).State;
                    Assert.Equal(rank, PriorityRanking.Rank(Plan, state, reopened: 1).At);
                }
            }));

    private static void Refused(RankingRules rules) =>
        Assert.Contains("ranking", Assert.Throws<ArgumentException>(() => SlaPolicyValidation.Require(new SlaPolicy { Name = "care", Ranking = rules })).Message, StringComparison.Ordinal);

    private static SlaState Under(SlaPlan plan, RankFacts facts, params (string Name, string Value)[] attributes) => SlaEvaluator.Open(plan, new SlaOpening
    {
        At = Start,
        Attributes = attributes.Select(item => KeyValuePair.Create(item.Name, item.Value)).Concat(facts.ToAttributes()).ToImmutableSortedDictionary(StringComparer.Ordinal),
    });

    private static Agent Speaker(string language, int level) =>
        new() { Id = AgentId.New(), Name = "A", Languages = [new(new LanguageTag(language), level)], Shift = CalendarId.AlwaysOpen };
}
