using System.Collections.Frozen;
using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>The open time of one valid calendar: (weekly or override intervals) without (holidays and closures), each mapped by <see cref="LocalTimeRule"/>.</summary>
internal sealed class CalendarSource : OpenTimeSource
{
    private readonly DateTimeZone zone;
    private readonly ImmutableArray<WallInterval>[] weekly;
    private readonly FrozenSet<LocalDate> holidays;
    private readonly FrozenDictionary<LocalDate, ImmutableArray<WallInterval>> overrides;
    private readonly FrozenDictionary<LocalDate, ImmutableArray<WallInterval>> closures;

    public CalendarSource(BusinessCalendar calendar, DateTimeZone zone)
    {
        this.zone = zone;
        weekly = [[], .. Enumerable.Range(1, 7).Select(day => calendar.Weekly.On((IsoDayOfWeek)day))];
        holidays = calendar.Holidays.ToFrozenSet();
        overrides = calendar.Overrides.ToFrozenDictionary(item => item.Date, item => item.Intervals);
        closures = calendar.Closures.GroupBy(item => item.Date)
            .ToFrozenDictionary(date => date.Key, date => date.Select(item => item.Interval).ToImmutableArray());

        var exceptions = holidays.Concat(overrides.Keys).Concat(closures.Keys).ToList();
        if (exceptions.Count > 0)
        {
            RegularUntil = Math.Min(base.RegularUntil, Position(exceptions.Min().PlusDays(-1).AtMidnight()));
            RegularFrom = Math.Max(base.RegularFrom, Position(exceptions.Max().PlusDays(3).AtMidnight()));
        }
        else
        {
            RegularUntil = base.RegularUntil;
            RegularFrom = base.RegularFrom;
        }
    }

    public override long RegularUntil { get; }

    public override long RegularFrom { get; }

    public override List<TickSpan> Read(long from, long to)
    {
        var open = new List<TickSpan>();
        var closed = new List<TickSpan>();

        // A local date lies within a day of its UTC date; a shift that started on it may last two.
        var last = TimelinePosition.ToInstant(to).InUtc().Date.PlusDays(1);
        var date = TimelinePosition.ToInstant(from).InUtc().Date.PlusDays(-3);
        var start = Position(date.AtMidnight());
        while (date <= last)
        {
            var next = date.PlusDays(1);
            var end = Position(next.AtMidnight());
            if (start < end)
            {
                Add(open, date, overrides.TryGetValue(date, out var own) ? own : weekly[(int)date.DayOfWeek]);
                if (holidays.Contains(date))
                {
                    closed.Add(new TickSpan(start, end));
                }

                if (closures.TryGetValue(date, out var parts))
                {
                    Add(closed, date, parts);
                }
            }

            (date, start) = (next, end);
        }

        return TickSpans.Clip(TickSpans.Except(TickSpans.Normalise(open), TickSpans.Normalise(closed)), from, to);
    }

    private void Add(List<TickSpan> spans, LocalDate date, ImmutableArray<WallInterval> intervals)
    {
        foreach (var interval in intervals)
        {
            spans.Add(new TickSpan(Position(interval.StartOn(date)), Position(interval.EndOn(date))));
        }
    }

    // Not range-checked: the days around the first and the last block lie outside of the range that callers may ask for.
    private long Position(LocalDateTime local) =>
        LocalTimeRule.ToInstant(local, zone).ToUnixTimeTicks() - TimelinePosition.Origin.ToUnixTimeTicks();
}
