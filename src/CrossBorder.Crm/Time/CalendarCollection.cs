using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Time;

/// <summary>How calendars are stored.</summary>
internal static class CalendarCollection
{
    public static readonly RecordMap<CalendarId, BusinessCalendar, BusinessCalendarQuery> Map = new()
    {
        Schema = new()
        {
            Name = "business_calendars",
            Shape = CollectionShape.Record,
            Fields = [new("name", IndexType.Text), new("zone", IndexType.Text)],
        },
        Index = calendar => [IndexValue.Of(calendar.Name), IndexValue.Of(calendar.Zone)],
        Query = query => new()
        {
            Where = query.Zone is { } zone ? [Condition.Equal("zone", IndexValue.Of(zone))] : [],
            OrderBy = "name",
        },
    };
}

/// <inheritdoc cref="IBusinessCalendarRepository"/>
internal sealed class BusinessCalendarRepository(IRecordRepository<CalendarId, BusinessCalendar, BusinessCalendarQuery> inner)
    : RecordRepository<CalendarId, BusinessCalendar, BusinessCalendarQuery>(inner), IBusinessCalendarRepository;
