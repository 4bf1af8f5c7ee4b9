using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Benchmarks.Support;

/// <summary>
/// How many ticket events a second does one core fold? 2,000 tickets with 3 to 40 events each under a policy of office hours and all seven metrics.
/// The baseline is what a program without a folded state does: it evaluates the history anew whenever something happens.
/// </summary>
[MemoryDiagnoser]
public class ReplayBenchmarks
{
    private const int Events = 40_000;

    private SlaPlan plan = null!;
    private TicketHistory[] tickets = [];

    [GlobalSetup]
    public void SetUp()
    {
        plan = ReplayedDesk.Plan();
        tickets = ReplayedDesk.Tickets(Events);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public int EvaluateAnewAtEveryEvent()
    {
        var clocks = 0;
        foreach (var ticket in tickets)
        {
            for (var i = 0; i < ticket.Events.Length; i++)
            {
                clocks += SlaEvaluator.Evaluate(plan, ticket.Opening, ticket.Events.Take(i + 1), ticket.Events[i].At).Length;
            }
        }

        return clocks;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public int FoldEventByEvent()
    {
        var clocks = 0;
        foreach (var ticket in tickets)
        {
            var state = SlaEvaluator.Open(plan, ticket.Opening);
            foreach (ref readonly var e in ticket.Events.AsSpan())
            {
                var step = SlaEvaluator.Apply(plan, state, e);
                clocks += step.Ended.Length;
                state = step.State;
            }
        }

        return clocks;
    }
}

/// <summary>
/// Does one more event cost more on a ticket with a long history? The history repeats one round of ten events, in which the priority goes up and
/// down and every resolution clock is breached; one more round is measured. So both tickets are asked the same.
/// </summary>
[MemoryDiagnoser, MedianColumn]
public class ReplayHistoryBenchmarks
{
    private SlaPlan plan = null!;
    private SlaState state = null!;
    private SlaEvent[] round = [];

    [Params(10, 10_000)]
    public int EventsOfHistory { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        plan = ReplayedDesk.ToAndFro();
        var start = Instant.FromUtc(2024, 1, 8, 8, 0);
        state = SlaEvaluator.Open(plan, new() { At = start });
        for (var done = 0; done < EventsOfHistory; done += round.Length)
        {
            round = ReplayedDesk.Round(state.LastEventAt);
            state = OneMoreRound(state);
        }

        round = ReplayedDesk.Round(state.LastEventAt);
    }

    [Benchmark(OperationsPerInvoke = 10)]
    public SlaState OneMoreEvent() => OneMoreRound(state);

    private SlaState OneMoreRound(SlaState folded)
    {
        foreach (ref readonly var e in round.AsSpan())
        {
            folded = SlaEvaluator.Apply(plan, folded, e).State;
        }

        return folded;
    }
}
