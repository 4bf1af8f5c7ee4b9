using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>When a clock warns before its target is due: each warning once a clock, however its target changes.</summary>
internal static class SlaWarningRules
{
    /// <summary>Records the warnings whose time has come by an instant. Equal instants are in time, as with breaches.</summary>
    public static SlaRunningClock Settle(SlaPlan plan, SlaState state, SlaRunningClock clock, Instant at)
    {
        while (clock.WarnAt < at && Next(plan, state, clock) is var (warning, due) && due < at)
        {
            clock = clock with { Warnings = clock.Warnings.Add(new(warning, due)) };
            clock = clock with { WarnAt = Next(plan, state, clock)?.At };
        }

        return clock;
    }

    /// <summary>The clocks of a state with the time of their next warning, after an event may have moved it.</summary>
    public static void Plan(SlaPlan plan, SlaState state, ImmutableArray<SlaRunningClock>.Builder clocks)
    {
        for (var i = 0; i < clocks.Count; i++)
        {
            var at = Next(plan, state, clocks[i])?.At;
            if (at != clocks[i].WarnAt)
            {
                clocks[i] = clocks[i] with { WarnAt = at };
            }
        }
    }

    /// <summary>Notes a warning that was written down already, where another plan would bring it once more.</summary>
    public static SlaState Note(SlaState state, SlaWarned warned)
    {
        for (var i = 0; i < state.Clocks.Length; i++)
        {
            var clock = state.Clocks[i];
            if (clock.Metric == warned.Metric && clock.StartedAt == warned.StartedAt && !IsGiven(clock, warned.Warning))
            {
                clock = clock with { Warnings = clock.Warnings.Add(new(warned.Warning, warned.WarnedAt)) };
                return state with { Clocks = state.Clocks.SetItem(i, clock) };
            }
        }

        return state;
    }

    // The earliest warning of the present target that the clock has not had. A breached clock has nothing to be warned of.
    private static (SlaWarning Warning, Instant At)? Next(SlaPlan plan, SlaState state, SlaRunningClock clock)
    {
        if (clock.RunningSince is null || clock.Breached || clock.Target is not { } target)
        {
            return null;
        }

        (SlaWarning Warning, Instant At)? next = null;
        foreach (var warning in plan.WarningsOf(state.Policy, clock.Metric, state.Priority))
        {
            if (!IsGiven(clock, warning) && SlaEventRules.TargetOf(plan, clock) is { } planned
                && SlaClockRules.Reaches(clock, planned, warning.After(target.Within)) is { } reached)
            {
                // What a change made pass is seen at the change, not before it.
                var at = Instant.Max(reached, state.LastEventAt);
                next = next is { } other && other.At <= at ? next : (warning, at);
            }
        }

        return next;
    }

    private static bool IsGiven(SlaRunningClock clock, SlaWarning warning)
    {
        foreach (var given in clock.Warnings)
        {
            if (given.Warning == warning)
            {
                return true;
            }
        }

        return false;
    }
}
