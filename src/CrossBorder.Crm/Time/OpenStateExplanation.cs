using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>Why an instant is open or closed.</summary>
public sealed record OpenStateExplanation
{
    /// <summary>The calendar's name, or how calendars are combined.</summary>
    public required string Calendar { get; init; }

    /// <summary>The instant, on the calendar's wall; in UTC where calendars of several zones are combined.</summary>
    public required ZonedDateTime At { get; init; }

    /// <summary>Whether it is open.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>Until when it stays so; null where it does for good.</summary>
    public Instant? Until { get; init; }

    /// <summary>
    /// The parts of the calendar that bear on the instant, by date: intervals that open it, holidays and closures that close it. None means that
    /// nothing is open then.
    /// </summary>
    public ImmutableArray<TimelineReason> Reasons { get; init; } = [];

    /// <summary>The explanation for people, in English.</summary>
    public override string ToString() =>
        $"{Calendar} is {(IsOpen ? "open" : "closed")} at {TimeText.Of(At)} ({TimeText.Utc(At)}){(Until is { } until ? $", until {TimeText.Of(until)}" : ", for good")}: "
        + (Reasons.IsEmpty ? "no interval covers it" : string.Join("; ", Reasons.Select(reason => reason.Text)));
}
