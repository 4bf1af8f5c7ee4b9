using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Time;

/// <summary>The storage of business calendars.</summary>
public interface IBusinessCalendarRepository : IRecordRepository<CalendarId, BusinessCalendar, BusinessCalendarQuery>;

/// <summary>Which calendars to list; all, unless a property says otherwise. Ordered by name, then id.</summary>
public sealed record BusinessCalendarQuery
{
    /// <summary>Only calendars whose zone was given by this id.</summary>
    public string? Zone { get; init; }
}
