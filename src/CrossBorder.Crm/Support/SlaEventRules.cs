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

    public static ImmutableArray<SlaClock> Answer(SlaPlan plan, ImmutableArray<SlaRunningClock>.Builder clocks, Instant at, bool isFinal)
    {
        var ended = ImmutableArray.CreateBuilder<SlaClock>();
        for (var i = clocks.Count - 1; i >= 0; i--)
        {
            var clock = clocks[i];
            if (!IsResolution(clock.Metric) && (isFinal || clock.Metric != SlaMetric.PromisedAnswer))
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
                Stop(plan, clocks, i, at, stopped);
            }
        }

        return stopped.DrainToImmutable();
    }

    /// <summary>Starts the clock of a promise. One that runs is replaced: the customer was told another time.</summary>
    public static ImmutableArray<SlaClock> Promise(
        SlaPlan plan, ImmutableArray<SlaRunningClock>.Builder clocks, SlaPromise promise, Instant at)
    {
        var stopped = ImmutableArray.CreateBuilder<SlaClock>();
        if (IndexOf(clocks, SlaMetric.PromisedAnswer) is var i and >= 0)
        {
            Stop(plan, clocks, i, at, stopped);
        }

        clocks.Add(new SlaRunningClock
        {
            Metric = SlaMetric.PromisedAnswer,
            StartedAt = at,
            RunningSince = at,
            Target = promise.Target,
            DueAt = promise.DueAt,
        });
        return stopped.DrainToImmutable();
    }

    /// <summary>Stops every clock that has not ended; a merged ticket is not solved by that.</summary>
    public static ImmutableArray<SlaClock> Stop(SlaPlan plan, ImmutableArray<SlaRunningClock>.Builder clocks, Instant at)
    {
        var stopped = ImmutableArray.CreateBuilder<SlaClock>();
        for (var i = clocks.Count - 1; i >= 0; i--)
        {
            if (clocks[i].FulfilledAt is null)
            {
                Stop(plan, clocks, i, at, stopped);
            }
        }

        return stopped.DrainToImmutable();
    }

    private static void Stop(
        SlaPlan plan, ImmutableArray<SlaRunningClock>.Builder clocks, int index, Instant at, ImmutableArray<SlaClock>.Builder stopped)
    {
        // A clock that is stopped where it started has measured nothing.
        var clock = clocks[index];
        if (clock.StartedAt < at)
        {
            stopped.Add(SlaClockRules.Read(clock, at, TargetOf(plan, clock), stoppedAt: at));
        }

        clocks.RemoveAt(index);
    }

    private static SlaRunningClock PauseOrResume(SlaPlan plan, SlaRunningClock clock, bool runs, Instant at, PlannedTarget? target) =>
        runs == (clock.RunningSince is not null) ? clock
        : runs ? SlaClockRules.Resume(clock, at, target)
        : SlaClockRules.Pause(clock, at, plan, target);

    public static void Retarget(SlaPlan plan, SlaState state, ImmutableArray<SlaRunningClock>.Builder clocks, Instant at)
    {
        for (var i = 0; i < clocks.Count; i++)
        {
            // A promise was given with its own time, and is not taken back by another priority.
            if (clocks[i].FulfilledAt is null && clocks[i].Metric != SlaMetric.PromisedAnswer)
            {
                clocks[i] = SlaClockRules.Retarget(clocks[i], at, plan.TargetOf(state.Policy, clocks[i].Metric, state.Priority));
            }
        }
    }

    public static PlannedTarget? TargetOf(SlaPlan plan, SlaRunningClock clock)
    {
        if (clock.Target is { } target)
        {
            if (clock.Metric == SlaMetric.PromisedAnswer)
            {
                return plan.FindTimeline(target.Calendar) is { } timeline ? new PlannedTarget(target, clock.Fill, timeline) : null;
            }

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
