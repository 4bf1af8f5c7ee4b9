using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Storage.InMemory;
using CrossBorder.Crm.Tests.Flows;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>A shop with referrals whose process may die at any call of its storage and start anew on what it stored.</summary>
internal sealed class ReferralStage : IDisposable
{
    private readonly SettableTime time = new(LoyaltyShop.Start);
    private ServiceProvider services;

    public ReferralStage()
    {
        Engine = new(new InMemoryEngine());
        services = Build();
    }

    public CrashingEngine Engine { get; }

    public Instant Now
    {
        get => time.Now;
        set => time.Now = value;
    }

    public IReferralService Referrals => services.GetRequiredService<IReferralService>();

    public ILoyaltyService Loyalty => services.GetRequiredService<ILoyaltyService>();

    /// <summary>Does it; where the process dies on the way, it starts anew.</summary>
    /// <returns>Whether it died.</returns>
    public async Task<bool> DiesAsync(int call, bool takesEffect, Func<Task> work)
    {
        Engine.DieAt(call, takesEffect);
        try
        {
            await work();
            return false;
        }
        catch (SimulatedCrashException)
        {
            services = Build();
            return true;
        }
        finally
        {
            Engine.Survive();
        }
    }

    public void Dispose() => services.Dispose();

    // What a process keeps in mind is gone with it; the engine stays.
    private ServiceProvider Build() => new ServiceCollection().AddSingleton<TimeProvider>(time)
        .AddCrossBorderCrm(crm => crm.UseStorage(_ => Engine).SingleTenant("shop").AddLoyalty()).BuildServiceProvider();
}
