using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage.InMemory;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Tests.Flows;
using CrossBorder.Samples;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Support;

/// <summary>A desk on one of the storages, with a clock that the test moves; many tenants, each a desk of its own.</summary>
internal sealed class TicketShop : IAsyncDisposable
{
    public const string InMemory = "InMemory";
    public const string Bridge = "Bridge";

    private readonly House? house;
    private readonly InMemoryEngine engine = new();
    private readonly Func<IStorageEngine, CrashingEngine>? wrap;
    private ServiceProvider services = null!;
    private ManualTime time = new(Start);

    private TicketShop(House? house, string adapter, Func<IStorageEngine, CrashingEngine>? wrap) =>
        (this.house, Adapter, this.wrap) = (house, adapter, wrap);

    public static Instant Start { get; } = Instant.FromUtc(2024, 6, 10, 7, 0);

    public string Adapter { get; }

    public Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    public CrashingEngine Engine => (CrashingEngine)services.GetRequiredService<IStorageEngine>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<TicketShop> OpenAsync(string adapter, Func<IStorageEngine, CrashingEngine>? wrap = null)
    {
        var shop = new TicketShop(adapter is InMemory or Bridge ? null : House.Of(adapter), adapter, wrap);
        await shop.RestartAsync();
        return shop;
    }

    /// <summary>The host starts anew on what it stored: nothing is left of what a process keeps in mind.</summary>
    public async Task RestartAsync()
    {
        if (services is not null)
        {
            await services.DisposeAsync();
        }

        services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddCrossBorderCrm(crm => Use(crm.AddSupport())).BuildServiceProvider();
        if (house is not null)
        {
            await services.GetRequiredService<IStorageSchema>().EnsureSchemaAsync(Ct);
        }
    }

    public ICrmTenant For(string tenant) => services.GetRequiredService<ICrm>().For(new(tenant));

    public void Pass(double hours) => time.MoveTo(Now + Duration.FromTicks((long)(hours * NodaConstants.TicksPerHour)));

    /// <summary>Sets the clock back to where a desk begins, for the next tenant.</summary>
    public async Task BeginAnewAsync()
    {
        time = new(Start);
        await RestartAsync();
    }

    /// <summary>The outbox events of a tenant that were not told yet, in the order of their ids.</summary>
    public async Task<IReadOnlyList<CrmEvent>> ToldAsync(TenantId tenant)
    {
        var outbox = services.GetRequiredService<IOutboxRepository>();
        var told = new List<ClaimedEvent>();
        while (await outbox.ClaimAsync(500, "test", Now + Duration.FromDays(9), Now + Duration.FromDays(10), Ct) is { Count: > 0 } claimed)
        {
            told.AddRange(claimed);
            await outbox.CompleteAsync("test", [.. claimed.Select(item => item.Ref)], Ct);
        }

        return [.. told.Where(item => item.Tenant == tenant).Select(item => item.Event).OrderBy(item => item.Id)];
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (house is not null)
        {
            await house.DisposeAsync();
        }
    }

    private void Use(CrmBuilder crm)
    {
        _ = Adapter == InMemory ? crm.UseInMemory() : house?.Use(crm) ?? crm.UseStorage(_ => engine);
        if (wrap is not null)
        {
            var registered = crm.Services.Last(service => service.ServiceType == typeof(IStorageEngine));
            crm.UseStorage(provider => wrap((IStorageEngine)registered.ImplementationFactory!(provider)));
        }
    }
}
