using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Laws of merged accounts, over the random commands that the ledger itself is tried with.</summary>
public sealed class MergeLaws
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 0, 0);
    private static readonly LoyaltyAccountId[] Accounts = [.. Enumerable.Range(0, 2).Select(number => LoyaltyAccountId.FromExternal(new("laws", $"m{number}")))];

    /// <summary>Whatever is done before, between and after: both ledgers are sound, and what left one account has arrived in the other.</summary>
    [Fact]
    public void Merging_and_parting_makes_and_loses_no_point() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(600), Prop.ForAll(
        Arb.From(
            from steps in LedgerStep.Sequences
            from moves in Gen.Choose(0, 5).ArrayOf(steps.Length)
            select steps.Zip(moves).ToArray(),
            story => LedgerStep.Shrink([.. story.Select(item => item.First)]).Where(steps => steps.Length < story.Length).Select(steps => steps.Zip(story, (step, old) => (step, old.Second)).ToArray())),
        story =>
        {
            var fault = FaultAsync(story).GetAwaiter().GetResult();
            return (fault is null).Label(fault ?? "none");
        }));

    /// <summary>The oracle is a shop in which the member had one account all along.</summary>
    [Fact]
    public void Two_accounts_that_earned_and_were_merged_do_as_one_account_that_earned_it_all() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(600), Prop.ForAll(
        Arb.From(
            from steps in LedgerStep.Sequences
            from merge in Gen.Choose(0, 12)
            let before = Apart(steps.Take(merge)).Where(step => step.Kind is StepKind.Earn or StepKind.Credit).ToArray()
            select (Steps: (LedgerStep[])[.. before, .. Apart(steps.Skip(merge))], Merge: before.Length)),
        given =>
        {
            var difference = DifferenceAsync(given.Steps, given.Merge).GetAwaiter().GetResult();
            return (difference is null).Label(difference ?? "equal");
        }));

    // Before the merge the accounts only earn: what they spent each by itself, one account would have spent from other lots. No two lots are of an age.
    private static IEnumerable<LedgerStep> Apart(IEnumerable<LedgerStep> steps) =>
        steps.Where(step => step.Kind != StepKind.Transfer).Select(step => step with { Wait = step.Wait + 1, EarnedIn = null });

    private static async Task<string?> FaultAsync((LedgerStep Step, int Move)[] story)
    {
        using var shop = new Shop();
        await shop.Loyalty.SetProgramAsync(LoyaltyShop.Program);
        foreach (var (index, (step, move)) in story.Index())
        {
            shop.Clock.Now += Duration.FromHours(step.Wait);
            _ = move switch
            {
                0 => (await shop.Loyalty.MergeAsync(new() { From = Accounts[0], Into = Accounts[1], Key = new($"m{index}") })).IsSuccess,
                1 => (await shop.Loyalty.UnmergeAsync(new() { Account = Accounts[0], Key = new($"u{index}") })).IsSuccess,
                _ => true,
            };
            await step.RunAsync(shop.Loyalty, number => Accounts[number], index, shop.Clock.Now);
            var own = (await shop.Loyalty.ListAsync(new(), null, new())).Items;
            foreach (var balance in own)
            {
                LoyaltyInvariants.Check(balance);
                if (await shop.Loyalty.VerifyAsync(balance.Account) is { IsSound: false } verification)
                {
                    return $"after step {index} {step}, move {move}: {verification.Problem}";
                }
            }

            if (own.Sum(balance => balance.Totals.TransferredIn.Value) != own.Sum(balance => balance.Totals.TransferredOut.Value))
            {
                return $"after step {index} {step}, move {move}: {string.Join(" / ", own.Select(balance => balance.Totals))}";
            }

            await LoyaltyInvariants.CheckAsync(shop.Loyalty, Accounts, shop.Clock.Now);
        }

        return null;
    }

    private static async Task<string?> DifferenceAsync(LedgerStep[] steps, int merge)
    {
        using var two = new Shop();
        using var one = new Shop();
        await two.Loyalty.SetProgramAsync(LoyaltyShop.Program);
        await one.Loyalty.SetProgramAsync(LoyaltyShop.Program);
        for (var index = 0; index <= steps.Length; index++)
        {
            if (index == Math.Min(merge, steps.Length))
            {
                (await two.Loyalty.MergeAsync(new() { From = Accounts[0], Into = Accounts[1], Key = new("merge") })).OrThrow();
            }

            if (index == steps.Length)
            {
                break;
            }

            var step = steps[index];
            two.Clock.Now = one.Clock.Now += Duration.FromHours(step.Wait);
            var (x, y) = (await step.RunAsync(two.Loyalty, number => Accounts[number], index, two.Clock.Now), await step.RunAsync(one.Loyalty, _ => Accounts[1], index, one.Clock.Now));
            if (x != y)
            {
                return $"step {index} {step}: {x ?? "accepted"} where merged, {y ?? "accepted"} in one";
            }

            if (index >= merge && await TextAsync(two, index % 2) is var found && await TextAsync(one, 1) is var expected && found != expected)
            {
                return $"after step {index} {step}\nmerged {found}\none    {expected}";
            }
        }

        return null;
    }

    private static async Task<string> TextAsync(Shop shop, int account)
    {
        var b = await shop.Loyalty.GetBalanceAsync(Accounts[account]);
        LoyaltyInvariants.Check(b);
        return $"{b.Available} {b.Pending} {b.Reserved} {b.Debt} | {string.Join(", ", b.Lots.Select(lot => $"{lot.Points}:{lot.Remaining} {lot.EarnedAt} {lot.AvailableFrom} {lot.ExpiresAt} {lot.Order}"))}"
            + $" | {string.Join(", ", b.Holds.Select(hold => $"{hold.Name}:{hold.Points} {hold.ExpiresAt}"))}";
    }

    private sealed class Shop : IDisposable
    {
        private readonly ServiceProvider services;

        public Shop() => services = new ServiceCollection().AddSingleton<TimeProvider>(Clock)
            .AddCrossBorderCrm(crm => crm.UseInMemory().SingleTenant("shop").AddLoyalty()).BuildServiceProvider();

        public SettableTime Clock { get; } = new(Start);

        public ILoyaltyService Loyalty => services.GetRequiredService<ILoyaltyService>();

        public void Dispose() => services.Dispose();
    }
}
