using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>A dual run: both systems' accounts side by side.</summary>
public sealed class ComparisonTests
{
    private static readonly Instant End = LoyaltyShop.Start + Duration.FromDays(30);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_differs_is_named_figure_by_figure()
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.Engine);
        await EarnAsync(crm, 1, 100, End);
        await EarnAsync(crm, 2, 100, End);
        await EarnAsync(crm, 3, 7, null);
        await crm.Loyalty.AuthorizeAsync(new() { Account = Id(2), Key = new("h"), Points = new(30) }, Ct);
        await crm.Loyalty.AdjustAsync(new() { Account = Id(4), Key = new("d"), Points = new(-5), AllowNegative = true }, Ct);

        var found = await CompareAsync(crm,
            There(1) with { Available = new(100), Pending = Points.Zero, Lots = [new(End, new(60)), new(End, new(40))] },
            There(2) with { Available = new(100), Reserved = Points.Zero, Lots = [new(null, new(70))] },
            There(4) with { Debt = new(5) },
            There(5) with { Available = new(3) });

        Assert.Equal((ComparisonOutcome.Equal, 100L, 100L), (found[1].Outcome, found[1].Here.Value, found[1].There.Value));
        Assert.Equal(
            ["Available  70 100", "Reserved  30 0", $"Lot {End} 70 0", "Lot  0 70"],
            found[2].Differences.Select(difference => $"{difference.Figure} {difference.ExpiresAt} {difference.Here.Value} {difference.There.Value}"));
        Assert.Equal(ComparisonOutcome.MissingThere, found[3].Outcome);
        Assert.Equal((ComparedFigure.Available, 7L, 0L), (found[3].Differences.Single().Figure, found[3].Differences[0].Here.Value, found[3].Differences[0].There.Value));
        Assert.Equal((ComparisonOutcome.Equal, -5L, -5L), (found[4].Outcome, found[4].Here.Value, found[4].There.Value));
        Assert.Equal((ComparisonOutcome.MissingHere, 3L), (found[5].Outcome, found[5].There.Value));
        var totals = found.Values.Aggregate(default(ComparisonTotals), (sum, account) => sum.Plus(account));
        Assert.Equal(new() { Equal = 2, Different = 1, MissingHere = 1, MissingThere = 1, Here = new(202), There = new(198) }, totals);
        Assert.False(totals.Agree);
    }

    [Fact]
    public async Task An_account_that_began_later_was_not_there_and_one_is_as_it_was_then()
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory);
        await EarnAsync(crm, 1, 100, null);
        crm.Pass(Duration.FromDays(1));
        await crm.Loyalty.RedeemAsync(new() { Account = Id(1), Key = new("r"), Points = new(40) }, Ct);
        await EarnAsync(crm, 2, 5, null);

        var then = await CompareAsync(crm, LoyaltyShop.Start, There(1) with { Available = new(100) });

        Assert.Equal(ComparisonOutcome.Equal, then.Single().Value.Outcome);
    }

    [Fact]
    public async Task Accounts_out_of_order_or_twice_are_refused()
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory);
        var (first, last) = Id(1).Value.CompareTo(Id(2).Value) < 0 ? (There(1), There(2)) : (There(2), There(1));

        await Assert.ThrowsAsync<ArgumentException>(async () => await crm.Loyalty.CompareAsync(Async([last, first]), cancellationToken: Ct).ToListAsync(Ct));
        await Assert.ThrowsAsync<ArgumentException>(async () => await crm.Loyalty.CompareAsync(Async([first, first]), cancellationToken: Ct).ToListAsync(Ct));
    }

    /// <summary>The walk side by side finds what a dictionary of both sides would.</summary>
    [Fact]
    public void Every_account_of_either_side_is_compared_once() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(
            Arb.From(from here in Gen.Choose(0, 3).ArrayOf(12) from there in Gen.Choose(0, 3).ArrayOf(12) select (here, there)),
            given => AgreesAsync(given.here, given.there).GetAwaiter().GetResult()));

    private static async Task<bool> AgreesAsync(int[] here, int[] there)
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory);
        foreach (var (number, points) in here.Index().Where(item => item.Item > 0))
        {
            await EarnAsync(crm, number, points, null);
        }

        var found = await CompareAsync(crm, [.. there.Index().Where(item => item.Item > 0).Select(item => There(item.Index) with { Available = new(item.Item) })]);

        Assert.Equal(Enumerable.Range(0, 12).Count(number => here[number] + there[number] > 0), found.Count);
        Assert.All(found, item => Assert.Equal(
            here[item.Key] == 0 ? ComparisonOutcome.MissingHere
            : there[item.Key] == 0 ? ComparisonOutcome.MissingThere
            : here[item.Key] == there[item.Key] ? ComparisonOutcome.Equal
            : ComparisonOutcome.Different,
            item.Value.Outcome));
        return true;
    }

    private static async Task EarnAsync(LoyaltyShop crm, int member, long points, Instant? expiresAt) =>
        (await crm.Loyalty.EarnAsync(new() { Account = Id(member), Key = new("e"), Points = new(points), ExpiresAt = expiresAt })).OrThrow();

    private static Task<Dictionary<int, AccountComparison>> CompareAsync(LoyaltyShop crm, params OtherBalance[] others) => CompareAsync(crm, null, others);

    private static async Task<Dictionary<int, AccountComparison>> CompareAsync(LoyaltyShop crm, Instant? asOf, params OtherBalance[] others)
    {
        var numbers = Enumerable.Range(0, 20).ToDictionary(Id);
        var found = await crm.Loyalty.CompareAsync(Async([.. others.OrderBy(other => other.Account.Value)]), asOf).ToListAsync();
        Assert.Equal(found.OrderBy(account => account.Account.Value), found);
        return found.ToDictionary(account => numbers[account.Account]);
    }

    private static IAsyncEnumerable<OtherBalance> Async(OtherBalance[] others) => others.ToAsyncEnumerable();

    private static OtherBalance There(int member) => new() { Account = Id(member) };

    private static LoyaltyAccountId Id(int member) => LoyaltyAccountId.FromExternal(new("shop", $"m{member}"));
}
