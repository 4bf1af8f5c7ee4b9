using System.Collections.Concurrent;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>Stored calendars, compiled: each version once, as old as the configuration may be.</summary>
internal sealed class CalendarTimelines(IBusinessCalendarRepository calendars, IDateTimeZoneProvider zones, IClock clock, TimeSpan maxAge)
{
    private readonly RecordCache<CalendarId, BusinessCalendar, BusinessCalendarQuery> records = new(calendars, clock, maxAge);
    private readonly ConcurrentDictionary<(TenantId, CalendarId), CompiledCalendar> compiled = new();
    private readonly CompiledCalendar alwaysOpen = new(0, BusinessTimeline.Compile(BusinessCalendar.AlwaysOpen, zones));

    /// <summary>The timeline of a calendar and the version that it was compiled from, or null where there is no such calendar.</summary>
    public async ValueTask<CompiledCalendar?> FindAsync(TenantId tenant, CalendarId calendar, CancellationToken cancellationToken)
    {
        if (calendar == CalendarId.AlwaysOpen)
        {
            return alwaysOpen;
        }

        var record = await records.FindAsync(tenant, calendar, cancellationToken).ConfigureAwait(false);
        if (record is not { } found)
        {
            return null;
        }

        if (compiled.TryGetValue((tenant, calendar), out var known) && known.Version == found.Version)
        {
            return known;
        }

        return compiled[(tenant, calendar)] = new CompiledCalendar(found.Version, BusinessTimeline.Compile(found.Value, zones));
    }

    /// <summary>Forgets a copy, because this node has just written the calendar.</summary>
    public void Forget(TenantId tenant, CalendarId calendar) => records.Forget(tenant, calendar);
}

/// <summary>A compiled calendar and the stored version of it; 0 for the built-in one.</summary>
internal sealed record CompiledCalendar(long Version, BusinessTimeline Timeline);
