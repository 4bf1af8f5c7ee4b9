using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the room of tickets.</summary>
public static class SupportCrmBuilderExtensions
{
    /// <summary>Adds <see cref="ITicketService"/> and <see cref="ISupportKpiService"/>, and the calendars that they need.</summary>
    /// <param name="crm">The library's builder.</param>
    public static CrmBuilder AddSupport(this CrmBuilder crm)
    {
        ArgumentNullException.ThrowIfNull(crm);
        return crm.AddTime().AddRoom("support", static crm =>
        {
            crm.AddStreams(SupportCollections.Tickets, static inner => (ITicketRepository)new TicketRepository(inner));
            crm.AddRecords(SupportCollections.Messages, static inner => (ITicketMessageRepository)new TicketMessageRepository(inner));
            crm.AddRecords(SupportCollections.Agents, static inner => (IAgentRepository)new AgentRepository(inner));
            crm.AddRecords(SupportCollections.Policies, static inner => (ISlaPolicyRepository)new SlaPolicyRepository(inner));
            crm.AddRecords(SupportCollections.DeskRules, static inner => (IDeskRulesRepository)new DeskRulesRepository(inner));
            crm.AddRecords(SupportCollections.Settings, static inner => (ISupportSettingsRepository)new SupportSettingsRepository(inner));
            crm.Services.TryAddSingleton(static services => new SupportSetup(
                services.GetRequiredService<ISupportSettingsRepository>(),
                services.GetRequiredService<IClock>(),
                services.GetRequiredService<IOptions<CrmOptions>>().Value.ConfigurationMaxAge,
                services.GetRequiredService<IOptions<CrmOptions>>().Value.MaxConflicts));
            crm.Services.TryAddSingleton(static services => new SlaPlans(
                services.GetRequiredService<ISlaPolicyRepository>(),
                services.GetRequiredService<CalendarTimelines>(),
                services.GetServices<IRankTerms>(),
                services.GetRequiredService<IDateTimeZoneProvider>(),
                services.GetRequiredService<IClock>(),
                services.GetRequiredService<IOptions<CrmOptions>>().Value.ConfigurationMaxAge));
            crm.Services.TryAddSingleton(static services => new SupportStaff(
                services.GetRequiredService<IAgentRepository>(),
                services.GetRequiredService<ISlaPolicyRepository>(),
                services.GetRequiredService<IDeskRulesRepository>(),
                services.GetRequiredService<ITicketRepository>(),
                services.GetRequiredService<CalendarTimelines>(),
                services.GetRequiredService<IClock>(),
                services.GetRequiredService<IOptions<CrmOptions>>().Value.ConfigurationMaxAge,
                services.GetRequiredService<IOptions<CrmOptions>>().Value.MaxConflicts));
            crm.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IPersonalDataSource, SupportPersonalData>());
            crm.AddTenantService<ITicketService>("support", static (services, tenant) => new TicketService(
                tenant,
                services.GetRequiredService<ITicketRepository>(),
                services.GetRequiredService<ITicketMessageRepository>(),
                services.GetRequiredService<SlaPlans>(),
                services.GetRequiredService<SupportStaff>(),
                services.GetRequiredService<SupportSetup>(),
                services.GetRequiredService<CalendarTimelines>(),
                services.GetRequiredService<IClock>(),
                services.GetRequiredService<IOptions<CrmOptions>>().Value.MaxConflicts));
            crm.AddTenantService<ISupportKpiService>("support", static (services, tenant) => new SupportKpiService(
                tenant,
                services.GetRequiredService<ITicketRepository>(),
                services.GetRequiredService<SlaPlans>(),
                services.GetRequiredService<IClock>()));
        });
    }
}
