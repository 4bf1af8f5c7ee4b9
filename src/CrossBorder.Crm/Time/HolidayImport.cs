using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>The holidays and closures of an iCalendar file (RFC 5545), as the host's calendar needs them: local dates, and parts of local dates.</summary>
/// <remarks>
/// <para>An event of whole days becomes holidays, one of times closures. Read are DTSTART with DTEND or DURATION, by date, in UTC, of a TZID or without
/// zone; RRULE by year (INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYDAY), RDATE, EXDATE, SUMMARY, UID, and STATUS, whose CANCELLED leaves the
/// event out. A time without zone is one of the calendar's own wall. A TZID is found by <see cref="TimeZoneIds"/>, so that the rules are those of
/// the tz database; the VTIMEZONE of the file is passed over, as is what says nothing about time.</para>
/// <para>It is strict: whatever it does not understand in full is an <see cref="InvalidHolidayFileException"/> with line, property and reason, and then
/// nothing of the file is imported.</para>
/// </remarks>
public sealed record HolidayImport
{
    private HolidayImport(string zone) => Zone = zone;

    /// <summary>The zone of the closures, as it was given.</summary>
    public string Zone { get; }

    /// <summary>The dates that are closed as a whole, each once, in order.</summary>
    public ImmutableArray<ImportedHoliday> Holidays { get; private init; } = [];

    /// <summary>The parts of dates that are closed, each once, in order; a part does not go past its date.</summary>
    public ImmutableArray<ImportedClosure> Closures { get; private init; } = [];

    /// <summary>Reads a file.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="zone">The zone of the calendar that is to be closed.</param>
    /// <param name="firstYear">The first local year that is wanted, from 1; what comes back for ever must end somewhere.</param>
    /// <param name="lastYear">The last local year that is wanted, to 9996.</param>
    /// <param name="zones">The zones.</param>
    /// <exception cref="InvalidHolidayFileException">The file says something that is not understood in full.</exception>
    /// <exception cref="ArgumentException">The zone is not known, or the years are none.</exception>
    public static HolidayImport Read(string text, string zone, int firstYear, int lastYear, IDateTimeZoneProvider zones)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(zones);
        ArgumentOutOfRangeException.ThrowIfLessThan(firstYear, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lastYear, ICalTime.LastYear);
        ArgumentOutOfRangeException.ThrowIfLessThan(lastYear, firstYear);
        var wall = TimeZoneIds.Find(zone, zones)?.Zone ?? throw new ArgumentException($"'{zone}' is not a zone of {zones.VersionId}.", nameof(zone));

        var sink = new ClosedDates(wall, firstYear, lastYear);
        foreach (var closing in ICalFile.Read(text, zones).Where(closing => !closing.IsCancelled))
        {
            sink.Add(closing);
        }

        return new(zone) { Holidays = sink.Holidays(), Closures = sink.Closures() };
    }

    /// <summary>A calendar with these holidays and closures besides its own; a date that it has already is not given twice.</summary>
    /// <param name="calendar">The calendar.</param>
    /// <exception cref="ArgumentException">There are closures, and the calendar is of another zone than they were read for.</exception>
    public BusinessCalendar AddTo(BusinessCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return Closures.IsEmpty || calendar.Zone == Zone
            ? calendar with
            {
                Holidays = [.. calendar.Holidays.Concat(Holidays.Select(holiday => holiday.Date)).Distinct().Order()],
                Closures = [.. calendar.Closures.Concat(Closures.Select(closure => closure.Closure)).Distinct().OrderBy(item => item.Date).ThenBy(item => item.Interval.Start)],
            }
            : throw new ArgumentException($"Calendar '{calendar.Name}' is of {calendar.Zone}, the closures were read for {Zone}.", nameof(calendar));
    }
}

/// <summary>A local date that is closed as a whole.</summary>
/// <param name="Date">The date.</param>
/// <param name="Name">What the file calls it; several names are joined by <c>, </c>. May be empty.</param>
public sealed record ImportedHoliday(LocalDate Date, string Name);

/// <summary>A part of a local date that is closed.</summary>
/// <param name="Closure">The part.</param>
/// <param name="Name">What the file calls it; several names are joined by <c>, </c>. May be empty.</param>
public sealed record ImportedClosure(Closure Closure, string Name);
