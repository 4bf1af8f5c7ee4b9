using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What an event means to all clocks of a ticket: which start, which end, which run in the new status, which get another target.</summary>
internal static class SlaEventRules
{
    public static readonly SlaMetric[] Resolution = [SlaMetric.RequesterWait, SlaMetric.AgentWork, SlaMetric.TotalResolution];

    // A clock that the plan has no target for is not kept; one that runs goes on.
    public static void Start(SlaPlan plan, SlaState state, ImmutableArray<SlaRunningClock>.Builder clocks, SlaMetric metric, Instant at)
    {
        if (plan.Measures(metric) && IndexOf(clocks, metric) < 0)
        {
            clocks.Add(SlaClockRules.Start(metric, at, Runs(metric, state.Status), plan.TargetOf(state.Policy, metric, state.Priority)));
        }
    }

    public static ImmutableArray<SlaClock> Answer(SlaPlan plan, ImmutableArray<SlaRunningClock>.Builder clocks, Instant at)
    {
        var ended = ImmutableArray.CreateBuilder<SlaClock>();
        for (var i = clocks.Count - 1; i >= 0; i--)
        {
            var clock = clocks[i];
            if (!IsResolution(clock.Metric))
            {
                ended.Add(SlaClockRules.Read(clock, at, TargetOf(plan, clock)) with { State = SlaClockState.Fulfilled, EndedAt = at });
                clocks.RemoveAt(i);
            }
        }

        return ended.DrainToImmutable();
    }

    public static ImmutableArray<SlaClock> ChangeStatus(
        SlaPlan plan, SlaState state, ImmutableArray<SlaRunningClock>.Builder clocks, Instant at)
    {
        var stopped = ImmutableArray.CreateBuilder<SlaClock>();
        for (var i = clocks.Count - 1; i >= 0; i--)
        {
            var clock = clocks[i];
            var target = TargetOf(plan, clock);
            var runs = Runs(clock.Metric, state.Status);
            if (IsResolution(clock.Metric))
            {
                clocks[i] = IsDone(state.Status)
                    ? clock.FulfilledAt is null ? SlaClockRules.Fulfil(clock, at, plan) : clock
                    : clock.FulfilledAt is null ? PauseOrResume(plan, clock, runs, at, target)
                    : SlaClockRules.Reopen(clock, at, runs, target, plan.TargetOf(state.Policy, clock.Metric, state.Priority));
            }
            else if (!IsDone(state.Status))
            {
                clocks[i] = PauseOrResume(plan, clock, runs, at, target);
            }
            else
            {
                // A clock that is stopped where it started has measured nothing.
                if (clock.StartedAt < at)
                {
                    stopped.Add(SlaClockRules.Read(clock, at, target, stoppedAt: at));
                }

                clocks.RemoveAt(i);
            }
        }

        return stopped.DrainToImmutable();
    }

    private static SlaRunningClock PauseOrResume(SlaPlan plan, SlaRunningClock clock, bool runs, Instant at, PlannedTarget? target) =>
        runs == (clock.RunningSince is not null) ? clock
        : runs ? SlaClockRules.Resume(clock, at, target)
        : SlaClockRules.Pause(clock, at, plan, target);

    public static void Retarget(SlaPlan plan, SlaState state, ImmutableArray<SlaRunningClock>.Builder clocks, Instant at)
    {
        for (var i = 0; i < clocks.Count; i++)
        {
            if (clocks[i].FulfilledAt is null)
            {
                clocks[i] = SlaClockRules.Retarget(clocks[i], at, plan.TargetOf(state.Policy, clocks[i].Metric, state.Priority));
            }
        }
    }

    public static PlannedTarget? TargetOf(SlaPlan plan, SlaRunningClock clock)
    {
        if (clock.Target is { } target)
        {
            foreach (var planned in plan.TargetsOf(clock.Metric))
            {
                if (planned.Target == target && planned.Fill == clock.Fill)
                {
                    return planned;
                }
            }
        }

        return null;
    }

    private static int IndexOf(ImmutableArray<SlaRunningClock>.Builder clocks, SlaMetric metric)
    {
        for (var i = 0; i < clocks.Count; i++)
        {
            if (clocks[i].Metric == metric)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsResolution(SlaMetric metric) => metric is SlaMetric.RequesterWait or SlaMetric.AgentWork or SlaMetric.TotalResolution;

    private static bool IsDone(TicketStatus status) => status is TicketStatus.Solved or TicketStatus.Closed;

    private static bool Runs(SlaMetric metric, TicketStatus status) => metric switch
    {
        SlaMetric.PausableUpdate or SlaMetric.RequesterWait => status is TicketStatus.New or TicketStatus.Open or TicketStatus.Hold,
        SlaMetric.AgentWork => status is TicketStatus.New or TicketStatus.Open,
        SlaMetric.TotalResolution => !IsDone(status),
        _ => true,
    };
}
