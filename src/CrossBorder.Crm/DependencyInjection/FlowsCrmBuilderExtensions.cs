using CrossBorder.Crm.Customers;
using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Flows;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Segmentation;
using CrossBorder.Crm.Support;
using NodaTime;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what leads through several rooms.</summary>
public static class FlowsCrmBuilderExtensions
{
    /// <summary>Adds <see cref="IOrderFlow"/> and <see cref="ITicketFlow"/>, and the rooms that they lead through.</summary>
    /// <param name="crm">The library's builder.</param>
    public static CrmBuilder AddFlows(this CrmBuilder crm)
    {
        ArgumentNullException.ThrowIfNull(crm);
        return crm.AddSegmentation().AddLoyalty().AddSupport().AddRoom("flows", static crm => crm
            .AddTenantService<IOrderFlow>("flows", static (services, tenant) => new OrderFlow(
                Of<ICustomerActivityService>(services, tenant),
                Of<ISegmentService>(services, tenant),
                Of<ILoyaltyService>(services, tenant),
                services.GetService<IExchangeRates>(),
                services.GetRequiredService<IDateTimeZoneProvider>(),
                services.GetRequiredService<IClock>()))
            .AddTenantService<ITicketFlow>("flows", static (services, tenant) => new TicketFlow(
                Of<ICustomerService>(services, tenant), Of<ISegmentService>(services, tenant), Of<ITicketService>(services, tenant))));
    }

    private static TService Of<TService>(IServiceProvider services, TenantId tenant) where TService : class =>
        services.GetRequiredService<ICrm>().For(tenant).Get<TService>();
}
