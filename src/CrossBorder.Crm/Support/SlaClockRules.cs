using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What happens to one clock: it starts, breaches, pauses, goes on, gets another target, is read.</summary>
/// <remarks>
/// A change of target measures the clock again from its start, in a calendar that may differ. So that this needs no history, every pause adds
/// what was run to a tally a calendar, and notes which of the targets that the plan knows were reached in it, and when.
/// </remarks>
internal static class SlaClockRules
{
    public static SlaRunningClock Start(SlaMetric metric, Instant at, bool runs, PlannedTarget? target)
    {
        var clock = new SlaRunningClock { Metric = metric, StartedAt = at, RunningSince = runs ? at : null };
        return Measure(clock, target, Due(clock, target));
    }

    /// <summary>Records the breach if the clock has been running after it was due, by an instant. Equal instants are in time.</summary>
    public static SlaRunningClock Settle(SlaRunningClock clock, Instant at) =>
        !clock.Breached && clock.DueAt is { } due && clock.RunningSince is { } since && due < at && since < at
            ? clock with { Breached = true, Breaches = BreachChain.Add(clock.Breaches, due) }
            : clock;

    public static SlaRunningClock Pause(SlaRunningClock clock, Instant at, SlaPlan plan, PlannedTarget? target)
    {
        var paused = clock with { RunningSince = null, Tallies = Tally(clock, at, plan) };
        return paused with { DueAt = Due(paused, target) };
    }

    public static SlaRunningClock Resume(SlaRunningClock clock, Instant at, PlannedTarget? target)
    {
        var running = clock with { RunningSince = at };
        return running with { DueAt = Due(running, target) };
    }

    /// <summary>Ends a resolution clock. Its due time stays as it stood.</summary>
    public static SlaRunningClock Fulfil(SlaRunningClock clock, Instant at, SlaPlan plan) => clock with
    {
        FulfilledAt = at,
        RunningSince = null,
        Tallies = clock.RunningSince is null ? clock.Tallies : Tally(clock, at, plan),
    };

    /// <summary>Lets a fulfilled clock go on, running or paused, under the target that applies now.</summary>
    public static SlaRunningClock Reopen(SlaRunningClock clock, Instant at, bool runs, PlannedTarget? before, PlannedTarget? now)
    {
        var open = clock with { FulfilledAt = null, RunningSince = runs ? at : null };
        return Retarget(open with { DueAt = Due(open, before) }, at, now);
    }

    /// <summary>Measures the clock by another target, from its start. A target that has already passed is a breach at the instant of the change.</summary>
    public static SlaRunningClock Retarget(SlaRunningClock clock, Instant at, PlannedTarget? target)
    {
        var due = Due(clock, target);
        if (clock.Target == target?.Target && clock.DueAt == due)
        {
            return Measure(clock, target, due);
        }

        var passed = due < at;
        return Measure(clock, target, due) with
        {
            Breached = passed,
            Breaches = passed && !clock.Breached ? BreachChain.Add(clock.Breaches, at) : clock.Breaches,
        };
    }

    /// <summary>The clock as of an instant, at or after its last event.</summary>
    public static SlaClock Read(SlaRunningClock clock, Instant at, PlannedTarget? target, Instant? stoppedAt = null)
    {
        clock = Settle(clock, at);
        return new SlaClock
        {
            Metric = clock.Metric,
            StartedAt = clock.StartedAt,
            State = stoppedAt is not null ? SlaClockState.Stopped
                : clock.FulfilledAt is not null ? SlaClockState.Fulfilled
                : clock.RunningSince is not null ? SlaClockState.Running
                : SlaClockState.Paused,
            Target = clock.Target,
            Elapsed = target is null ? null : Elapsed(clock, at, target),
            DueAt = clock.DueAt,
            Breached = clock.Breached,
            BreachEvents = clock.BreachEvents,
            EndedAt = stoppedAt ?? clock.FulfilledAt,
            Warnings = clock.Warnings,
        };
    }

    /// <summary>
    /// When the clock has run so long in the target's calendar, if it keeps its state. Null while it is paused short of that; for what it ran
    /// before its last pause, the instant since when it runs again or at which it started.
    /// </summary>
    public static Instant? Reaches(SlaRunningClock clock, PlannedTarget target, Duration elapsed)
    {
        var left = elapsed - (TallyOf(clock, target)?.Elapsed ?? Duration.Zero);
        return left <= Duration.Zero ? clock.RunningSince ?? clock.StartedAt
            : clock.RunningSince is { } since ? target.Timeline.Add(since, left)
            : null;
    }

    private static SlaRunningClock Measure(SlaRunningClock clock, PlannedTarget? target, Instant? due) =>
        clock with { Target = target?.Target, Fill = target?.Fill ?? default, DueAt = due };

    // The earliest instant at which the target is used up if the clock keeps its state.
    private static Instant? Due(SlaRunningClock clock, PlannedTarget? target)
    {
        if (target is null)
        {
            return null;
        }

        var elapsed = Duration.Zero;
        if (TallyOf(clock, target) is { } tally)
        {
            foreach (var passed in tally.Passed)
            {
                if (passed.Within == target.Target.Within && passed.Fill == target.Fill)
                {
                    return passed.At;
                }
            }

            elapsed = tally.Elapsed;
        }

        return clock.RunningSince is { } since ? target.DueFrom(since, Duration.Max(target.Target.Within - elapsed, Duration.Zero)) : null;
    }

    private static Duration Elapsed(SlaRunningClock clock, Instant at, PlannedTarget target)
    {
        var before = TallyOf(clock, target)?.Elapsed ?? Duration.Zero;
        return clock.RunningSince is { } since ? before + target.Timeline.Between(since, at) : before;
    }

    private static SlaTally? TallyOf(SlaRunningClock clock, PlannedTarget target)
    {
        foreach (var tally in clock.Tallies)
        {
            if (tally.Calendar == target.Target.Calendar)
            {
                return tally;
            }
        }

        return null;
    }

    private static ImmutableArray<SlaTally> Tally(SlaRunningClock clock, Instant at, SlaPlan plan)
    {
        var since = clock.RunningSince!.Value;
        var tallies = ImmutableArray.CreateBuilder<SlaTally>();
        foreach (var target in plan.TargetsOf(clock.Metric))
        {
            var i = IndexOf(tallies, target);
            if (i < 0)
            {
                var before = TallyOf(clock, target) ?? new SlaTally { Calendar = target.Target.Calendar, Elapsed = Duration.Zero };
                i = tallies.Count;
                tallies.Add(before with { Elapsed = before.Elapsed + target.Timeline.Between(since, at) });
            }

            // What was run up to the pause decides whether the target was reached by then; when, only the timeline knows: where it was used up
            // at the closing time of a policy that waits for the next opening, that is still to come.
            var tally = tallies[i];
            if (tally.Elapsed >= target.Target.Within && !Knows(tally, target) && Due(clock, target) is { } due)
            {
                tallies[i] = tally with { Passed = tally.Passed.Add(new SlaPassed(target.Target.Within, target.Fill, due)) };
            }
        }

        return tallies.DrainToImmutable();
    }

    private static bool Knows(SlaTally tally, PlannedTarget target) =>
        tally.Passed.Any(passed => passed.Within == target.Target.Within && passed.Fill == target.Fill);

    private static int IndexOf(ImmutableArray<SlaTally>.Builder tallies, PlannedTarget target)
    {
        for (var i = 0; i < tallies.Count; i++)
        {
            if (tallies[i].Calendar == target.Target.Calendar)
            {
                return i;
            }
        }

        return -1;
    }
}
