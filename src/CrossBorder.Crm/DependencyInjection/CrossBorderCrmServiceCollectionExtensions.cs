using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Json;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.Bridge;
using CrossBorder.Crm.Storage.Copy;
using CrossBorder.Crm.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The way into the library for a host.</summary>
public static class CrossBorderCrmServiceCollectionExtensions
{
    /// <summary>Adds CrossBorder.Crm. May be called again, to add rooms or change a choice.</summary>
    /// <remarks>
    /// Time comes from the host's <see cref="TimeProvider"/> where one is registered, else from the system. What is missing is said when the
    /// host starts, or at the first use of a service where there is no host.
    /// </remarks>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Adds rooms and chooses storage.</param>
    public static IServiceCollection AddCrossBorderCrm(this IServiceCollection services, Action<CrmBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var setup = services.FirstOrDefault(service => service.ServiceType == typeof(CrmSetup))?.ImplementationInstance as CrmSetup;
        if (setup is null)
        {
            setup = new CrmSetup();
            AddCore(services.AddSingleton(setup));
        }

        configure(new CrmBuilder(services, setup));
        return services;
    }

    private static void AddCore(IServiceCollection services)
    {
        services.AddOptions<CrmOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CrmOptions>, CrmOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CrmOptions>, CrmSetupValidator>());
#pragma warning disable RS0030 // The registration is the one place that may name the system's clock and the built-in zones.
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(DateTimeZoneProviders.Tzdb);
#pragma warning restore RS0030
        services.TryAddSingleton<IClock>(provider => new MicrosecondClock(provider.GetRequiredService<TimeProvider>().ToClock()));
        services.TryAddSingleton(CrmJson.Codec);
        services.TryAddSingleton<IRoomStorage>(provider => provider.GetRequiredService<CrmSetup>().InMemory
            ? new InMemoryStorage()
            : new EngineStorage(provider.GetRequiredService<IStorageEngine>(), provider.GetRequiredService<IPayloadCodec>()));
        services.TryAddSingleton(provider => provider.GetRequiredService<IRoomStorage>().Outbox);
        services.TryAddSingleton(provider => new StorageCopy(provider.GetServices<CollectionCopy>()));
        services.TryAddSingleton<ICrm, CrmTenants>();
    }
}
