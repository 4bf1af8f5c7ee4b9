using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

public sealed partial class PriorityRankingTests
{
    private static readonly Instant Start = Instant.FromUtc(2024, 6, 10, 7, 0);

    private static readonly BusinessTimeline Always = BusinessTimeline.Compile(BusinessCalendar.AlwaysOpen, DateTimeZoneProviders.Tzdb);

    private static readonly SlaPlan Plan = SlaPlan.Compile(
        [
            new SlaPolicy
            {
                Name = "care",
                Goals =
                [
                    Goal(SlaMetric.FirstReply, TicketPriority.Normal, 4), Goal(SlaMetric.TotalResolution, TicketPriority.Normal, 16),
                ],
                Ranking = new RankingRules
                {
                    Defaults = [new PriorityTarget(TicketPriority.Low, new SlaTarget(Duration.FromHours(100), CalendarId.AlwaysOpen))],
                    Boosts =
                    [
                        new RankBoost { Code = "tier_vip", By = Duration.FromMinutes(60), When = [new AttributeCondition("tier", "vip")] },
                        new RankBoost { Code = "reopened", By = Duration.FromMinutes(30), MinReopened = 1 },
                        new RankBoost { Code = "complaint", By = Duration.FromHours(30), When = [new AttributeCondition("type", "complaint")] },
                    ],
                },
            },
        ],
        _ => Always);

    [Fact]
    public void The_earliest_running_clock_decides_and_its_term_says_so()
    {
        var rank = PriorityRanking.Rank(Plan, Open(TicketPriority.Normal));

        Assert.Equal(Start + Duration.FromHours(4), rank.At);
        Assert.Equal(
            new RankTerm { Code = "due.first_reply", From = rank.At, Text = "first reply is due 2024-06-10T11:00:00Z" }, Assert.Single(rank.Terms));
    }

    [Fact]
    public void A_breached_clock_keeps_its_due_time()
    {
        var late = SlaEvaluator.Apply(Plan, Open(TicketPriority.Normal), new SlaEvent { At = Start + Duration.FromDays(9), Kind = SlaEventKind.Observed }).State;

        var rank = PriorityRanking.Rank(Plan, late);

        Assert.Equal(Start + Duration.FromHours(4), rank.At);
        Assert.Equal("first reply was due 2024-06-10T11:00:00Z", rank.Terms[0].Text);
    }

    [Fact]
    public void Without_a_due_time_the_priority_has_a_default()
    {
        Assert.Equal(Start + Duration.FromHours(100), PriorityRanking.Rank(Plan, Open(TicketPriority.Low)).At);
        Assert.Equal(Start + Duration.FromHours(1), PriorityRanking.Rank(Plan, Open(TicketPriority.Urgent)).At);
        Assert.Equal("default.urgent", PriorityRanking.Rank(Plan, Open(TicketPriority.Urgent)).Terms[0].Code);
    }

    [Fact]
    public void Boosts_that_hold_are_added_up_and_each_is_a_term()
    {
        var rank = PriorityRanking.Rank(Plan, Open(TicketPriority.Normal, ("tier", "vip")), reopened: 2);

        Assert.Equal(Start + Duration.FromHours(4) - Duration.FromMinutes(90), rank.At);
        Assert.Equal(["due.first_reply", "boost.tier_vip", "boost.reopened"], rank.Terms.Select(term => term.Code));
        Assert.Equal("tier_vip: -60 min (tier is vip)", rank.Terms[1].Text);
        Assert.Equal("reopened: -30 min (reopened 2×)", rank.Terms[2].Text);
    }

    [Fact]
    public void Boosts_are_capped_and_the_terms_still_add_up()
    {
        var rank = PriorityRanking.Rank(Plan, Open(TicketPriority.Normal, ("type", "complaint"), ("tier", "vip")));

        Assert.Equal(Start + Duration.FromHours(4 - 24), rank.At);
        Assert.Equal("cap", rank.Terms[^1].Code);
        Assert.Equal(rank.At, rank.Terms.Aggregate(rank.Terms[0].From!.Value, (at, term) => at + (term.Shift ?? Duration.Zero)));
    }

    [Fact]
    public void The_host_adds_terms_of_its_own()
    {
        var rank = PriorityRanking.Rank(
            Plan, Open(TicketPriority.Normal), 0, new RankTerm { Code = "shop.black_friday", Shift = Duration.FromMinutes(15), Text = "can wait" });

        Assert.Equal(Start + Duration.FromMinutes(255), rank.At);
    }

    [Theory]
    [InlineData(TicketStatus.Pending)]
    [InlineData(TicketStatus.Hold)]
    [InlineData(TicketStatus.Solved)]
    [InlineData(TicketStatus.Closed)]
    public void What_waits_or_is_done_is_not_in_the_queue(TicketStatus status)
    {
        var state = SlaEvaluator.Apply(Plan, Open(TicketPriority.Normal), new SlaEvent { At = Start, Kind = SlaEventKind.StatusChanged, Status = status }).State;

        Assert.Equal(PriorityRank.NotInQueue, PriorityRanking.Rank(Plan, state));
    }

    [Fact]
    public void The_queue_is_ordered_by_rank_then_creation_then_id()
    {
        var (a, b) = (new Guid("00000000-0000-0000-0000-000000000001"), new Guid("ff000000-0000-0000-0000-000000000000"));
        Ticket[] expected =
        [
            Ticket(b, Start, Start), Ticket(a, Start, Start + Duration.FromHours(1)), Ticket(a, Start + Duration.FromTicks(10), Start + Duration.FromHours(1)),
            Ticket(b, Start + Duration.FromTicks(10), Start + Duration.FromHours(1)), Ticket(a, Start, null),
        ];

        Assert.Equal(expected, expected.Reverse().Order(PriorityRanking.Order));
    }

    private static Ticket Ticket(Guid id, Instant openedAt, Instant? rankAt) => new()
    {
        Id = new TicketId(id),
        Customer = new CustomerId(id),
        Sla = Open(TicketPriority.Normal) with { OpenedAt = openedAt },
        Rank = new PriorityRank { At = rankAt },
    };

    private static SlaState Open(TicketPriority priority, params (string Name, string Value)[] attributes) => SlaEvaluator.Open(Plan, new SlaOpening
    {
        At = Start,
        Priority = priority,
        Attributes = attributes.ToImmutableSortedDictionary(item => item.Name, item => item.Value, StringComparer.Ordinal),
    });

    private static SlaGoal Goal(SlaMetric metric, TicketPriority priority, int hours) =>
        new() { Metric = metric, Priority = priority, Within = Duration.FromHours(hours), Calendar = CalendarId.AlwaysOpen };
}
