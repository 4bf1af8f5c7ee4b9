using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Time;

/// <summary>The business calendars of one tenant.</summary>
public interface ICalendarService
{
    /// <summary>Defines a calendar, or defines it anew.</summary>
    /// <param name="calendar">The calendar.</param>
    /// <param name="expectedVersion">The version that the caller saw, 0 for a new calendar; null overwrites whatever there is.</param>
    /// <param name="cancellationToken">Cancels the write, which then has happened wholly or not at all.</param>
    /// <returns>Saved, or the conflicting version where another one than the expected is stored.</returns>
    /// <exception cref="InvalidCalendarException">The calendar is not valid, or never opens; the message names the place. Nothing was written.</exception>
    /// <exception cref="ArgumentException">The calendar is <c>24x7</c>, which is built in.</exception>
    ValueTask<WriteResult> SaveAsync(BusinessCalendar calendar, long? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a calendar; <c>24x7</c> is always there, with version 0.</summary>
    /// <param name="calendar">The calendar.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The calendar and its version, or null where there is none.</returns>
    ValueTask<Versioned<BusinessCalendar>?> FindAsync(CalendarId calendar, CancellationToken cancellationToken = default);

    /// <summary>Lists calendars by name.</summary>
    /// <param name="query">Which.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Versioned<BusinessCalendar>>> ListAsync(
        BusinessCalendarQuery query, PageRequest page, CancellationToken cancellationToken = default);
}
