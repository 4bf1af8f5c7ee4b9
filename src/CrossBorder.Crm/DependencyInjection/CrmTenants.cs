using System.Collections.Concurrent;
using System.Collections.Frozen;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrossBorder.Crm.DependencyInjection;

/// <summary>Makes a tenant's service.</summary>
internal sealed record TenantServiceFactory(Type Service, string Room, Func<IServiceProvider, TenantId, object> Create);

/// <summary>All tenants of the process. Services are made on first use and kept: they hold no data of their own.</summary>
internal sealed class CrmTenants : ICrm
{
    private readonly ConcurrentDictionary<TenantId, CrmTenant> tenants = new();
    private readonly FrozenDictionary<Type, TenantServiceFactory> factories;
    private readonly IServiceProvider services;

    public CrmTenants(IServiceProvider services, IEnumerable<TenantServiceFactory> factories, IOptions<CrmOptions> options)
    {
        // A console program has no host that validates at start, so the first use does: before anything is made that may be missing.
        _ = options.Value;
        this.services = services;
        this.factories = factories.ToFrozenDictionary(factory => factory.Service);
        Outbox = services.GetRequiredService<IRoomStorage>().Outbox;
    }

    public IOutboxRepository Outbox { get; }

    public ICrmTenant For(TenantId tenant) =>
        tenants.GetOrAdd(tenant.ThrowIfDefault(), static (tenant, crm) => new CrmTenant(tenant, crm.services, crm.factories), this);

    private sealed class CrmTenant(TenantId tenant, IServiceProvider services, FrozenDictionary<Type, TenantServiceFactory> factories) : ICrmTenant
    {
        private readonly ConcurrentDictionary<Type, object> made = new();

        public TenantId Tenant => tenant;

        public TService Get<TService>() where TService : class => (TService)made.GetOrAdd(typeof(TService), type =>
            factories.TryGetValue(type, out var factory)
                ? factory.Create(services, tenant)
                : throw new InvalidOperationException(
                    $"{type.Name} is not there: its room was not added. Add it in AddCrossBorderCrm, for example with AddAllRooms()."));
    }
}
