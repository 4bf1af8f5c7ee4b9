using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Time;

/// <inheritdoc/>
internal sealed class CalendarService(
    TenantId tenant, IBusinessCalendarRepository calendars, CalendarTimelines timelines, IDateTimeZoneProvider zones, int maxConflicts)
    : ICalendarService
{
    public async ValueTask<WriteResult> SaveAsync(
        BusinessCalendar calendar, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        CalendarValidation.RequireOpens(calendar, zones);
        if (calendar.Id == CalendarId.AlwaysOpen)
        {
            throw new ArgumentException($"The calendar '{calendar.Name}' is built in and cannot be defined.", nameof(calendar));
        }

        var result = await RecordSaving.SaveAsync(calendars, CalendarCollection.Map, tenant, calendar.Id, calendar, expectedVersion, maxConflicts, cancellationToken)
            .ConfigureAwait(false);
        timelines.Forget(tenant, calendar.Id);
        return result;
    }

    public async ValueTask<Versioned<BusinessCalendar>?> FindAsync(CalendarId calendar, CancellationToken cancellationToken = default)
    {
        calendar.ThrowIfDefault();
        return calendar == CalendarId.AlwaysOpen
            ? new(BusinessCalendar.AlwaysOpen, 0)
            : await calendars.FindAsync(tenant, calendar, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<Page<Versioned<BusinessCalendar>>> ListAsync(
        BusinessCalendarQuery query, PageRequest page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(page);
        return calendars.ListAsync(tenant, query, page, cancellationToken);
    }
}
