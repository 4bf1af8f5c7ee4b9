using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>The settings of each tenant, as old as the configuration may be.</summary>
internal sealed class SupportSetup(ISupportSettingsRepository settings, IClock clock, TimeSpan maxAge, int maxConflicts)
{
    private readonly RecordCache<SupportSettingsId, SupportSettings, SupportSettingsQuery> cache = new(settings, clock, maxAge);

    public async ValueTask<SupportSettings> GetAsync(TenantId tenant, CancellationToken cancellationToken) =>
        (await cache.FindAsync(tenant, SupportSettingsId.Default, cancellationToken).ConfigureAwait(false))?.Value ?? SupportSettings.Default;

    public async ValueTask<WriteResult> SaveAsync(TenantId tenant, SupportSettings value, long? expectedVersion, CancellationToken cancellationToken)
    {
        SupportSettingsValidation.Require(value);
        var result = await RecordSaving.SaveAsync(
            settings, SupportCollections.Settings, tenant, SupportSettingsId.Default, value, expectedVersion, maxConflicts, cancellationToken)
            .ConfigureAwait(false);
        cache.Forget(tenant, SupportSettingsId.Default);
        return result;
    }
}
