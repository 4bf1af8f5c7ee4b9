using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>A business calendar compiled to open intervals on the UTC timeline, or several such combined. Immutable to its callers, safe for all threads.</summary>
/// <remarks>
/// <para>Intervals are half-open: open at the start, closed at the end. Answers are exact to 100 ns, finer parts of the input are dropped, from
/// the start of year 1 to the end of year 9998. Blocks of 27 weeks are compiled when first needed, in well under a millisecond each; after that
/// every answer costs the same, whatever the span and the number of holidays, and allocates nothing.</para>
/// <para>The future answers depend on the release of the tz database (<see cref="TimeZoneVersion"/>); store it beside a due time.</para>
/// </remarks>
public sealed partial class BusinessTimeline
{
    private readonly OpenTimeSource source;
    private readonly TimelineBlocks blocks;

    private BusinessTimeline(string name, string version, OpenTimeSource source)
    {
        (Name, TimeZoneVersion, this.source) = (name, version, source);
        blocks = new TimelineBlocks(source);
    }

    /// <summary>The calendar's name, or how calendars are combined: <c>(us ∪ cn)</c>. For explanations.</summary>
    public string Name { get; }

    /// <summary>The release of the tz database that the answers are of.</summary>
    public string TimeZoneVersion { get; }

    /// <summary>Compiles a calendar.</summary>
    /// <param name="calendar">The calendar.</param>
    /// <param name="zones">The zones.</param>
    /// <exception cref="InvalidCalendarException">The calendar is not valid; the message names the place.</exception>
    public static BusinessTimeline Compile(BusinessCalendar calendar, IDateTimeZoneProvider zones)
    {
        CalendarValidation.Require(calendar, zones);
        return new BusinessTimeline(calendar.Name, zones.VersionId, new CalendarSource(calendar, CalendarValidation.ZoneOf(calendar, zones)));
    }

    /// <summary>Open where this or the other is.</summary>
    /// <param name="other">The other timeline; of any zone.</param>
    public BusinessTimeline Union(BusinessTimeline other) => Combine(other, Combination.Union, "∪");

    /// <summary>Open where both are.</summary>
    /// <param name="other">The other timeline; of any zone.</param>
    public BusinessTimeline Intersect(BusinessTimeline other) => Combine(other, Combination.Intersection, "∩");

    /// <summary>Open where this is and the other is not.</summary>
    /// <param name="other">The other timeline; of any zone.</param>
    public BusinessTimeline Except(BusinessTimeline other) => Combine(other, Combination.Difference, "∖");

    /// <summary>Whether an instant is in open time.</summary>
    /// <param name="at">The instant.</param>
    /// <exception cref="ArgumentOutOfRangeException">The instant is out of range.</exception>
    public bool IsOpen(Instant at)
    {
        var (block, offset) = Locate(at, out _);
        var i = block.FirstEndingAfter(offset);
        return i < block.Count && block[i].Start <= offset;
    }

    /// <summary>The open time in [start, end).</summary>
    /// <param name="start">The start.</param>
    /// <param name="end">The end, not before the start.</param>
    /// <exception cref="ArgumentException">The end is before the start.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An instant is out of range.</exception>
    public Duration Between(Instant start, Instant end)
    {
        var (from, to) = (TimelinePosition.Of(start), TimelinePosition.Of(end));
        if (from > to)
        {
            throw new ArgumentException($"The end {end} is before the start {start}.", nameof(end));
        }

        var built = blocks.Covering(TimelinePosition.BlockOf(from), TimelinePosition.BlockOf(to));
        return Duration.FromTicks(built.OpenBefore(to) - built.OpenBefore(from));
    }

    /// <summary>The earliest instant by which that much open time has passed since a start.</summary>
    /// <param name="start">The start.</param>
    /// <param name="open">The open time; zero gives the start itself.</param>
    /// <param name="fill">What the answer is when the open time ends exactly at a closing time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The start is out of range, or the open time is negative.</exception>
    /// <exception cref="NotEnoughOpenTimeException">The calendar never has that much open time after the start.</exception>
    public Instant Add(Instant start, Duration open, ExactFill fill = ExactFill.SameInterval)
    {
        var from = TimelinePosition.Of(start);
        var ticks = Ticks(open);
        if (ticks == 0)
        {
            return start;
        }

        var block = TimelinePosition.BlockOf(from);
        var built = blocks.Covering(block, block);
        // The run may grow at its front meanwhile by another thread, so the sums are of one and the same run.
        var target = built.OpenBefore(from) + ticks;
        while (target > built.OpenBefore(built.Count))
        {
            var grown = blocks.After(built) ?? throw NotEnough(start, open, "after");
            target += grown.OpenBefore(built.First - grown.First);
            built = grown;
        }

        var end = built.Earliest(target);
        if (end > TimelinePosition.Max)
        {
            throw NotEnough(start, open, "after");
        }

        var answer = TimelinePosition.ToInstant(end);
        return fill == ExactFill.SameInterval ? answer : NextOpen(answer) ?? answer;
    }

    /// <summary>The latest instant since which that much open time has passed until an end.</summary>
    /// <param name="end">The end.</param>
    /// <param name="open">The open time; zero gives the end itself.</param>
    /// <param name="fill">What the answer is when the open time begins exactly at an opening.</param>
    /// <exception cref="ArgumentOutOfRangeException">The end is out of range, or the open time is negative.</exception>
    /// <exception cref="NotEnoughOpenTimeException">The calendar never had that much open time before the end.</exception>
    public Instant Subtract(Instant end, Duration open, ExactFill fill = ExactFill.SameInterval)
    {
        var to = TimelinePosition.Of(end);
        var ticks = Ticks(open);
        if (ticks == 0)
        {
            return end;
        }

        var block = TimelinePosition.BlockOf(to);
        var built = blocks.Covering(block, block);
        var target = built.OpenBefore(to) - ticks;
        // Sums count from the run's start: a close that lies exactly there is known only once the run reaches further back.
        var least = fill == ExactFill.SameInterval ? 0 : 1;
        while (target < least && blocks.Before(built) is { } grown)
        {
            target += grown.OpenBefore(built.First - grown.First);
            built = grown;
        }

        return target < 0 ? throw NotEnough(end, open, "before")
            : TimelinePosition.ToInstant(target < least || least == 0 ? built.Latest(target) : built.Earliest(target));
    }

    /// <summary>The earliest open instant at or after another.</summary>
    /// <param name="at">The other.</param>
    /// <returns>The instant, or null where the calendar does not open again.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The instant is out of range.</exception>
    public Instant? NextOpen(Instant at) => Next(at, open: true);

    /// <summary>The earliest closed instant at or after another: the end of the open interval that it lies in, or itself.</summary>
    /// <param name="at">The other.</param>
    /// <returns>The instant, or null where the calendar does not close again.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The instant is out of range.</exception>
    public Instant? NextClose(Instant at) => Next(at, open: false);

    /// <summary>The open intervals in [start, end), in order and cut at both; touching ones are one. Read lazily.</summary>
    /// <param name="start">The start.</param>
    /// <param name="end">The end, not before the start.</param>
    /// <exception cref="ArgumentException">The end is before the start.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An instant is out of range.</exception>
    public IEnumerable<Interval> OpenIntervals(Instant start, Instant end)
    {
        var (from, to) = (TimelinePosition.Of(start), TimelinePosition.Of(end));
        return from <= to
            ? Walk(start, end)
            : throw new ArgumentException($"The end {end} is before the start {start}.", nameof(end));
    }

    /// <inheritdoc cref="Name"/>
    public override string ToString() => Name;

    private IEnumerable<Interval> Walk(Instant start, Instant end)
    {
        for (var open = NextOpen(start); open < end;)
        {
            var close = NextClose(open.Value);
            var cut = close is { } c && c < end ? c : end;
            yield return new Interval(open, cut);
            open = cut < end ? NextOpen(cut) : null;
        }
    }

    private Instant? Next(Instant at, bool open)
    {
        var (block, offset) = Locate(at, out var number);
        if (Find(block, offset) is { } near)
        {
            return Answer(near);
        }

        for (var settled = 0; !blocks.Settles(settled, number) && number < TimelinePosition.LastBlock; settled++)
        {
            number++;
            // The longer the wait, the further ahead it looks: a far answer costs few copies of the run.
            var built = blocks.Covering(number, Math.Min(number + settled, TimelinePosition.LastBlock));
            if (built.OpenIn(number) != (open ? 0 : TimelinePosition.TicksPerBlock) && Find(built.Block(number), 0) is { } far)
            {
                return Answer(far);
            }
        }

        return null;

        long? Find(TimelineBlock block, long offset)
        {
            var i = block.FirstEndingAfter(offset);
            var isOpen = i < block.Count && block[i].Start <= offset;
            var found = isOpen == open ? offset
                : isOpen ? block[i].End
                : i < block.Count ? block[i].Start
                : TimelinePosition.TicksPerBlock;
            return found < TimelinePosition.TicksPerBlock ? number * TimelinePosition.TicksPerBlock + found : null;
        }

        static Instant? Answer(long position) => position <= TimelinePosition.Max ? TimelinePosition.ToInstant(position) : null;
    }

    private (TimelineBlock Block, long Offset) Locate(Instant at, out int number)
    {
        var position = TimelinePosition.Of(at);
        number = TimelinePosition.BlockOf(position);
        return (blocks.Covering(number, number).Block(number), position - number * TimelinePosition.TicksPerBlock);
    }

    private BusinessTimeline Combine(BusinessTimeline other, Combination combination, string sign)
    {
        ArgumentNullException.ThrowIfNull(other);
        return TimeZoneVersion == other.TimeZoneVersion
            ? new($"({Name} {sign} {other.Name})", TimeZoneVersion, new CombinedSource(source, other.source, combination))
            : throw new ArgumentException(
                $"'{Name}' is of {TimeZoneVersion} and '{other.Name}' of {other.TimeZoneVersion}: two releases give no common answer.", nameof(other));
    }

    private static long Ticks(Duration open)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(open, Duration.Zero);
        // Longer than the whole range is as impossible as it, and keeps the sums from overflowing.
        return open.Days > 5_000_000 ? 2 * TimelinePosition.Max : open.BclCompatibleTicks;
    }

    private NotEnoughOpenTimeException NotEnough(Instant from, Duration open, string direction) =>
        new($"Calendar '{Name}' never has {open} of open time {direction} {from}: it closes for good, or the range of business time ends.");
}
