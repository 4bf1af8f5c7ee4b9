using System.Collections.Frozen;
using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>The open time of one valid calendar: (weekly or override intervals) without (holidays and closures), each mapped by <see cref="LocalTimeRule"/>.</summary>
internal sealed class CalendarSource : OpenTimeSource
{
    private readonly BusinessCalendar calendar;
    private readonly TimeZoneMatch match;
    private readonly DateTimeZone zone;
    private readonly ImmutableArray<WallInterval>[] weekly;
    private readonly FrozenSet<LocalDate> holidays;
    private readonly FrozenDictionary<LocalDate, ImmutableArray<WallInterval>> overrides;
    private readonly FrozenDictionary<LocalDate, ImmutableArray<WallInterval>> closures;

    public CalendarSource(BusinessCalendar calendar, TimeZoneMatch match)
    {
        (this.calendar, this.match, zone) = (calendar, match, match.Zone);
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

        Rhythm = zone.GetZoneInterval(TimelinePosition.ToInstant(base.RegularFrom)).HasEnd ? match.CanonicalId : FixedOffset;
    }

    public override DateTimeZone Zone => zone;

    /// <summary>Whether anything is ever open. Holidays, closures and gaps are few: they cannot take away an interval that comes back every week.</summary>
    public bool EverOpens => Array.Exists(weekly, day => !day.IsEmpty) || overrides.Keys.Any(OpensAround);

    public override long RegularUntil { get; }

    public override long RegularFrom { get; }

    protected override string Rhythm { get; }

    public override string Describe() => match.Kind == TimeZoneIdKind.Canonical ? calendar.Describe() : $"{calendar.Describe()}\n{match}.";

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

    public override IEnumerable<TimelineReason> ReasonsAt(long position)
    {
        var today = TimelinePosition.ToInstant(position).InZone(zone).Date;
        // Where clocks go back, the position may lie in what is left of a date that the wall has already shown as over.
        for (var date = today.PlusDays(-1); date <= today.PlusDays(1); date = date.PlusDays(1))
        {
            var (start, end) = (Position(date.AtMidnight()), Position(date.PlusDays(1).AtMidnight()));
            if (start == end)
            {
                continue;
            }

            if (start <= position && position < end && holidays.Contains(date))
            {
                yield return Reason("holiday", $"holidays[{calendar.Holidays.IndexOf(date)}]", $"{TimeText.Of(date)} is a holiday");
            }

            for (var i = 0; i < calendar.Closures.Length; i++)
            {
                var closure = calendar.Closures[i];
                if (closure.Date == date && Covers(date, closure.Interval, position))
                {
                    yield return Reason("closure", $"closures[{i}]", $"{TimeText.Of(date)} is closed {closure.Interval}");
                }
            }

            var isOverride = overrides.TryGetValue(date, out var intervals);
            intervals = isOverride ? intervals : weekly[(int)date.DayOfWeek];
            for (var i = 0; i < intervals.Length; i++)
            {
                if (!Covers(date, intervals[i], position))
                {
                    continue;
                }

                yield return isOverride
                    ? Reason("override", $"overrides[{OverrideOf(date)}].intervals[{i}]", $"{TimeText.Of(date)} has hours of its own, {intervals[i]}")
                    : Reason("weekly", $"weekly.{WeekdayOf(date)}[{i}]", $"{date.DayOfWeek} has {intervals[i]}");
            }

            if (isOverride && date == today && start <= position && position < end && !intervals.Any(interval => Covers(date, interval, position)))
            {
                yield return Reason("override", $"overrides[{OverrideOf(date)}]", $"{TimeText.Of(date)} has hours of its own, {(intervals.IsEmpty ? "none" : string.Join(" and ", intervals))}");
            }
        }
    }

    private bool Covers(LocalDate date, WallInterval interval, long position) =>
        Position(interval.StartOn(date)) <= position && position < Position(interval.EndOn(date));

    private bool OpensAround(LocalDate date)
    {
        var start = Position(date.AtMidnight());
        return Read(start, start + 3 * NodaConstants.TicksPerDay).Count > 0;
    }

    private int OverrideOf(LocalDate date) => calendar.Overrides.IndexOf(calendar.Overrides.First(item => item.Date == date));

    private TimelineReason Reason(string code, string place, string text) => new() { Calendar = calendar.Name, Code = code, Place = place, Text = text };

    private static string WeekdayOf(LocalDate date) => date.DayOfWeek.ToString().ToLowerInvariant();

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
