using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.InMemory;
using CrossBorder.Crm.Tests.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>The storages on which every room is proved.</summary>
public enum TestStorage
{
    InMemory,
    Engine,
}

/// <summary>A shop with a programme of one point a euro in Berlin, on a clock that stands until it is moved.</summary>
internal sealed class LoyaltyShop : ITimelineShop
{
    public static readonly Instant Start = Instant.FromUtc(2026, 1, 4, 10, 0);

    public static readonly LoyaltyProgram Program = new()
    {
        Zone = "Europe/Berlin",
        Currency = new("EUR"),
        Rates = [new() { Unit = new(1m, new("EUR")), Points = new(1) }],
    };

    private readonly FakeTimeProvider time;
    private readonly ServiceProvider services;
    private int keys;

    private LoyaltyShop(TestStorage storage, Instant start)
    {
        time = new(start.ToDateTimeOffset());
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddCrossBorderCrm(crm => (storage == TestStorage.InMemory ? crm.UseInMemory() : crm.UseStorage(_ => new InMemoryEngine())).SingleTenant("shop").AddLoyalty())
            .BuildServiceProvider();
    }

    public IVoucherService Vouchers => services.GetRequiredService<IVoucherService>();

    public IReferralService Referrals => services.GetRequiredService<IReferralService>();

    public ILoyaltyService Loyalty => services.GetRequiredService<ILoyaltyService>();

    public Instant Now => services.GetRequiredService<IClock>().GetCurrentInstant();

    public static async Task<LoyaltyShop> OpenAsync(TestStorage storage, LoyaltyProgram? program = null, Instant? start = null)
    {
        var shop = new LoyaltyShop(storage, start ?? Start);
        await shop.Loyalty.SetProgramAsync(program ?? Program, TestContext.Current.CancellationToken);
        return shop;
    }

    /// <summary>Moves the clock on.</summary>
    public void Pass(Duration time) => this.time.Advance(time.ToTimeSpan());

    /// <summary>Sets the clock.</summary>
    public void SetTo(Instant instant) => time.SetUtcNow(instant.ToDateTimeOffset());

    /// <summary>What was told through the outbox, oldest first.</summary>
    public async Task<IReadOnlyList<CrmEvent>> EventsAsync() =>
    [
        .. (await services.GetRequiredService<IOutboxRepository>().ClaimAsync(1000, "test", Now, Now + Duration.FromMinutes(1), TestContext.Current.CancellationToken))
            .Select(claimed => claimed.Event),
    ];

    /// <summary>A key that was not used before.</summary>
    public string Next() => $"key-{++keys}";

    public void Dispose() => services.Dispose();
}
