using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using FsCheck;
using FsCheck.Fluent;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>However the refund of an order that was partly paid with points is split, its parts come to what the whole gives.</summary>
public sealed class MixedRefundLaws
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(2_000);
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly ExternalRef Order = new("shop", "4711");

    private static readonly Gen<Purchase> Purchases =
        from total in Gen.Choose(1, 3_000)
        from worth in Gen.Choose(0, total)
        from points in Gen.Choose(1, 400)
        from split in worth < 2 ? Gen.Constant(0) : Gen.Choose(0, points)
        from earned in Gen.Choose(0, 300)
        from spent in Gen.Choose(0, earned)
        from clamps in Gen.Elements(false, true)
        from cuts in Gen.Choose(1, total).ArrayOf().Resize(6)
        select new Purchase(total, worth, points, split, earned, spent, clamps, [.. cuts.Append(total).Distinct().Order()]);

    [Fact]
    public void Points_cash_and_clawback_of_the_parts_add_up_to_those_of_the_whole() => Check.One(Runs, Prop.ForAll(Arb.From(Purchases, Simpler), purchase =>
    {
        var whole = RefundAsync(purchase with { RefundedTo = [purchase.Total] }).GetAwaiter().GetResult();
        var parts = RefundAsync(purchase).GetAwaiter().GetResult();
        return (whole == parts).Label($"{string.Join(", ", purchase.RefundedTo)}: whole {whole}, parts {parts}");
    }));

    [Fact]
    public void Points_that_came_back_are_the_floor_of_their_share_after_every_part() => Check.One(Runs, Prop.ForAll(Arb.From(Purchases, Simpler), purchase =>
    {
        if (purchase.Worth == 0)
        {
            return true.ToProperty();
        }

        var some = purchase with { RefundedTo = purchase.RefundedTo[..Math.Max(1, purchase.RefundedTo.Length - 1)] };
        var found = RefundAsync(some).GetAwaiter().GetResult();
        var expected = (long)purchase.Points * some.RefundedTo[^1] / purchase.Total;
        return (found.Returned == expected && found.Cash >= 0 && found.Cash <= purchase.Total - purchase.Worth && found.Due <= purchase.Earned)
            .Label($"returned {found.Returned}, not {expected}; cash {found.Cash} of {purchase.Total - purchase.Worth}; due {found.Due} of {purchase.Earned}");
    }));

    private static async Task<Outcome> RefundAsync(Purchase purchase)
    {
        using var crm = await LoyaltyShop.OpenAsync(
            TestStorage.InMemory, LoyaltyShop.Program with { Clawback = purchase.Clamps ? ClawbackPolicy.ClampToZero : ClawbackPolicy.AllowNegative });
        var account = LoyaltyAccountId.FromExternal(new("laws", "m"));
        if (purchase.Worth > 0)
        {
            (await crm.Loyalty.AdjustAsync(new() { Account = account, Key = new("own"), Points = new(purchase.Points) })).OrThrow();
            // Paid with one redemption, or with two that came to the same.
            await SpendAsync("first", purchase.Points - purchase.Split, purchase.Worth - WorthOf(purchase));
            await SpendAsync("second", purchase.Split, WorthOf(purchase));
        }

        if (purchase.Earned > 0)
        {
            (await crm.Loyalty.EarnAsync(new() { Account = account, Key = new("e"), Points = new(purchase.Earned), Order = Order })).OrThrow();
        }

        if (purchase.Spent > 0)
        {
            (await crm.Loyalty.RedeemAsync(new() { Account = account, Key = new("elsewhere"), Points = new(purchase.Spent) })).OrThrow();
        }

        var (sum, before) = (new Outcome(0, 0, 0, 0), 0);
        foreach (var to in purchase.RefundedTo)
        {
            var result = await crm.Loyalty.RefundOrderAsync(
                new() { Account = account, Key = new($"to {to}"), Order = Order, Refunded = Cents(to - before), Total = Cents(purchase.Total) });
            if (!result.TryGet(out var part, out var refusal))
            {
                // Nobody knows of an order that neither earned nor was paid with points.
                Assert.True(purchase is { Earned: 0, Worth: 0 } && refusal.Code == "loyalty.unknown_order", refusal.ToString());
                return sum;
            }

            sum = new(sum.Returned + part.Returned.Value, sum.Cash + part.Cash.ToMinorUnits(), sum.Due + part.Due.Value, 0);
            before = to;
        }

        await LoyaltyInvariants.CheckAsync(crm.Loyalty, [account], crm.Now);
        var balance = await crm.Loyalty.GetBalanceAsync(account);

        // What is waived depends on what there was when it was due; what is owed does not.
        return purchase.Clamps ? sum : sum with { Balance = balance.Available.Value - balance.Debt.Value };

        async Task SpendAsync(string name, int points, int worth)
        {
            if (points > 0)
            {
                (await crm.Loyalty.RedeemAsync(new() { Account = account, Key = new(name), Points = new(points), Order = Order, Value = Cents(worth) })).OrThrow();
            }
        }
    }

    // Each redemption is worth something, so that it can be divided.
    private static int WorthOf(Purchase purchase) =>
        purchase.Split == 0 ? 0 : purchase.Split == purchase.Points ? purchase.Worth : Math.Clamp(purchase.Worth * purchase.Split / purchase.Points, 1, Math.Max(1, purchase.Worth - 1));

    private static Money Cents(long minor) => Money.FromMinorUnits(minor, Eur);

    private static IEnumerable<Purchase> Simpler(Purchase purchase) => new[]
    {
        purchase with { RefundedTo = [.. purchase.RefundedTo.Where((_, i) => i % 2 == 1).Append(purchase.Total).Distinct()] }, purchase with { Split = 0 },
        purchase with { Spent = 0 }, purchase with { Earned = purchase.Spent }, purchase with { Clamps = false }, purchase with { Worth = 0, Split = 0 },
    }.Where(simpler => simpler != purchase && !(simpler.RefundedTo.SequenceEqual(purchase.RefundedTo) && simpler with { RefundedTo = purchase.RefundedTo } == purchase));

    /// <summary>An order in cents, partly paid with points, and up to how much of it is refunded step by step.</summary>
    private sealed record Purchase(int Total, int Worth, int Points, int Split, int Earned, int Spent, bool Clamps, int[] RefundedTo);

    private sealed record Outcome(long Returned, long Cash, long Due, long Balance);
}
