using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

/// <summary>One more event costs the same after ten events and after ten thousand: in memory to the byte, whatever the history did.</summary>
public sealed class SlaFoldCostTests
{
    private static readonly Instant Start = Instant.FromUtc(2024, 6, 10, 7, 0);

    private static readonly BusinessTimeline Always = BusinessTimeline.Compile(BusinessCalendar.AlwaysOpen, DateTimeZoneProviders.Tzdb);

    // Every metric, tight when urgent and loose otherwise: a ticket whose priority goes to and fro breaches with every round.
    private static readonly SlaPlan Plan = SlaPlan.Compile(
        [
            new()
            {
                Name = "to-and-fro",
                Goals =
                [
                    .. from metric in Enum.GetValues<SlaMetric>()
                       from priority in new[] { TicketPriority.Normal, TicketPriority.Urgent }
                       select new SlaGoal
                       {
                           Metric = metric,
                           Priority = priority,
                           Within = priority == TicketPriority.Urgent ? Duration.FromMinutes(1) : SlaGoal.MaxWithin,
                           Calendar = CalendarId.AlwaysOpen,
                       },
                ],
            },
        ],
        _ => Always);

    private static readonly SlaEvent[] Round =
    [
        Kind(SlaEventKind.CustomerMessage),
        Status(TicketStatus.Open),
        Kind(SlaEventKind.AgentReply),
        Status(TicketStatus.Pending),
        Kind(SlaEventKind.Observed),
        Kind(SlaEventKind.CustomerMessage),
        Status(TicketStatus.Hold),
        Priority(TicketPriority.Urgent),
        Priority(TicketPriority.Normal),
        Status(TicketStatus.Solved),
    ];

    [Fact]
    public void Folding_ten_more_events_takes_the_same_memory_after_ten_events_and_after_ten_thousand()
    {
        // Once for the timelines and the compiler.
        _ = Folded(rounds: 1002);

        Assert.Equal(BytesOfOneMoreRound(Folded(rounds: 1)), BytesOfOneMoreRound(Folded(rounds: 1000)));
    }

    [Fact]
    public void The_breaches_of_ten_thousand_events_are_all_there_and_in_order()
    {
        var clock = Folded(rounds: 1000).Clocks.Single(clock => clock.Metric == SlaMetric.TotalResolution);

        Assert.Equal(1000, clock.BreachEvents.Length);
        Assert.Equal(Enumerable.Range(0, 1000).Select(round => Start + Duration.FromMinutes(10 * round + 8)), clock.BreachEvents);
    }

    private static long BytesOfOneMoreRound(SlaState state)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = FoldRound(state);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static SlaState Folded(int rounds)
    {
        var state = SlaEvaluator.Open(Plan, new SlaOpening { At = Start });
        for (var round = 0; round < rounds; round++)
        {
            state = FoldRound(state);
        }

        return state;
    }

    private static SlaState FoldRound(SlaState state)
    {
        foreach (var e in Round)
        {
            state = SlaEvaluator.Apply(Plan, state, e with { At = state.LastEventAt + Duration.FromMinutes(1) }).State;
        }

        return state;
    }

    private static SlaEvent Kind(SlaEventKind kind) => new() { At = Start, Kind = kind };

    private static SlaEvent Status(TicketStatus status) => Kind(SlaEventKind.StatusChanged) with { Status = status };

    private static SlaEvent Priority(TicketPriority priority) => Kind(SlaEventKind.PriorityChanged) with { Priority = priority };
}
