using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>An event that was understood in full.</summary>
internal sealed record ICalClosing
{
    /// <summary>Where the event starts in the file.</summary>
    public required ICalLine Line { get; init; }

    public required string Name { get; init; }

    public required ICalTime First { get; init; }

    public required bool IsCancelled { get; init; }

    public YearlyRule? Rule { get; init; }

    public ImmutableArray<ICalTime> Added { get; init; } = [];

    public ImmutableArray<ICalTime> Left { get; init; } = [];

    /// <summary>How long every occurrence lasts on the timeline: what an end says (section 3.8.5.3).</summary>
    public Duration? Exact { get; init; }

    /// <summary>How long every occurrence lasts on the wall: what a duration says, and an end of a date or of a time without zone.</summary>
    public ICalDuration Nominal { get; init; }

    /// <summary>The starts, in order, each once.</summary>
    public IEnumerable<ICalTime> Starts(int lastYear)
    {
        var regular = Rule?.Starts(First, lastYear) ?? [First];
        return regular.Concat(Added).DistinctBy(Key).ExceptBy(Left.Select(Key), Key).OrderBy(Key);
    }

    /// <summary>The end of an occurrence on the wall of the reader.</summary>
    public LocalDateTime LocalEnd(ICalTime start) => start.Local.PlusDays(Nominal.Days).PlusTicks(Nominal.Time.BclCompatibleTicks);

    /// <summary>The end of an occurrence that has a zone.</summary>
    public Instant InstantEnd(ICalTime start) => Exact is { } exact
        ? start.Instant + exact
        : ICalTime.InstantOf(start.Local.PlusDays(Nominal.Days), start.Zone!) + Nominal.Time;

    // Occurrences of one event are of one kind, so that those with a zone compare by instant and the others by the wall.
    private static Instant Key(ICalTime time) => time.Zone is null ? time.Local.InUtc().ToInstant() : time.Instant;
}
