using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.Consent;
using CrossBorder.Crm.Customers;
using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Flows;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Segmentation;
using CrossBorder.Crm.Storage;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Tests.Docs.Snippets;

/// <summary>The code of the pages whose snippets show one call or two; what they take for granted is a parameter.</summary>
internal static class RoomSnippets
{
    public static async Task ConsentAsync(IServiceCollection services, IEnumerable<RulePack> packs, ICrmTenant crm, ConsentQuery query)
    {
        #region docs/consent.md
        services.AddCrossBorderCrm(crm => crm.AddConsent(rules => rules.AddPacks(packs)));
        var decision = await crm.Consent.MayContactAsync(query);   // Allowed, Reason, Contributing, RetryAt, Trail
        #endregion
    }

    public static async Task CustomersAsync(ICrmTenant crm, Customer customer)
    {
        #region docs/customers.md
        var saved = (await crm.Customers.SaveAsync(customer, expectedVersion: 0)).OrThrow();   // 0: she is new
        var again = await crm.Customers.FindAsync(Channel.Email, " Maria.Schmidt@example.de");  // any spelling
        #endregion
    }

    public static async Task FlowsAsync(ICrmTenant crm, PlacedOrder order)
    {
        #region docs/flows.md
        var outcome = (await crm.Get<IOrderFlow>().RecordAsync(order)).OrThrow();
        #endregion
    }

    public static async Task SegmentationAsync(ICrmTenant crm, SegmentScheme scheme, CustomerId customer, Instant asOf, Instant now)
    {
        #region docs/segmentation.md
        await crm.Segments.SetSchemeAsync(scheme);
        var run = await crm.Segments.RunAsync(asOf);                       // everybody
        var one = await crm.Segments.EvaluateAsync(customer, now);         // after an order, by the cuts of the last run
        #endregion
    }

    public static async Task WritingAnAdapterAsync<YourEngine>(IServiceCollection services, IStorageHarness harness)
        where YourEngine : class, IStorageEngine
    {
        #region docs/writing-an-adapter.md
        services.AddCrossBorderCrm(crm => crm.AddAllRooms().UseStorage<YourEngine>());
        #endregion

        #region docs/writing-an-adapter.md
        foreach (var test in StorageConformance.Cases(harness))
        {
            Console.WriteLine(test.SkipReason is { } reason ? $"skipped {test} ({reason})" : $"{test}");
            if (test.SkipReason is null)
            {
                await test.RunAsync();     // throws ConformanceException: the clause, what was done, expected and seen
            }
        }
        #endregion
    }
}
