using System.Collections.Immutable;
using CrossBorder.Crm.Time;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Time;

/// <summary>Random calendars, around the transitions of real zones.</summary>
internal static class CalendarGen
{
    /// <summary>Zones with every kind of transition: by an hour, half an hour, at midnight, of a whole day, negative, at Ramadan, and none.</summary>
    public static readonly string[] Zones =
    [
        "Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Lagos", "America/Argentina/Buenos_Aires", "America/Asuncion",
        "America/Bogota", "America/Caracas", "America/Havana", "America/Los_Angeles", "America/Mexico_City", "America/New_York",
        "America/Nuuk", "America/Santiago", "America/Sao_Paulo", "America/St_Johns", "America/Toronto", "Antarctica/Troll", "Asia/Amman",
        "Asia/Beirut", "Asia/Dubai", "Asia/Gaza", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Jerusalem", "Asia/Kathmandu", "Asia/Kolkata",
        "Asia/Pyongyang", "Asia/Shanghai", "Asia/Tehran", "Asia/Tokyo", "Australia/Adelaide", "Australia/Lord_Howe", "Australia/Sydney",
        "Etc/UTC", "Europe/Dublin", "Europe/Istanbul", "Europe/London", "Europe/Madrid", "Europe/Moscow", "Europe/Warsaw",
        "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Kwajalein", "Pacific/Norfolk",
    ];

    private static readonly Instant Earliest = Instant.FromUtc(1985, 1, 1, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(2037, 1, 1, 0, 0);

    /// <summary>The start of a window of a few days that holds a transition of the zone, if it has any.</summary>
    public static Gen<Instant> WindowIn(DateTimeZone zone)
    {
        var transitions = zone.GetZoneIntervals(Earliest, Latest).Skip(1).Select(interval => interval.Start).ToArray();
        return transitions.Length == 0
            ? from days in Gen.Choose(0, 18_000) select Earliest.Plus(Duration.FromDays(days))
            : from transition in Gen.Elements(transitions)
              from back in Gen.Choose(1, 3 * 1440)
              select transition.Minus(Duration.FromMinutes(back));
    }

    public static Gen<BusinessCalendar> Calendar(string zone, LocalDate around) =>
        from week in Gen.ArrayOf(Day(), 7)
        from holidays in Gen.Choose(0, 2).SelectMany(count => Gen.ArrayOf(Near(around), count))
        from closures in Gen.Choose(0, 2).SelectMany(count => Gen.ArrayOf(Closure(around), count))
        from overrides in Gen.Choose(0, 2).SelectMany(count => Gen.ArrayOf(Override(around), count))
        select new BusinessCalendar
        {
            Name = "random",
            Zone = zone,
            Weekly = week.Select((day, index) => (day, index)).Aggregate(
                WeeklyHours.Closed, (hours, item) => hours.With([(IsoDayOfWeek)(item.index + 1)], item.day)),
            Holidays = [.. holidays.Distinct()],
            Closures = [.. closures],
            Overrides = [.. overrides.DistinctBy(item => item.Date)],
        };

    private static Gen<LocalDate> Near(LocalDate date) => from days in Gen.Choose(-2, 8) select date.PlusDays(days);

    private static Gen<Closure> Closure(LocalDate around) =>
        from date in Near(around)
        from interval in Interval()
        select new Closure { Date = date, Interval = interval };

    private static Gen<DateOverride> Override(LocalDate around) =>
        from date in Near(around)
        from intervals in Day()
        select new DateOverride { Date = date, Intervals = intervals };

    // Transitions happen at night: times before 04:00 come up as often as all others together.
    private static Gen<int> Minute() => Gen.OneOf(Gen.Choose(0, 240), Gen.Choose(0, 1439), Gen.Choose(0, 23).Select(hour => hour * 60));

    private static Gen<WallInterval> Interval() =>
        from start in Minute()
        from end in Gen.OneOf(Minute(), Gen.Constant(1440))
        where start != end
        select new WallInterval(Wall(start), Wall(end));

    /// <summary>The intervals that start on one day: none, a whole day, up to three that may touch, the last perhaps overnight.</summary>
    private static Gen<ImmutableArray<WallInterval>> Day() => Gen.OneOf(
        Gen.Constant(ImmutableArray<WallInterval>.Empty),
        Gen.Constant(ImmutableArray.Create(WallInterval.WholeDay)),
        Interval().Select(interval => ImmutableArray.Create(interval)),
        from points in Gen.ArrayOf(Minute(), 6)
        from overnight in Gen.Elements(true, false)
        select Split([.. points.Distinct().Order()], overnight));

    private static ImmutableArray<WallInterval> Split(int[] points, bool overnight)
    {
        var pairs = points.Chunk(2).Where(pair => pair.Length == 2).Select(pair => (Start: pair[0], End: pair[1])).ToArray();
        if (overnight && pairs.Length > 1)
        {
            // The last interval ends on the next date at the time that the first one ends.
            pairs[^1] = (pairs[^1].Start, pairs[0].Start == 0 ? 1440 : pairs[0].Start);
        }

        return [.. pairs.Select(pair => new WallInterval(Wall(pair.Start), Wall(pair.End)))];
    }

    private static WallTime Wall(int minute) => new(minute / 60, minute % 60);
}
