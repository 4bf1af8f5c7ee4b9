using BenchmarkDotNet.Attributes;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Benchmarks.Support;

/// <summary>What does it cost to give out a batch as a whole, against deciding ticket by ticket, which is not optimal?</summary>
[MemoryDiagnoser]
public class BatchBenchmarks
{
    private static readonly Instant Noon = Instant.FromUtc(2024, 6, 10, 10, 0);
    private static readonly string[] Languages = ["en", "de", "pl", "es", "zh-Hans"];

    private BatchTicket[] tickets = [];
    private AgentOnDuty[] agents = [];

    /// <summary>Tickets and agents, as many of each.</summary>
    [Params(50, 200)]
    public int Size { get; set; }

    /// <summary>How many tickets an agent can have in hand: with 1 half of the tickets compete for what is left.</summary>
    [Params(1, 10)]
    public int Capacity { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(4711);
        var shifts = new[] { "08:00-16:00", "09:00-17:00", "10:30-18:30" }.Select(hours => BusinessTimeline.Compile(
            new() { Name = hours, Zone = "Europe/Warsaw", Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse(hours)) }, DateTimeZoneProviders.Tzdb)).ToArray();
        agents = [.. Enumerable.Range(1, Size).Select(number => new AgentOnDuty(
            new()
            {
                Id = new AgentId(Number(number)),
                Name = $"agent {number}",
                Languages = [.. Languages.Where(_ => random.Next(2) == 0).Append("en").Distinct().Select(tag => new LanguageSkill(new LanguageTag(tag), random.Next(1, 6)))],
                Topics = [new("customs", random.Next(1, 6))],
                Capacity = Capacity,
                Shift = CalendarId.AlwaysOpen,
            },
            shifts[number % shifts.Length],
            random.Next(Capacity)))];
        tickets = [.. Enumerable.Range(1, Size).Select(number => new BatchTicket
        {
            Ticket = new TicketId(Number(number)),
            RankAt = Noon + Duration.FromSeconds(random.Next(10_000)),
            OpenedAt = Noon,
            Needs = new()
            {
                At = Noon,
                Languages = [new LanguageTag(Languages[random.Next(Languages.Length)])],
                Topics = random.Next(3) == 0 ? [new("customs", random.Next(1, 4))] : [],
                ShiftLeft = Duration.FromMinutes(20),
                LastAgent = random.Next(2) == 0 ? new AgentId(Number(random.Next(1, Size + 1))) : null,
            },
        })];
        var plan = AsAWhole();
        if (plan.Assigned.Length < OneByOne().Served || plan.Assigned.Length + plan.Unassigned.Length != Size)
        {
            throw new InvalidOperationException("The batch serves fewer tickets than deciding one by one.");
        }
    }

    [Benchmark(Baseline = true)]
    public (int Served, long Cost) OneByOne()
    {
        var loads = agents.ToDictionary(duty => duty.Agent.Id);
        var (served, cost) = (0, 0L);
        foreach (var ticket in tickets.OrderBy(ticket => ticket.RankAt))
        {
            var decision = TicketRouting.Decide(ticket.Needs, loads.Values);
            if (decision.Agent is { } agent)
            {
                loads[agent] = loads[agent] with { InHand = loads[agent].InHand + 1 };
                (served, cost) = (served + 1, cost + decision.Verdicts[0].Cost);
            }
        }

        return (served, cost);
    }

    [Benchmark]
    public BatchPlan AsAWhole() => TicketRouting.DecideBatch(tickets, agents);

    private static Guid Number(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
}
