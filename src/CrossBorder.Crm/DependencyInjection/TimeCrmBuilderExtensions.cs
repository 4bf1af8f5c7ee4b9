using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Time;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the room of business calendars.</summary>
public static class TimeCrmBuilderExtensions
{
    /// <summary>Adds <see cref="ICalendarService"/>. Rooms that need calendars add it themselves.</summary>
    /// <param name="crm">The library's builder.</param>
    public static CrmBuilder AddTime(this CrmBuilder crm)
    {
        ArgumentNullException.ThrowIfNull(crm);
        return crm.AddRoom("time", static crm =>
        {
            crm.AddRecords(CalendarCollection.Map, static inner => (IBusinessCalendarRepository)new BusinessCalendarRepository(inner));
            crm.Services.TryAddSingleton(static services => new CalendarTimelines(
                services.GetRequiredService<IBusinessCalendarRepository>(),
                services.GetRequiredService<IDateTimeZoneProvider>(),
                services.GetRequiredService<IClock>(),
                services.GetRequiredService<IOptions<CrmOptions>>().Value.ConfigurationMaxAge));
            crm.AddTenantService<ICalendarService>("time", static (services, tenant) => new CalendarService(
                tenant,
                services.GetRequiredService<IBusinessCalendarRepository>(),
                services.GetRequiredService<CalendarTimelines>(),
                services.GetRequiredService<IDateTimeZoneProvider>(),
                services.GetRequiredService<IOptions<CrmOptions>>().Value.MaxConflicts));
        });
    }
}
