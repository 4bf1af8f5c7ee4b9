using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Time;

// Answers that say how they came about. Made for people and for logs; the answers themselves are the ones of the other file.
public sealed partial class BusinessTimeline
{
    /// <summary>The zone of the calendar's wall times; UTC where calendars of several zones are combined.</summary>
    public DateTimeZone Zone => source.Zone;

    /// <summary>What is open when, for people, in English. The same calendar always gives the same text.</summary>
    public string Describe() => $"{source.Describe()}\nRules of {TimeZoneVersion}.";

    /// <summary>Explains <see cref="Between"/>.</summary>
    /// <param name="start">The start.</param>
    /// <param name="end">The end, not before the start.</param>
    /// <returns>The answer and what was counted. Its length grows with the span.</returns>
    /// <exception cref="ArgumentException">The end is before the start.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An instant is out of range.</exception>
    public OpenTimeExplanation ExplainBetween(Instant start, Instant end) => Explain(OpenTimeQuestion.Between, start, end);

    /// <summary>Explains <see cref="Add"/>.</summary>
    /// <param name="start">The start.</param>
    /// <param name="open">The open time; zero gives the start itself.</param>
    /// <param name="fill">What the answer is when the open time ends exactly at a closing time.</param>
    /// <returns>The answer and what was counted. Its length grows with the span.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The start is out of range, or the open time is negative.</exception>
    /// <exception cref="NotEnoughOpenTimeException">The calendar never has that much open time after the start.</exception>
    public OpenTimeExplanation ExplainAdd(Instant start, Duration open, ExactFill fill = ExactFill.SameInterval) =>
        Explain(OpenTimeQuestion.Add, start, Add(start, open, fill));

    /// <summary>Explains <see cref="Subtract"/>.</summary>
    /// <param name="end">The end.</param>
    /// <param name="open">The open time; zero gives the end itself.</param>
    /// <param name="fill">What the answer is when the open time begins exactly at an opening.</param>
    /// <returns>The answer and what was counted. Its length grows with the span.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The end is out of range, or the open time is negative.</exception>
    /// <exception cref="NotEnoughOpenTimeException">The calendar never had that much open time before the end.</exception>
    public OpenTimeExplanation ExplainSubtract(Instant end, Duration open, ExactFill fill = ExactFill.SameInterval) =>
        Explain(OpenTimeQuestion.Subtract, Subtract(end, open, fill), end);

    /// <summary>Explains <see cref="IsOpen"/>, and thereby <see cref="NextOpen"/> and <see cref="NextClose"/>: what opens or closes an instant, and until when.</summary>
    /// <param name="at">The instant.</param>
    /// <exception cref="ArgumentOutOfRangeException">The instant is out of range.</exception>
    public OpenStateExplanation ExplainAt(Instant at)
    {
        var isOpen = IsOpen(at);
        return new()
        {
            Calendar = Name,
            At = at.InZone(Zone),
            IsOpen = isOpen,
            Until = isOpen ? NextClose(at) : NextOpen(at),
            Reasons = [.. source.ReasonsAt(TimelinePosition.Of(at))],
        };
    }

    private OpenTimeExplanation Explain(OpenTimeQuestion question, Instant start, Instant end)
    {
        var counted = ImmutableArray.CreateBuilder<CountedInterval>();
        var total = Duration.Zero;
        foreach (var interval in OpenIntervals(start, end))
        {
            total += interval.Duration;
            counted.Add(new() { Start = interval.Start.InZone(Zone), End = interval.End.InZone(Zone), Amount = interval.Duration, Total = total });
        }

        return new()
        {
            Calendar = Name,
            Zone = Zone.Id,
            TimeZoneVersion = TimeZoneVersion,
            Question = question,
            Start = start,
            End = end,
            Open = total,
            Counted = counted.DrainToImmutable(),
        };
    }
}
