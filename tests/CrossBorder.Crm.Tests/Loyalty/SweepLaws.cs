using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Storage;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Laws of the sweep, over the random commands that the ledger itself is tried with.</summary>
public sealed class SweepLaws
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(1500);
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 0, 0);
    private static readonly LoyaltyProgram Program = LoyaltyShop.Program with { Notices = new() { DaysBefore = [2, 1] } };
    private static readonly Gen<(LoyaltyProgram Program, (LedgerStep Step, bool Sweep, int Idle)[] Steps)> Stories =
        from policies in Gen.Frequency((1, Gen.Constant((LedgerPolicies?)null)), (1, LedgerLaws.Policies()))
        from steps in LedgerStep.Sequences
        from sweeps in Gen.Elements(true, false).ArrayOf(steps.Length)
        from idle in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(1, 30))).ArrayOf(steps.Length)
        select (Program with { Policies = policies }, steps.Zip(sweeps, idle).ToArray());

    [Fact]
    public void A_shop_that_sweeps_has_the_balances_of_one_that_never_does() => Check.One(Runs, Prop.ForAll(Arb.From(Stories), story =>
    {
        var difference = DifferenceAsync(story.Program, story.Steps).GetAwaiter().GetResult();
        return (difference is null).Label(difference ?? "equal");
    }));

    [Fact]
    public void A_swept_account_is_not_due_until_the_next_thing_happens_and_no_notice_is_told_twice() => Check.One(Runs, Prop.ForAll(Arb.From(Stories), story =>
    {
        var fault = FaultAsync(story.Program, story.Steps).GetAwaiter().GetResult();
        return (fault is null).Label(fault ?? "none");
    }));

    private static async Task<string?> DifferenceAsync(LoyaltyProgram program, (LedgerStep Step, bool Sweep, int Idle)[] story)
    {
        using var swept = new Shop();
        using var plain = new Shop();
        await swept.Loyalty.SetProgramAsync(program);
        await plain.Loyalty.SetProgramAsync(program);
        foreach (var (index, (step, sweep, idle)) in story.Index())
        {
            swept.Clock.Now = plain.Clock.Now += Duration.FromHours(step.Wait + idle);
            if (sweep)
            {
                await swept.Loyalty.RunOnceAsync();
            }

            var (x, y) = (await step.RunAsync(swept.Loyalty, Account, index, swept.Clock.Now), await step.RunAsync(plain.Loyalty, Account, index, plain.Clock.Now));
            if (x != y)
            {
                return $"step {index} {step}: {x ?? "accepted"} where swept, {y ?? "accepted"} where not";
            }

            foreach (var at in new[] { plain.Clock.Now, plain.Clock.Now - Duration.FromHours(5), plain.Clock.Now + Duration.FromHours(7) })
            {
                for (var account = 0; account < 2; account++)
                {
                    var (a, b) = (await LedgerText.OfAsync(swept.Loyalty, Account(account), at), await LedgerText.OfAsync(plain.Loyalty, Account(account), at));
                    if (a != b)
                    {
                        return $"after step {index} {step}, as of {at}\nswept {a}\nplain {b}";
                    }
                }
            }
        }

        return null;
    }

    private static async Task<string?> FaultAsync(LoyaltyProgram program, (LedgerStep Step, bool Sweep, int Idle)[] story)
    {
        using var shop = new Shop();
        await shop.Loyalty.SetProgramAsync(program);
        foreach (var (index, (step, sweep, idle)) in story.Index())
        {
            shop.Clock.Now += Duration.FromHours(step.Wait + idle);
            await step.RunAsync(shop.Loyalty, Account, index, shop.Clock.Now);
            if (!sweep)
            {
                continue;
            }

            var run = await shop.Loyalty.RunOnceAsync();
            if (run.Failed > 0 || run.NextAt <= shop.Clock.Now || await shop.Loyalty.RunOnceAsync() is { Changed: > 0 })
            {
                return $"after step {index} {step}: {run}";
            }

            if (await DueAsync(shop, shop.Clock.Now) > 0)
            {
                return $"after step {index} {step}: still due";
            }

            // Until the time that the sweep named, nothing is due; then something is, and it is written or told.
            if (run.NextAt is { } next && (await DueAsync(shop, next - Duration.FromSeconds(1)) > 0 || await DueAsync(shop, next) == 0))
            {
                return $"after step {index} {step}: {next} is not when the next thing is due";
            }
        }

        var told = (await shop.EventsAsync()).Where(e => e.Kind == PointsExpiring.Kind).ToList();
        var twice = told.GroupBy(e => (PointsExpiring)e.Data.Value, Same).FirstOrDefault(group => group.Count() > 1);
        return twice is null && told.DistinctBy(e => (e.Owner, e.Id)).Count() == told.Count ? null : $"told twice: {twice?.Key}";
    }

    private static IEqualityComparer<PointsExpiring> Same { get; } =
        EqualityComparer<PointsExpiring>.Create((x, y) => (x!.Account, x.LastDay, x.DaysBefore) == (y!.Account, y.LastDay, y.DaysBefore), x => x.LastDay.GetHashCode());

    private static async Task<int> DueAsync(Shop shop, Instant at) =>
        (await shop.Loyalty.ListAsync(new() { DueBy = at }, null, new())).Items.Count
        + (await shop.Loyalty.ListAsync(new() { UntoldBy = at + Duration.FromDays(2) }, null, new())).Items.Count;

    private static LoyaltyAccountId Account(int number) => LoyaltyAccountId.FromExternal(new("laws", $"m{number}"));

    private sealed class Shop : IDisposable
    {
        private readonly ServiceProvider services;

        public Shop() => services = new ServiceCollection().AddSingleton<TimeProvider>(Clock)
            .AddCrossBorderCrm(crm => crm.UseInMemory().SingleTenant("shop").AddLoyalty()).BuildServiceProvider();

        public SettableTime Clock { get; } = new(Start);

        public ILoyaltyService Loyalty => services.GetRequiredService<ILoyaltyService>();

        public async Task<IReadOnlyList<CrmEvent>> EventsAsync() =>
            [.. (await services.GetRequiredService<IOutboxRepository>().ClaimAsync(1000, "laws", Clock.Now, Clock.Now + Duration.FromMinutes(1), default)).Select(e => e.Event)];

        public void Dispose() => services.Dispose();
    }
}
