using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Storage.InMemory;
using CrossBorder.Crm.Tests.Loyalty;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CrossBorder.Crm.Tests.Customers;

/// <summary>A shop with customers and segments on a storage of choice, on a clock that stands until it is moved.</summary>
internal sealed class CustomersShop : IDisposable
{
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 9, 0);

    private readonly FakeTimeProvider time = new(Start.ToDateTimeOffset());
    private readonly ServiceProvider services;

    public CustomersShop(TestStorage storage) => services = new ServiceCollection()
        .AddSingleton<TimeProvider>(time)
        .AddCrossBorderCrm(crm => (storage == TestStorage.InMemory ? crm.UseInMemory() : crm.UseStorage(_ => new InMemoryEngine())).SingleTenant("shop").AddSegmentation())
        .BuildServiceProvider();

    public ICrmTenant Crm => Of("shop");

    public ICrm Root => services.GetRequiredService<ICrm>();

    public ICrmTenant Of(string tenant) => Root.For(new(tenant));

    public void Pass(Duration span) => time.Advance(span.ToTimeSpan());

    public void Dispose() => services.Dispose();
}
