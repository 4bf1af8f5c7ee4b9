using CrossBorder.Crm.Customers;
using CrossBorder.Crm.DependencyInjection;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the room of customers.</summary>
public static class CustomersCrmBuilderExtensions
{
    /// <summary>Adds <see cref="ICustomerService"/> and <see cref="ICustomerActivityService"/>.</summary>
    /// <param name="crm">The library's builder.</param>
    public static CrmBuilder AddCustomers(this CrmBuilder crm)
    {
        ArgumentNullException.ThrowIfNull(crm);
        return crm.AddRoom("customers", static crm => crm
            .AddRecords(CustomersCollections.Customers, static inner => (ICustomerRepository)new CustomerRepository(inner))
            .AddStreams(CustomersCollections.Activity, static inner => (ICustomerActivityRepository)new CustomerActivityRepository(inner))
            .AddTenantService<ICustomerService>("customers", static (services, tenant) => new CustomerService(
                tenant,
                services.GetRequiredService<ICustomerRepository>(),
                services.GetRequiredService<IClock>(),
                services.GetRequiredService<IDateTimeZoneProvider>()))
            .AddTenantService<ICustomerActivityService>("customers", static (services, tenant) => new CustomerActivityService(
                tenant,
                services.GetRequiredService<ICustomerActivityRepository>(),
                services.GetRequiredService<IOptions<CrmOptions>>().Value.MaxConflicts)));
    }
}
