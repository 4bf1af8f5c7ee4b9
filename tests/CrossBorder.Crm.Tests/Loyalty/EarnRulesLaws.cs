using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using FsCheck;
using FsCheck.Fluent;
using static CrossBorder.Crm.Tests.Loyalty.ProgramSamples;

namespace CrossBorder.Crm.Tests.Loyalty;

public sealed class EarnRulesLaws
{
    private static readonly Gen<Multiplier> Factors = from x in Gen.Choose(1, 9) from y in Gen.Choose(1, 7) select new Multiplier(x, y);

    private static readonly Arbitrary<(LoyaltyProgram Program, int[] Cents)> Baskets =
        (from cents in Gen.Choose(0, 90_000).ArrayOf().Where(all => all.Length > 0)
         from unit in Gen.Elements(1, 7, 50, 100, 250)
         from points in Gen.Choose(1, 12)
         from full in Gen.Elements(EarnMode.PerFullUnit, EarnMode.Proportional)
         from factors in Factors.ListOf(2)
         from combination in Gen.Elements(MultiplierCombination.Multiply, MultiplierCombination.Best)
         select (Plain with
         {
             Rates = [new() { Unit = Money.FromMinorUnits(unit, Eur), Points = new(points) }],
             Mode = full,
             Earning = new() { Multipliers = [.. factors.Select((factor, i) => new EarnMultiplier { Code = $"m{i}", Factor = factor })], Combination = combination },
         }, cents)).ToArbitrary();

    [Fact]
    public void The_points_are_the_exact_fraction_rounded_down_once() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Baskets, given =>
    {
        var (unit, factors) = (given.Program.Rates[0].Unit.ToMinorUnits(), given.Program.Earning!.Multipliers);
        var units = given.Cents.Sum(c => (long)c);
        var denominator = factors.Select(m => m.Factor).Aggregate((1L, 1L), (f, m) => (f.Item1 * m.Numerator, f.Item2 * m.Denominator));
        if (given.Program.Earning.Combination == MultiplierCombination.Best)
        {
            var best = factors.Max(m => m.Factor);
            denominator = (best.Numerator, best.Denominator);
        }

        var expected = given.Program.Mode == EarnMode.PerFullUnit
            ? units / unit * given.Program.Rates[0].Points.Value * denominator.Item1 / denominator.Item2
            : units * given.Program.Rates[0].Points.Value * denominator.Item1 / (unit * denominator.Item2);
        return Quote(given.Program, given.Cents) == expected;
    }));

    [Fact]
    public void How_a_basket_is_split_into_lines_changes_nothing() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Baskets, given =>
        Quote(given.Program, given.Cents) == Quote(given.Program, given.Cents.Sum()) && Quote(given.Program, given.Cents) == Quote(given.Program, [.. given.Cents.Reverse()])));

    [Fact]
    public void Two_orders_never_earn_more_than_one() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Baskets, given =>
    {
        var half = given.Cents.Length / 2;
        return half == 0
            || Quote(given.Program, given.Cents[..half]) + Quote(given.Program, given.Cents[half..]) <= Quote(given.Program, given.Cents);
    }));

    [Fact]
    public void Who_pays_more_never_earns_less() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Baskets, given =>
        Quote(given.Program, given.Cents) <= Quote(given.Program, [.. given.Cents, 1])));

    [Fact]
    public void A_cap_is_never_passed_and_what_it_took_is_told() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Baskets, Gen.Choose(0, 400).ToArbitrary(), (given, before) =>
    {
        var free = Quote(given.Program, given.Cents);
        var terms = given.Program.Earning! with { CapPerOrder = new(150), PeriodCaps = [new(EarnPeriod.Month, new(300))] };
        var order = OrderOf(given.Cents) with { EarnedIn = [new(EarnPeriod.Month, new(2026, 6, 1), new(before))] };
        var quote = EarnRules.Quote(given.Program with { Earning = terms }, order, Berlin);
        return quote.Points.Value == Math.Min(Math.Min(free, 150), Math.Max(0, 300 - before))
            && quote.Points.Value + quote.Reasons!.Cuts.Sum(cut => cut.Lost.Value) == free;
    }));

    [Fact]
    public void What_earns_and_what_does_not_is_all_that_was_paid() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Baskets, given =>
    {
        var order = OrderOf(given.Cents);
        order = order with { Lines = [.. order.Lines.Select((line, i) => i % 3 == 0 ? line with { Product = "gift-card" } : i % 3 == 1 ? line with { Excluded = new(1.23m, Eur) } : line)] };
        var quote = EarnRules.Quote(given.Program with { Earning = given.Program.Earning! with { ExcludedProducts = ["gift-card"] } }, order, Berlin);
        return quote.Basis == order.Lines.Aggregate(Money.Zero(Eur), (sum, line) => sum + line.Amount)
            && quote.Reasons!.Earning == quote.Reasons.Lines.Aggregate(Money.Zero(Eur), (sum, line) => sum + line.Earning)
            && quote.Reasons.Lines.All(line => line.Earning.Amount >= 0m && line.Earning <= line.Amount && (line.Excluded is null) == (line.Earning == line.Amount));
    }));

    private static long Quote(LoyaltyProgram program, params int[] cents) => EarnRules.Quote(program, OrderOf(cents), Berlin).Points.Value;

    private static EarnOrder OrderOf(int[] cents) => Order([.. cents.Select(c => new EarnLine { Amount = Money.FromMinorUnits(c, Eur) })]);
}
