using System.Collections.Frozen;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Benchmarks.Time;

/// <summary>Business time as it is usually written: from day to day, each day's intervals mapped from the wall. The baseline.</summary>
internal sealed class DayWalk(BusinessCalendar calendar)
{
    private readonly DateTimeZone zone = DateTimeZoneProviders.Tzdb[calendar.Zone];
    private readonly FrozenSet<LocalDate> holidays = calendar.Holidays.ToFrozenSet();

    public Duration Between(Instant start, Instant end)
    {
        var sum = Duration.Zero;
        var last = end.InZone(zone).Date;
        for (var date = start.InZone(zone).Date; date <= last; date = date.PlusDays(1))
        {
            if (holidays.Contains(date))
            {
                continue;
            }

            foreach (var interval in calendar.Weekly.On(date.DayOfWeek))
            {
                var from = Instant.Max(start, LocalTimeRule.ToInstant(interval.StartOn(date), zone));
                var to = Instant.Min(end, LocalTimeRule.ToInstant(interval.EndOn(date), zone));
                sum += from < to ? to - from : Duration.Zero;
            }
        }

        return sum;
    }

    public Instant Add(Instant start, Duration open)
    {
        for (var date = start.InZone(zone).Date; open > Duration.Zero; date = date.PlusDays(1))
        {
            if (holidays.Contains(date))
            {
                continue;
            }

            foreach (var interval in calendar.Weekly.On(date.DayOfWeek))
            {
                var from = Instant.Max(start, LocalTimeRule.ToInstant(interval.StartOn(date), zone));
                var to = LocalTimeRule.ToInstant(interval.EndOn(date), zone);
                if (from >= to)
                {
                    continue;
                }

                if (to - from >= open)
                {
                    return from + open;
                }

                open -= to - from;
            }
        }

        return start;
    }
}
