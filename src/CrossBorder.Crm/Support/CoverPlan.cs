using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>A shift that could be staffed, on any of some weekdays.</summary>
public sealed record CandidateShift
{
    /// <summary>Its name; each once among the candidates.</summary>
    public required string Name { get; init; }

    /// <summary>The zone in which it is worked.</summary>
    public required string Zone { get; init; }

    /// <summary>Its hours on the wall.</summary>
    public required WallInterval Hours { get; init; }

    /// <summary>The weekdays on which it may start; none means every day.</summary>
    public ImmutableArray<IsoDayOfWeek> Days { get; init; } = [];

    /// <summary>What an hour costs; not below zero, one currency for all candidates.</summary>
    public required Money CostPerHour { get; init; }
}

/// <summary>How a gap is closed for the least cost, and how every candidate would do alone.</summary>
public sealed record CoverPlan
{
    /// <summary>The gap.</summary>
    public required Interval Gap { get; init; }

    /// <summary>Whether the candidates can close it.</summary>
    public bool IsClosed => Uncoverable.IsEmpty;

    /// <summary>The shifts to staff, in order of their start; none where the gap cannot be closed.</summary>
    public required ImmutableArray<PlannedShift> Shifts { get; init; }

    /// <summary>What they cost together, not rounded; null where the gap cannot be closed.</summary>
    public required Money? Cost { get; init; }

    /// <summary>The parts of the gap that no candidate reaches.</summary>
    public required ImmutableArray<Interval> Uncoverable { get; init; }

    /// <summary>What speaks for or against each candidate alone, in the order of their names.</summary>
    public required ImmutableArray<CandidateVerdict> Verdicts { get; init; }
}

/// <summary>A candidate on one date.</summary>
public sealed record PlannedShift
{
    /// <summary>The candidate's name.</summary>
    public required string Candidate { get; init; }

    /// <summary>The local date on which it starts.</summary>
    public required LocalDate Date { get; init; }

    /// <summary>When it begins and ends.</summary>
    public required Interval Span { get; init; }

    /// <summary>What it costs: its real length, so that a night in which clocks change is paid as it lasts. Not rounded.</summary>
    public required Money Cost { get; init; }
}

/// <summary>How one candidate would do alone, with a single shift.</summary>
public sealed record CandidateVerdict
{
    /// <summary>The candidate's name.</summary>
    public required string Candidate { get; init; }

    /// <summary>Whether the plan uses it.</summary>
    public required bool IsChosen { get; init; }

    /// <summary>The best of its shifts: the one that leaves least of the gap open, of such the cheapest, then the earliest; null where none touches the gap.</summary>
    public PlannedShift? Best { get; init; }

    /// <summary>How much of the gap that shift leaves open; zero where it closes the gap alone.</summary>
    public required Duration LeftOpen { get; init; }

    /// <summary>The verdict for people, in English.</summary>
    public required string Text { get; init; }
}
