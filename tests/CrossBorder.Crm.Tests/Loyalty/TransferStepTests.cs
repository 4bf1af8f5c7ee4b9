using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Storage.InMemory;
using CrossBorder.Crm.Tests.Flows;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>A transfer in steps, as a storage without atomic writes needs it, whose process dies at every call.</summary>
public sealed class TransferStepTests
{
    private static readonly LoyaltyAccountId Sender = LoyaltyAccountId.FromExternal(new("shop", "m1"));
    private static readonly LoyaltyAccountId Receiver = LoyaltyAccountId.FromExternal(new("shop", "m2"));
    private static readonly TransferPoints Transfer = new() { From = Sender, To = Receiver, Key = new("gift"), Points = new(30) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(false, false), InlineData(true, false), InlineData(false, true), InlineData(true, true)]
    public async Task A_transfer_that_died_is_reserved_for_nobody_and_completed_by_a_repetition_or_a_sweep(bool takesEffect, bool sweeps)
    {
        var engine = new CrashingEngine(new InMemoryEngine());
        var clock = new SettableTime(LoyaltyShop.Start);
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(clock)
            .AddCrossBorderCrm(crm => crm.UseStorage(_ => engine).SingleTenant("shop").AddLoyalty()).BuildServiceProvider();
        var loyalty = services.GetRequiredService<ILoyaltyService>();
        await loyalty.SetProgramAsync(LoyaltyShop.Program, Ct);
        var (calls, died, half) = (0, 0, 0);
        do
        {
            var name = $"{calls}";
            var transfer = Transfer with { From = LoyaltyAccountId.FromExternal(new("shop", $"s{name}")), To = LoyaltyAccountId.FromExternal(new("shop", $"r{name}")) };
            await loyalty.EarnAsync(new() { Account = transfer.From, Key = new("e"), Points = new(100), ExpiresAt = clock.Now + Duration.FromDays(9) }, Ct);
            engine.DieAt(calls, takesEffect);
            var dies = false;
            try
            {
                (await loyalty.TransferAsync(transfer, Ct)).OrThrow();
            }
            catch (SimulatedCrashException)
            {
                (dies, died) = (true, died + 1);
            }

            engine.Survive();
            var (from, to) = (await loyalty.GetBalanceAsync(transfer.From, cancellationToken: Ct), await loyalty.GetBalanceAsync(transfer.To, cancellationToken: Ct));
            Assert.True(from.Available.Value + to.Available.Value <= 100, "points were made");
            Assert.True(from.Available.Value + from.Reserved.Value + to.Available.Value >= 100, "points were lost");
            half += from.Reserved.Value == 30 ? 1 : 0;
            if (sweeps && from.Reserved.Value == 30)
            {
                Assert.True(await loyalty.WriteDownAsync(transfer.From, Ct));
                Assert.Equal(0, (await loyalty.GetBalanceAsync(transfer.From, cancellationToken: Ct)).Reserved.Value);
            }

            var receipt = (await loyalty.TransferAsync(transfer, Ct)).OrThrow();
            Assert.Equal(receipt, (await loyalty.TransferAsync(transfer, Ct)).OrThrow());
            from = await loyalty.GetBalanceAsync(transfer.From, cancellationToken: Ct);
            to = await loyalty.GetBalanceAsync(transfer.To, cancellationToken: Ct);
            Assert.Equal((70, 0, 30), (from.Available.Value, from.Reserved.Value, to.Available.Value));
            Assert.Equal(clock.Now + Duration.FromDays(9), Assert.Single(to.Lots).ExpiresAt);
            await LoyaltyInvariants.CheckAsync(loyalty, [transfer.From, transfer.To], clock.Now);
            calls++;
            if (!dies && calls > 1)
            {
                break;
            }
        }
        while (calls < 40);

        Assert.InRange(died, 6, 30);
        Assert.True(half >= 3, $"only {half} of {died} deaths left it half-done");
    }

    [Fact]
    public async Task Nobody_else_can_void_or_capture_what_a_transfer_has_set_aside()
    {
        var engine = new CrashingEngine(new InMemoryEngine());
        await using var services = new ServiceCollection()
            .AddCrossBorderCrm(crm => crm.UseStorage(_ => engine).SingleTenant("shop").AddLoyalty()).BuildServiceProvider();
        var loyalty = services.GetRequiredService<ILoyaltyService>();
        await loyalty.EarnAsync(new() { Account = Sender, Key = new("e"), Points = new(100) }, Ct);
        for (var call = 1; (await loyalty.GetBalanceAsync(Sender, cancellationToken: Ct)).Reserved.Value == 0; call++)
        {
            engine.DieAt(call, takesEffect: true);
            await Assert.ThrowsAsync<SimulatedCrashException>(() => loyalty.TransferAsync(Transfer, Ct).AsTask());
            engine.Survive();
        }

        Assert.Equal("loyalty.unknown_hold", (await loyalty.VoidAsync(new() { Account = Sender, Key = new("v"), Hold = "transfer:gift" }, Ct)).Error.Code);
        Assert.Equal("loyalty.unknown_hold", (await loyalty.CaptureAsync(new() { Account = Sender, Key = new("c"), Hold = "transfer:gift" }, Ct)).Error.Code);
        Assert.Equal("loyalty.insufficient_points", (await loyalty.RedeemAsync(new() { Account = Sender, Key = new("r"), Points = new(71) }, Ct)).Error.Code);
    }
}
