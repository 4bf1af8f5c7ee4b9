using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>What makes a calendar valid: a known zone, intervals that are some, no overlap among those that start on one date, no date given twice.</summary>
public static class CalendarValidation
{
    /// <summary>Refuses a calendar that is not valid.</summary>
    /// <param name="calendar">The calendar.</param>
    /// <param name="zones">The zones.</param>
    /// <exception cref="ArgumentException">The calendar has no name, or one that cannot be stored.</exception>
    /// <exception cref="InvalidCalendarException">A part is not valid; the message names the first such place.</exception>
    public static void Require(BusinessCalendar calendar, IDateTimeZoneProvider zones)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(zones);
        StoredText.Require(calendar.Name, BusinessCalendar.MaxNameLength, nameof(calendar));
        _ = ZoneOf(calendar, zones);

        if (calendar.Weekly is null)
        {
            throw Fault(calendar, "weekly", "is missing");
        }

        for (var day = IsoDayOfWeek.Monday; day <= IsoDayOfWeek.Sunday; day++)
        {
            RequireIntervals(calendar, $"weekly.{day.ToString().ToLowerInvariant()}", calendar.Weekly.On(day));
        }

        RequireDates(calendar, "holidays", calendar.Holidays, holiday => holiday);
        RequireDates(calendar, "overrides", calendar.Overrides, item => item.Date);
        for (var i = 0; i < calendar.Overrides.Length; i++)
        {
            RequireIntervals(calendar, $"overrides[{i}] ({TimeText.Of(calendar.Overrides[i].Date)}).intervals", calendar.Overrides[i].Intervals);
        }

        for (var i = 0; i < Present(calendar, "closures", calendar.Closures).Length; i++)
        {
            var closure = calendar.Closures[i] ?? throw Fault(calendar, $"closures[{i}]", "is missing");
            RequireYear(calendar, $"closures[{i}]", closure.Date);
            if (closure.Interval.Fault is { } fault)
            {
                throw Fault(calendar, $"closures[{i}] ({TimeText.Of(closure.Date)})", $"{closure.Interval} {fault}");
            }
        }
    }

    /// <summary>Refuses a calendar that is not valid, or that never opens: whoever waits for it would wait for ever.</summary>
    /// <remarks>
    /// What is stored must open at some time. A timeline is compiled from a closed calendar all the same: it answers that it never opens.
    /// </remarks>
    /// <param name="calendar">The calendar.</param>
    /// <param name="zones">The zones.</param>
    /// <exception cref="ArgumentException">The calendar has no name, or one that cannot be stored.</exception>
    /// <exception cref="InvalidCalendarException">A part is not valid, or nothing of it is ever open.</exception>
    public static void RequireOpens(BusinessCalendar calendar, IDateTimeZoneProvider zones)
    {
        Require(calendar, zones);

        if (!new CalendarSource(calendar, ZoneOf(calendar, zones)).EverOpens)
        {
            throw Fault(calendar, "weekly", "nothing starts on any weekday and no override opens a date, so the calendar never opens");
        }
    }

    /// <summary>The zone of a calendar.</summary>
    internal static TimeZoneMatch ZoneOf(BusinessCalendar calendar, IDateTimeZoneProvider zones) =>
        TimeZoneIds.Find(calendar.Zone ?? "", zones)
        ?? throw Fault(calendar, "zone", $"'{calendar.Zone}' is not a zone of {zones.VersionId}, nor an id that leads to one");

    private static void RequireDates<T>(BusinessCalendar calendar, string place, ImmutableArray<T> items, Func<T, LocalDate> dateOf)
    {
        var seen = new Dictionary<LocalDate, int>();
        for (var i = 0; i < Present(calendar, place, items).Length; i++)
        {
            var date = items[i] is { } item ? dateOf(item) : throw Fault(calendar, $"{place}[{i}]", "is missing");
            RequireYear(calendar, $"{place}[{i}]", date);
            if (!seen.TryAdd(date, i))
            {
                throw Fault(calendar, $"{place}[{i}]", $"{TimeText.Of(date)} is given twice, first at {place}[{seen[date]}]");
            }
        }
    }

    private static void RequireYear(BusinessCalendar calendar, string place, LocalDate date)
    {
        if (date.Calendar != CalendarSystem.Iso || date.Year is < 1 or > 9998)
        {
            throw Fault(calendar, place, $"{TimeText.Of(date)} is not a date of the ISO calendar from year 1 to 9998");
        }
    }

    private static void RequireIntervals(BusinessCalendar calendar, string place, ImmutableArray<WallInterval> intervals)
    {
        for (var i = 0; i < Present(calendar, place, intervals).Length; i++)
        {
            if (intervals[i].Fault is { } fault)
            {
                throw Fault(calendar, $"{place}[{i}]", $"{intervals[i]} {fault}");
            }
        }

        var order = Enumerable.Range(0, intervals.Length).OrderBy(i => intervals[i].Start).ToArray();
        for (var i = 1; i < order.Length; i++)
        {
            var (earlier, later) = (intervals[order[i - 1]], intervals[order[i]]);
            if (earlier.EndsOnNextDate || earlier.End > later.Start)
            {
                throw Fault(calendar, $"{place}[{order[i]}]", $"{later} overlaps {earlier} at {place}[{order[i - 1]}]");
            }
        }
    }

    private static ImmutableArray<T> Present<T>(BusinessCalendar calendar, string place, ImmutableArray<T> items) =>
        items.IsDefault ? throw Fault(calendar, place, "is missing; an empty list says that there are none") : items;

    private static InvalidCalendarException Fault(BusinessCalendar calendar, string place, string fault) => new(calendar.Name, place, fault);
}
