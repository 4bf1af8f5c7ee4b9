using System.Diagnostics.CodeAnalysis;
using CrossBorder.Crm.Consent;
using CrossBorder.Crm.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the room of consent.</summary>
public static class ConsentCrmBuilderExtensions
{
    /// <summary>Adds <see cref="IConsentService"/>. May be called again, to add rules.</summary>
    /// <remarks>
    /// The law is data that the host hands in. Where no pack was given every jurisdiction is unknown, and contact is denied.
    /// Packs that contradict one another stop the host at start-up.
    /// </remarks>
    /// <param name="crm">The library's builder.</param>
    /// <param name="rules">Hands in the packs and the notices, the same for every tenant; null adds none.</param>
    public static CrmBuilder AddConsent(this CrmBuilder crm, Action<ConsentRulesBuilder>? rules = null)
    {
        ArgumentNullException.ThrowIfNull(crm);
        if (rules is not null)
        {
            crm.Services.AddSingleton(new ConsentRulesChoice(rules));
        }

        return crm.AddRoom("consent", static crm =>
        {
            crm.AddStreams(ConsentCollections.Consent, static inner => (IConsentRepository)new ConsentRepository(inner));
            crm.AddStreams(ConsentCollections.Suppressions, static inner => (ISuppressionRepository)new SuppressionRepository(inner));
            crm.Services.TryAddSingleton<IConsentRulesSource, HostConsentRules>();
            crm.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CrmOptions>, HostConsentRulesValidator>());
            crm.AddTenantService<IConsentService>("consent", static (services, tenant) => new ConsentService(
                tenant,
                services.GetRequiredService<IConsentRepository>(),
                services.GetRequiredService<ISuppressionRepository>(),
                services.GetRequiredService<IConsentRulesSource>(),
                new ResolvedRules(services.GetRequiredService<IDateTimeZoneProvider>()),
                services.GetRequiredService<IClock>(),
                services.GetRequiredService<IOptions<CrmOptions>>().Value.MaxConflicts,
                services.GetService<ILogger<ConsentService>>() ?? NullLogger<ConsentService>.Instance));
        });
    }

    /// <summary>Takes the rules from the host instead: by tenant, or changing at run time.</summary>
    /// <typeparam name="TSource">The host's class, made by the container as a singleton.</typeparam>
    /// <param name="crm">The library's builder.</param>
    public static CrmBuilder UseConsentRules<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSource>(
        this CrmBuilder crm)
        where TSource : class, IConsentRulesSource
    {
        ArgumentNullException.ThrowIfNull(crm);
        crm.Services.Replace(ServiceDescriptor.Singleton<IConsentRulesSource, TSource>());
        return crm;
    }
}
