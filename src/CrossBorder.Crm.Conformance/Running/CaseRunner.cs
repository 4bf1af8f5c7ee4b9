using System.Security.Cryptography;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Conformance.Running;

/// <summary>Turns definitions into cases on a harness.</summary>
internal static class CaseRunner
{
    private static readonly (StorageCapabilities Capability, string Reason)[] Reasons =
    [
        (StorageCapabilities.Durable, "that the store survives a killed process"),
        (StorageCapabilities.AtomicStreams, "several streams in one write"),
        (StorageCapabilities.Outbox, "an outbox"),
        (StorageCapabilities.Faults, "that the last step of a write can be made to fail"),
    ];

    public static ConformanceCase Bind<TStore, TGround>(
        IConformanceHarness<TStore> harness,
        CaseDefinition<TGround> definition,
        Func<IStoreUnderTest<TStore>, GroundRules, TGround> ground)
        where TStore : class
        where TGround : Ground =>
        new(definition.Clause, definition.Name, SkipReason(harness, definition), cancellationToken => RunAsync(harness, definition, ground, cancellationToken));

    private static string? SkipReason<TStore, TGround>(IConformanceHarness<TStore> harness, CaseDefinition<TGround> definition)
        where TStore : class
        where TGround : Ground
    {
        var missing = definition.Needs & ~harness.Capabilities;
        return missing != 0 ? $"Not claimed: {string.Join(", ", Reasons.Where(r => missing.HasFlag(r.Capability)).Select(r => r.Reason))}."
            : definition.NeedsTenants && harness.OnlyTenant is not null ? "Not claimed: more than one tenant."
            : null;
    }

    private static async Task RunAsync<TStore, TGround>(
        IConformanceHarness<TStore> harness,
        CaseDefinition<TGround> definition,
        Func<IStoreUnderTest<TStore>, GroundRules, TGround> ground,
        CancellationToken cancellationToken)
        where TStore : class
        where TGround : Ground
    {
        var probe = new Probe(definition.Clause, definition.Name);
        try
        {
            await using var store = await harness.OpenAsync(cancellationToken);

            // The only thing drawn by chance: a database that keeps earlier runs must not know the tenant.
            var tenant = harness.OnlyTenant ?? new TenantId($"kit-{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
            var stand = ground(store, new(probe, harness.Capabilities, tenant, cancellationToken));
            if (harness.Capabilities.HasFlag(StorageCapabilities.Outbox))
            {
                await stand.DrainOutboxAsync();
            }

            await definition.Body(stand);
        }
        catch (Exception exception) when (exception is not ConformanceException && !cancellationToken.IsCancellationRequested)
        {
            throw probe.Failure("a call that must succeed", "it returns", Shown.Of(exception), exception);
        }
    }
}
