using CrossBorder.Crm.Primitives;
using FsCheck;
using FsCheck.Fluent;

namespace CrossBorder.Crm.Tests.Primitives;

public sealed class MoneyAllocationLaws
{
    private static readonly CurrencyCode[] Currencies = [new("EUR"), new("JPY"), new("KWD")];

    private static readonly Arbitrary<(long Minor, int Currency, long[] Weights)> Cases =
        (from minor in Gen.Choose(-1_000_000, 1_000_000)
         from currency in Gen.Choose(0, Currencies.Length - 1)
         from weights in Gen.Choose(0, 1000).Select(w => (long)w).NonEmptyListOf()
         where weights.Any(w => w > 0)
         select ((long)minor, currency, weights.ToArray())).ToArbitrary();

    [Fact]
    public void No_cent_is_lost_or_made() => Holds((whole, weights, parts) => parts.Aggregate((a, b) => a + b) == whole);

    [Fact]
    public void Every_part_is_within_one_minor_unit_of_its_share() => Holds((whole, weights, parts) =>
        parts.Zip(weights).All(p => Math.Abs((p.First.ToMinorUnits() * (decimal)weights.Sum()) - (whole.ToMinorUnits() * (decimal)p.Second)) < weights.Sum()));

    [Fact]
    public void A_larger_weight_never_gets_less() => Holds((whole, weights, parts) =>
        weights.Zip(parts, (weight, part) => (weight, size: Math.Abs(part.Amount))).OrderBy(p => p.weight).ThenBy(p => p.size)
            .Pairwise().All(p => p.Left.size <= p.Right.size));

    [Fact]
    public void Nothing_goes_to_a_weight_of_zero() => Holds((whole, weights, parts) =>
        weights.Zip(parts).Where(p => p.First == 0).All(p => p.Second.Amount == 0m));

    [Fact]
    public void Ten_euros_in_three_parts() => Assert.Equal(
        [3.34m, 3.33m, 3.33m],
        new Money(10m, Currencies[0]).Allocate(1, 1, 1).Select(part => part.Amount));

    [Fact]
    public void Weights_that_say_nothing_are_refused()
    {
        var money = new Money(10m, Currencies[0]);

        Assert.Throws<ArgumentException>(() => money.Allocate());
        Assert.Throws<ArgumentException>(() => money.Allocate(0, 0));
        Assert.Throws<ArgumentException>(() => money.Allocate(1, -1));
        Assert.Throws<InvalidOperationException>(() => new Money(0.001m, Currencies[0]).Allocate(1));
    }

    private static void Holds(Func<Money, long[], IReadOnlyList<Money>, bool> law) =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Cases, c =>
        {
            var whole = Money.FromMinorUnits(c.Minor, Currencies[c.Currency]);
            return law(whole, c.Weights, whole.Allocate(c.Weights));
        }));
}

internal static class Sequences
{
    public static IEnumerable<(T Left, T Right)> Pairwise<T>(this IEnumerable<T> items)
    {
        var list = items.ToList();
        return list.Zip(list.Skip(1));
    }
}
