using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Laws of shared accounts, over random stories of three members who join, leave, earn and spend, under every policy.</summary>
public sealed class HouseholdLaws
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 0, 0);

    /// <summary>After every step: what is attributed to members and to nobody is what the account has, to the point, and what a plain book of receipts says.</summary>
    [Fact]
    public void What_members_contributed_and_spent_comes_to_what_the_account_has() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(700), Prop.ForAll(
        HouseholdStep.Stories,
        story =>
        {
            var fault = FaultAsync(story.Plan, story.Steps).GetAwaiter().GetResult();
            return (fault is null).Label(fault ?? "none");
        }));

    private static async Task<string?> FaultAsync(HouseholdPlan plan, HouseholdStep[] steps)
    {
        using var shop = new Shop();
        await shop.Loyalty.SetProgramAsync(LoyaltyShop.Program with { Households = plan });
        var model = new HouseholdModel(plan);
        var seen = new Dictionary<Instant, string>();
        foreach (var (index, step) in steps.Index())
        {
            shop.Clock.Now += Duration.FromHours(step.Wait);
            string? fault;
            try
            {
                fault = await model.RunAsync(shop.Loyalty, step, index, shop.Clock.Now) ?? await FaultAsync(shop, model);
            }
            catch (Exception thrown) when (thrown is not Xunit.Sdk.IAssertionException)
            {
                fault = thrown.ToString();
            }

            if (fault is not null)
            {
                return $"{plan.Joining}, {plan.Leaving}, after step {index} {step}: {fault}";
            }

            if (await shop.Loyalty.FindHouseholdAsync(HouseholdModel.Household) is { } household)
            {
                seen[shop.Clock.Now] = household.ToString() + string.Join(";", household.Members);
            }
        }

        // Any instant can be asked for again.
        foreach (var (at, text) in seen)
        {
            var then = await shop.Loyalty.FindHouseholdAsync(HouseholdModel.Household, at);
            if (then is null || then + string.Join(";", then.Members) != text)
            {
                return $"as of {at}: {then} {string.Join(";", then?.Members ?? [])}\ninstead of {text}";
            }
        }

        return null;
    }

    private static async Task<string?> FaultAsync(Shop shop, HouseholdModel model)
    {
        var own = (await shop.Loyalty.ListAsync(new(), null, new())).Items;
        foreach (var balance in own)
        {
            LoyaltyInvariants.Check(balance);
            if (await shop.Loyalty.VerifyAsync(balance.Account) is { IsSound: false } verification)
            {
                return $"{balance.Account}: {verification.Problem}";
            }
        }

        if (own.Sum(balance => balance.Totals.TransferredIn.Value) != own.Sum(balance => balance.Totals.TransferredOut.Value))
        {
            return $"points were made or lost on the way: {string.Join(" / ", own.Select(balance => balance.Totals))}";
        }

        if (await shop.Loyalty.FindHouseholdAsync(HouseholdModel.Household) is not { } household)
        {
            return null;
        }

        var lots = (await shop.Loyalty.ListLotsAsync(HouseholdModel.Household, null, new() { Size = 1000 })).Items;
        foreach (var member in household.Members)
        {
            var hers = lots.Where(lot => lot.Lot.Member == member.Account).ToList();
            if (hers.Sum(lot => lot.Expired.Value) != member.Totals.Expired.Value || hers.Sum(lot => lot.Lot.Remaining.Value + lot.Reserved.Value) != member.Remaining.Value)
            {
                return $"{member} has the lots {string.Join(", ", hers)}";
            }
        }

        var parts = household.Members.Select(member => member.Totals).Append(household.Shared).ToList();
        return Kinds.Any(kind => parts.Sum(kind) != kind(household.Totals)) ? $"{string.Join(" + ", parts)} is not {household.Totals}"
            : HouseholdModel.TextOf(household) is var found && model.Text() is var booked && !Agree(found, booked) ? $"\nledger {found}\nbooks  {booked}"
            : null;
    }

    private static Func<LedgerTotals, long>[] Kinds { get; } =
    [
        t => t.Earned.Value, t => t.Redeemed.Value, t => t.Expired.Value, t => t.ClawedBack.Value, t => t.Waived.Value, t => t.Returned.Value, t => t.Adjusted.Value,
        t => t.TransferredIn.Value, t => t.TransferredOut.Value, t => t.Imported.Value,
    ];

    // Whoever is in only one of them has nothing there.
    private static bool Agree(string found, string booked) =>
        found.Split("; ").Concat(booked.Split("; ")).Where(row => row.Any(c => c is >= '1' and <= '9') && !row.EndsWith("earned 0, redeemed 0, returned 0, clawed back 0, adjusted 0, in 0, out 0", StringComparison.Ordinal))
            .GroupBy(row => row).All(group => group.Count() == 2);

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
