using System.Diagnostics.CodeAnalysis;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CrossBorder.Crm.DependencyInjection;

/// <summary>What <c>AddCrossBorderCrm</c> hands to the host: rooms are added to it, storage is chosen on it. Every call may be repeated.</summary>
public sealed class CrmBuilder
{
    internal CrmBuilder(IServiceCollection services, CrmSetup setup) => (Services, Setup) = (services, setup);

    /// <summary>The services of the host.</summary>
    public IServiceCollection Services { get; }

    internal CrmSetup Setup { get; }

    /// <summary>Says that there is one tenant, so that its services come straight from the container.</summary>
    /// <param name="tenant">The tenant's name.</param>
    /// <exception cref="ArgumentException">The name is no <see cref="TenantId"/>.</exception>
    public CrmBuilder SingleTenant(string tenant)
    {
        Setup.SingleTenant = new TenantId(tenant);
        return this;
    }

    /// <summary>Stores every room in an engine; the last such call counts.</summary>
    /// <typeparam name="TEngine">The engine, made by the container as a singleton.</typeparam>
    public CrmBuilder UseStorage<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEngine>()
        where TEngine : class, IStorageEngine
    {
        Services.Replace(ServiceDescriptor.Singleton<IStorageEngine, TEngine>());
        Setup.InMemory = false;
        return this;
    }

    /// <summary>Stores every room in an engine; the last such call counts.</summary>
    /// <param name="engine">Makes the engine, once.</param>
    public CrmBuilder UseStorage(Func<IServiceProvider, IStorageEngine> engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        Services.Replace(ServiceDescriptor.Singleton(engine));
        Setup.InMemory = false;
        return this;
    }

    /// <summary>Takes one repository from the host, such as an existing table of staff, and keeps the rest.</summary>
    /// <typeparam name="TRepository">The contract, such as <c>IAgentRepository</c>.</typeparam>
    /// <typeparam name="TImplementation">The host's class, made by the container as a singleton.</typeparam>
    public CrmBuilder UseRepository<
        TRepository,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation>()
        where TRepository : class
        where TImplementation : class, TRepository
    {
        Services.Replace(ServiceDescriptor.Singleton<TRepository, TImplementation>());
        return this;
    }

    /// <summary>Gives the library the host's exchange rates.</summary>
    /// <typeparam name="TRates">The host's class, made by the container as a singleton.</typeparam>
    public CrmBuilder UseExchangeRates<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRates>()
        where TRates : class, IExchangeRates
    {
        Services.Replace(ServiceDescriptor.Singleton<IExchangeRates, TRates>());
        return this;
    }
}
