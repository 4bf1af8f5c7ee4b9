using System.Collections.Concurrent;
using System.Globalization;
using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Tests.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Loyalty;

/// <summary>Every timeline of the ledger through the public service on every storage, with the ledger's laws checked after every step.</summary>
[Trait("Scenario", "loyalty")]
public sealed class LoyaltyTimelineTests(LoyaltyTimelineTests.Shops shops) : IClassFixture<LoyaltyTimelineTests.Shops>
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Timelines =>
        from row in ScenarioFiles.Rows(ScenarioKind.Loyalty, "timelines")
        from adapter in AdapterShop.Adapters
        select new TheoryDataRow<string, string, string>(adapter, row.Data.Item1, row.Data.Item2)
        {
            TestDisplayName = $"{adapter}: {row.TestDisplayName}", Skip = row.Skip, Traits = new() { ["Adapter"] = [adapter] },
        };

    [Theory, MemberData(nameof(Timelines))]
    public async Task Timeline(string adapter, string file, string id)
    {
        var (_, timeline) = ScenarioFiles.Find(file, id);
        timeline.OnlyCase("programme", "steps");
        using var shop = await shops.NextAsync(adapter, LoyaltyTimeline.ProgramOf(timeline["programme"]));
        var runner = new LoyaltyTimeline(shop);
        foreach (var step in timeline["steps"].Items)
        {
            await runner.RunAsync(step);
        }
    }

    /// <summary>One database an adapter, a tenant a timeline.</summary>
    public sealed class Shops : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, Lazy<Task<AdapterShop>>> shops = new();
        private int tenants;

        public async ValueTask DisposeAsync()
        {
            foreach (var shop in shops.Values)
            {
                await (await shop.Value).DisposeAsync();
            }
        }

        internal async Task<ITimelineShop> NextAsync(string adapter, LoyaltyProgram program)
        {
            var shop = await shops.GetOrAdd(adapter, static adapter => new(() => AdapterShop.OpenAsync(adapter))).Value;
            var tenant = new Tenant(shop, new(string.Create(CultureInfo.InvariantCulture, $"timeline-{Interlocked.Increment(ref tenants)}")));
            tenant.SetTo(Instant.FromUtc(2000, 1, 1, 0, 0));
            await tenant.Loyalty.SetProgramAsync(program, TestContext.Current.CancellationToken);
            return tenant;
        }

        private sealed class Tenant(AdapterShop shop, TenantId tenant) : ITimelineShop
        {
            public ILoyaltyService Loyalty { get; } = shop.Services.GetRequiredService<ICrm>().For(tenant).Loyalty;

            public void SetTo(Instant instant) => shop.Time.Now = instant;

            public void Dispose()
            {
                // The database is the adapter's, and goes with the last timeline.
            }
        }
    }
}
