using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>Which question a timeline answered.</summary>
public enum OpenTimeQuestion
{
    /// <summary>How much open time lies in a span.</summary>
    Between,

    /// <summary>When a span of open time ends.</summary>
    Add,

    /// <summary>When a span of open time begins.</summary>
    Subtract,
}

/// <summary>How an answer of a <see cref="BusinessTimeline"/> came about: the open intervals that were counted, one by one.</summary>
public sealed record OpenTimeExplanation
{
    /// <summary>How many intervals the text names before it sums up the rest.</summary>
    public const int IntervalsInText = 20;

    /// <summary>The calendar's name, or how calendars are combined.</summary>
    public required string Calendar { get; init; }

    /// <summary>The zone of the local times: the calendar's; UTC where calendars of several zones are combined.</summary>
    public required string Zone { get; init; }

    /// <summary>The release of the tz database that the answer is of.</summary>
    public required string TimeZoneVersion { get; init; }

    /// <summary>What was asked.</summary>
    public required OpenTimeQuestion Question { get; init; }

    /// <summary>Where the span begins; the answer to <see cref="OpenTimeQuestion.Subtract"/>.</summary>
    public required Instant Start { get; init; }

    /// <summary>Where the span ends; the answer to <see cref="OpenTimeQuestion.Add"/>.</summary>
    public required Instant End { get; init; }

    /// <summary>The open time in the span; the answer to <see cref="OpenTimeQuestion.Between"/>.</summary>
    public required Duration Open { get; init; }

    /// <summary>What was counted, in order. The amounts add up to <see cref="Open"/>.</summary>
    public required ImmutableArray<CountedInterval> Counted { get; init; }

    /// <summary>The explanation for people, in English: the answer, then a line for each counted interval, at most <see cref="IntervalsInText"/>.</summary>
    public override string ToString()
    {
        var (start, end, open) = (TimeText.Of(Start), TimeText.Of(End), TimeText.Of(Open));
        var answer = Question switch
        {
            OpenTimeQuestion.Between => $"{open} open from {start} to {end}",
            OpenTimeQuestion.Add => $"{open} open from {start} on end at {end}",
            _ => $"{open} open up to {end} begin at {start}",
        };
        return $"{answer} in {Calendar} ({Zone}, {TimeZoneVersion}):\n{string.Join('\n', Lines())}";
    }

    private IEnumerable<string> Lines()
    {
        if (Counted.IsEmpty)
        {
            yield return "nothing was counted";
        }

        var shown = Counted.Length > IntervalsInText ? IntervalsInText - 1 : Counted.Length;
        foreach (var interval in Counted.Take(shown))
        {
            yield return interval.ToString();
        }

        if (shown < Counted.Length)
        {
            var last = Counted[^1];
            yield return $"… {Counted.Length - IntervalsInText} more, {TimeText.Of(last.Total - last.Amount - Counted[shown - 1].Total)} …";
            yield return last.ToString();
        }
    }
}

/// <summary>One open interval, or the part of it that was counted.</summary>
public sealed record CountedInterval
{
    /// <summary>Where it begins, on the wall and in UTC.</summary>
    public required ZonedDateTime Start { get; init; }

    /// <summary>Where it ends, on the wall and in UTC.</summary>
    public required ZonedDateTime End { get; init; }

    /// <summary>How long it lasts: the difference of the instants, which is not that of the wall times where clocks change.</summary>
    public required Duration Amount { get; init; }

    /// <summary>What was counted up to its end.</summary>
    public required Duration Total { get; init; }

    /// <summary>The interval for people: <c>Mon 2024-06-10 09:00+02 to 12:00+02 (07:00Z to 10:00Z): 3 h, 3 h in all</c>.</summary>
    public override string ToString() =>
        $"{TimeText.Of(Start)} to {TimeText.Of(End, Start)} ({TimeText.Utc(Start)} to {TimeText.Utc(End)}): {TimeText.Of(Amount)}, {TimeText.Of(Total)} in all";
}
