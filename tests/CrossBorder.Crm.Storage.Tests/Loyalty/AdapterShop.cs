using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Loyalty;

/// <summary>A shop with points on one of the four storages, whose clock is set by hand.</summary>
internal sealed class AdapterShop : IAsyncDisposable
{
    /// <summary>The storages; "Bridge" keeps stored bytes in memory, with their hash chain.</summary>
    public static readonly string[] Adapters = ["InMemory", "Bridge", "Sqlite", "PostgreSql"];

    private readonly House? house;

    private AdapterShop(House? house, Action<CrmBuilder> configure)
    {
        this.house = house;
        Services = new ServiceCollection().AddSingleton<TimeProvider>(Time).AddCrossBorderCrm(crm => configure(crm.SingleTenant("shop").AddLoyalty())).BuildServiceProvider();
    }

    public static IEnumerable<TheoryDataRow<string>> All => Adapters.Select(adapter => new TheoryDataRow<string>(adapter) { Traits = new() { ["Adapter"] = [adapter] } });

    public ServiceProvider Services { get; }

    public SetTime Time { get; } = new();

    /// <summary>The database, where there is one.</summary>
    public House House => house ?? throw new InvalidOperationException("This storage has no database.");

    public static async Task<AdapterShop> OpenAsync(string adapter, Action<CrmBuilder>? configure = null)
    {
        var house = adapter is "Sqlite" or "PostgreSql" ? House.Of(adapter) : null;
        var shop = new AdapterShop(house, crm =>
        {
            _ = house is not null ? house.Use(crm) : adapter == "Bridge" ? crm.UseStorage(_ => new InMemoryEngine()) : crm.UseInMemory();
            configure?.Invoke(crm);
        });
        if (house is not null)
        {
            await shop.Services.GetRequiredService<IStorageSchema>().EnsureSchemaAsync(TestContext.Current.CancellationToken);
        }

        return shop;
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        if (house is not null)
        {
            await house.DisposeAsync();
        }
    }

    /// <summary>A clock that stands where it is set, also back.</summary>
    internal sealed class SetTime : TimeProvider
    {
        public Instant Now { get; set; } = Instant.FromUtc(2026, 3, 1, 12, 0);

        public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
    }
}
