using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage.InMemory;
using CrossBorder.Crm.Tests.Flows;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Two who leave in steps under one name of the request, as a storage without atomic writes needs it, whose process dies at every call.</summary>
public sealed class LeavingStepTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(false, "leave"), InlineData(true, "leave"), InlineData(true, null)]
    public async Task Two_members_who_name_their_leaving_alike_get_each_their_own(bool sweeps, string? name)
    {
        // A name that is too long to be a part of another one is kept by its digest.
        var key = new IdempotencyKey(name ?? new string('l', IdempotencyKey.MaxLength));
        var half = await EveryDeathAsync(sweeps, 30, 50, async (loyalty, ids) =>
        {
            foreach (var (id, points) in new[] { (ids[1], 30), (ids[2], 50) })
            {
                (await loyalty.JoinHouseholdAsync(new() { Household = ids[0], Member = id, Role = HouseholdRole.Owner, Key = new("join") }, Ct)).OrThrow();
                (await loyalty.EarnAsync(new() { Account = id, Key = new("e"), Points = new(points) }, Ct)).OrThrow();
            }

            (await loyalty.JoinHouseholdAsync(new() { Household = ids[0], Member = LoyaltyAccountId.FromExternal(new("shop", $"third{ids[0]}")), Role = HouseholdRole.Owner, Key = new("join") }, Ct)).OrThrow();
        }, async (loyalty, id) => (await loyalty.LeaveHouseholdAsync(new() { Member = id, Key = key }, Ct)).OrThrow().Points.Value);
        Assert.True(half >= 2, $"only {half} pairs were half-done");
    }

    private static async Task<int> EveryDeathAsync(
        bool sweeps, long first, long second, Func<ILoyaltyService, LoyaltyAccountId[], Task> prepare, Func<ILoyaltyService, LoyaltyAccountId, Task<long>> leave)
    {
        var engine = new CrashingEngine(new InMemoryEngine());
        var clock = new SettableTime(LoyaltyShop.Start);
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(clock)
            .AddCrossBorderCrm(crm => crm.UseStorage(_ => engine).SingleTenant("shop").AddLoyalty()).BuildServiceProvider();
        var loyalty = services.GetRequiredService<ILoyaltyService>();
        await loyalty.SetProgramAsync(LoyaltyShop.Program, Ct);
        var half = 0;
        for (var call = 0; call < 14; call++)
        {
            LoyaltyAccountId[] ids = [.. new[] { "shared", "one", "two" }.Select(name => LoyaltyAccountId.FromExternal(new("shop", $"{name}{call}")))];
            await prepare(loyalty, ids);
            var died = await DiesAsync(ids[1]) & await DiesAsync(ids[2]);
            half += died && (await loyalty.GetBalanceAsync(ids[0], cancellationToken: Ct)).Reserved.Value == first + second ? 1 : 0;

            // The second one's repetition is not taken for the first one's, who never repeats hers.
            Assert.Equal(second, await leave(loyalty, ids[2]));
            if (sweeps)
            {
                clock.Now += Duration.FromMinutes(2);
                await loyalty.RunOnceAsync(Ct);
                Assert.Equal(first, (await loyalty.GetBalanceAsync(ids[1], cancellationToken: Ct)).Available.Value);
            }

            Assert.Equal(first, await leave(loyalty, ids[1]));
            Assert.Equal(
                [(0, 0), (first, 0), (second, 0)],
                await Task.WhenAll(ids.Select(async id => await loyalty.GetBalanceAsync(id, cancellationToken: Ct) is var balance ? (balance.Available.Value, balance.Reserved.Value) : default)));
            await LoyaltyInvariants.CheckAsync(loyalty, ids, clock.Now);

            async Task<bool> DiesAsync(LoyaltyAccountId id)
            {
                engine.DieAt(call, takesEffect: true);
                try
                {
                    await leave(loyalty, id);
                    return false;
                }
                catch (SimulatedCrashException)
                {
                    return true;
                }
                finally
                {
                    engine.Survive();
                }
            }
        }

        return half;
    }
}
