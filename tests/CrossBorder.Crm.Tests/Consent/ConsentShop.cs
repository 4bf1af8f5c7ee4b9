using CrossBorder.Crm.Consent;
using CrossBorder.Crm.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CrossBorder.Crm.Tests.Consent;

/// <summary>The room of consent as a host sees it, with a clock to turn.</summary>
internal sealed class ConsentShop : IDisposable
{
    private readonly FakeTimeProvider time;
    private readonly ServiceProvider services;

    public ConsentShop(Instant start, Action<ConsentRulesBuilder> rules, IStorageEngine? engine = null)
    {
        time = new(start.ToDateTimeOffset());
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddCrossBorderCrm(crm =>
            {
                crm.SingleTenant("shop").AddConsent(rules);
                _ = engine is null ? crm.UseInMemory() : crm.UseStorage(_ => engine);
            })
            .BuildServiceProvider();
    }

    public IConsentService Consent => services.GetRequiredService<IConsentService>();

    public IServiceProvider Services => services;

    public Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    public void MoveTo(Instant instant) => time.SetUtcNow(instant.ToDateTimeOffset());

    public void Dispose() => services.Dispose();
}
