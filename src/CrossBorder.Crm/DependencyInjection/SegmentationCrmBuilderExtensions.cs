using CrossBorder.Crm.Customers;
using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Segmentation;
using CrossBorder.Crm.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the room of segments.</summary>
public static class SegmentationCrmBuilderExtensions
{
    /// <summary>Adds <see cref="ISegmentService"/>, and the room of customers, whose activity it judges.</summary>
    /// <param name="crm">The library's builder.</param>
    public static CrmBuilder AddSegmentation(this CrmBuilder crm)
    {
        ArgumentNullException.ThrowIfNull(crm);
        return crm.AddCustomers().AddRoom("segmentation", static crm =>
        {
            crm.AddRecords(SegmentsCollections.Schemes, static inner => (ISegmentRepository)new SegmentRepository(inner))
                .AddRecords(SegmentsCollections.Baselines, static inner => (ISegmentBaselineRepository)new SegmentBaselineRepository(inner))
                .AddRecords(SegmentsCollections.Memberships, static inner => (ISegmentMembershipRepository)new SegmentMembershipRepository(inner));
            crm.Services.TryAddSingleton(static services => new RecordCache<SegmentSchemeId, SegmentScheme, SegmentSchemeQuery>(
                services.GetRequiredService<ISegmentRepository>(), services.GetRequiredService<IClock>(), MaxAge(services)));
            crm.Services.TryAddSingleton(static services => new RecordCache<SegmentBaselineId, SegmentBaseline, SegmentBaselineQuery>(
                services.GetRequiredService<ISegmentBaselineRepository>(), services.GetRequiredService<IClock>(), MaxAge(services)));
            crm.AddTenantService<ISegmentService>("segmentation", static (services, tenant) => new SegmentService(
                tenant,
                services.GetRequiredService<ISegmentRepository>(),
                services.GetRequiredService<ISegmentBaselineRepository>(),
                services.GetRequiredService<ISegmentMembershipRepository>(),
                services.GetRequiredService<ICustomerActivityRepository>(),
                services.GetRequiredService<IDateTimeZoneProvider>(),
                services.GetRequiredService<RecordCache<SegmentSchemeId, SegmentScheme, SegmentSchemeQuery>>(),
                services.GetRequiredService<RecordCache<SegmentBaselineId, SegmentBaseline, SegmentBaselineQuery>>(),
                services.GetRequiredService<IOptions<CrmOptions>>().Value.MaxConflicts));
        });
    }

    private static TimeSpan MaxAge(IServiceProvider services) => services.GetRequiredService<IOptions<CrmOptions>>().Value.ConfigurationMaxAge;
}
