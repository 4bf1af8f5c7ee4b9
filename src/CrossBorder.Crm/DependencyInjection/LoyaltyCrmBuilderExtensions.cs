using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the room of loyalty.</summary>
public static class LoyaltyCrmBuilderExtensions
{
    /// <summary>Adds <see cref="ILoyaltyService"/>, <see cref="IVoucherService"/> and <see cref="IReferralService"/>.</summary>
    /// <param name="crm">The library's builder.</param>
    public static CrmBuilder AddLoyalty(this CrmBuilder crm)
    {
        ArgumentNullException.ThrowIfNull(crm);
        return crm.AddRoom("loyalty", static crm =>
        {
            crm.AddStreams(LoyaltyCollections.Ledger, static inner => (ILoyaltyLedgerRepository)new LoyaltyLedgerRepository(inner))
                .AddStreams(VoucherCollections.Vouchers, static inner => (IVoucherRepository)new VoucherRepository(inner))
                .AddStreams(ReferralCollections.Referrals, static inner => (IReferralRepository)new ReferralRepository(inner))
                .AddRecords(ReferralCollections.Codes, static inner => (IReferralCodeRepository)new ReferralCodeRepository(inner))
                .AddRecords(LoyaltyCollections.Programs, static inner => (ILoyaltyProgramRepository)new LoyaltyProgramRepository(inner));
            crm.Services.TryAddSingleton(static services => new LoyaltyPrograms(
                services.GetRequiredService<ILoyaltyProgramRepository>(),
                new RecordCache<LoyaltyProgramId, LoyaltyProgram, LoyaltyProgramQuery>(
                    services.GetRequiredService<ILoyaltyProgramRepository>(),
                    services.GetRequiredService<IClock>(),
                    services.GetRequiredService<IOptions<CrmOptions>>().Value.ConfigurationMaxAge),
                services.GetRequiredService<IDateTimeZoneProvider>(),
                services.GetRequiredService<IOptions<CrmOptions>>().Value.MaxConflicts));
            crm.AddTenantService<ILoyaltyService>("loyalty", static (services, tenant) => new LoyaltyService(
                tenant,
                services.GetRequiredService<ILoyaltyLedgerRepository>(),
                services.GetRequiredService<IVoucherRepository>(),
                services.GetRequiredService<IReferralRepository>(),
                services.GetRequiredService<LoyaltyPrograms>(),
                services.GetRequiredService<IClock>(),
                services.GetRequiredService<IOptions<CrmOptions>>().Value.MaxConflicts));
            crm.AddTenantService<IVoucherService>("loyalty", static (services, tenant) => new VoucherService(
                tenant,
                services.GetRequiredService<IVoucherRepository>(),
                services.GetRequiredService<ILoyaltyLedgerRepository>(),
                services.GetRequiredService<ICrm>().For(tenant).Loyalty,
                services.GetRequiredService<LoyaltyPrograms>(),
                services.GetRequiredService<IClock>(),
                services.GetRequiredService<IOptions<CrmOptions>>().Value.MaxConflicts));
            crm.AddTenantService<IReferralService>("loyalty", static (services, tenant) => new ReferralService(
                tenant,
                services.GetRequiredService<IReferralRepository>(),
                services.GetRequiredService<IReferralCodeRepository>(),
                services.GetRequiredService<ILoyaltyLedgerRepository>(),
                services.GetRequiredService<LoyaltyPrograms>(),
                services.GetRequiredService<IClock>(),
                services.GetRequiredService<IOptions<CrmOptions>>().Value.MaxConflicts));
        });
    }
}
