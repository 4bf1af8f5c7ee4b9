using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using static CrossBorder.Crm.Tests.Loyalty.ProgramSamples;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>A programme that contradicts itself is refused with the path, the value and the rule.</summary>
public sealed class ProgramRulesTests
{
    private static readonly EarnMultiplier Twice = new() { Code = "twice", Factor = new(2) };
    private static readonly BurnTerms Steps = new() { StepPoints = new(100), StepValue = new(1m, Eur) };

    public static TheoryData<string, string, LoyaltyProgram> Wrong => new()
    {
        { "program.Rates", "no rate for its own currency", Plain with { Rates = [] } },
        { "program.Rates[1].Unit", "EUR has more than one rate", Plain with { Rates = [Plain.Rates[0], Plain.Rates[0]] } },
        { "program.Rates[0].Unit", "0 EUR", Plain with { Rates = [new() { Unit = new(0m, Eur), Points = new(1) }] } },
        { "program.Rates[0].Unit", "0.001 EUR", Plain with { Rates = [new() { Unit = new(0.001m, Eur), Points = new(1) }] } },
        { "program.Rates[0].Points", "0", Plain with { Rates = [new() { Unit = new(1m, Eur), Points = new(0) }] } },
        { "program.Rates", "own currency EUR", Plain with { Rates = [new() { Unit = new(1m, Usd), Points = new(1) }] } },
        { "program.Mode", "9", Plain with { Mode = (EarnMode)9 } },
        { "program.Validity", "not after they become spendable", Plain with { Validity = new() { Days = 10 }, Activation = new() { Days = 14 } } },
        { "program.Validity", "not after they become spendable", Plain with { Validity = new() { EndOf = CalendarPeriod.Month }, Activation = new() { Days = 14 } } },
        { "program.Validity", "not after they become spendable", Plain with { Validity = new() { Days = 1 }, Activation = new() { Hours = 48 } } },
        { "program.Earning.MinimumOrders[0]", "-1 EUR", With(new() { MinimumOrders = [new(-1m, Eur)] }) },
        { "program.Earning.MinimumOrders[0]", "USD, which has no rate", With(new() { MinimumOrders = [new(1m, Usd)] }) },
        { "program.Earning.MinimumOrders", "USD", Full with { Earning = new() { MinimumOrders = [new(1m, Eur)] } } },
        { "program.Earning.ExcludedProducts[1]", "named twice", With(new() { ExcludedProducts = ["a", "a"] }) },
        { "program.Earning.ExcludedCategories[0]", "", With(new() { ExcludedCategories = [" "] }) },
        { "program.Earning.Multipliers[0].Code", "'Gold Tier' is not a code", With(new() { Multipliers = [Twice with { Code = "Gold Tier" }] }) },
        { "program.Earning.Multipliers[1].Code", "twice is used twice", With(new() { Multipliers = [Twice, Twice] }) },
        { "program.Earning.Multipliers[0].Factor", "no factor", With(new() { Multipliers = [Twice with { Factor = default }] }) },
        { "program.Earning.Multipliers[0].Tier", "ValueTier", With(new() { Multipliers = [Twice with { Tier = default(ValueTier) }] }) },
        { "program.Earning.Multipliers[0].To", "ends at", With(new() { Multipliers = [Twice with { From = new(2026, 2, 1, 0, 0), To = new(2026, 2, 1, 0, 0) }] }) },
        { "program.Earning.CapPerOrder", "0", With(new() { CapPerOrder = new(0) }) },
        { "program.Earning.PeriodCaps[1]", "overlapping", With(new() { PeriodCaps = [new(EarnPeriod.Day, new(1)), new(EarnPeriod.Day, new(2))] }) },
        { "program.Earning.PeriodCaps[0]", "overlap: 50 points for a month are less than 60 for a day", With(new() { PeriodCaps = [new(EarnPeriod.Month, new(50)), new(EarnPeriod.Day, new(60))] }) },
        { "program.Earning.PeriodCaps[0]", "less than 60 for an order", With(new() { CapPerOrder = new(60), PeriodCaps = [new(EarnPeriod.Month, new(50))] }) },
        { "program.Burning.Terms", "empty", Plain with { Burning = new() { Terms = [] } } },
        { "program.Burning.Terms[0].StepPoints", "0", Plain with { Burning = new() { Terms = [Steps with { StepPoints = new(0) }] } } },
        { "program.Burning.Terms[0].StepValue", "0.001 EUR", Plain with { Burning = new() { Terms = [Steps with { StepValue = new(0.001m, Eur) }] } } },
        { "program.Burning.Terms[0].MaxPercent", "101", Plain with { Burning = new() { Terms = [Steps with { MaxPercent = 101 }] } } },
        { "program.Burning.Terms[0].Minimum", "-1", Plain with { Burning = new() { Terms = [Steps with { Minimum = new(-1) }] } } },
        { "program.Burning.Terms[1].StepValue", "EUR has more than one worth", Plain with { Burning = new() { Terms = [Steps, Steps] } } },
        { "program.Tiers.Tiers[0].Threshold", "its threshold is 0, not 1", Plain with { Tiers = new() { Tiers = [new() { Tier = Silver, Threshold = 1 }] } } },
        { "program.Tiers.Tiers[2].Threshold", "not sorted: 'gold' from 1000", Plain with { Tiers = new() { Tiers = [.. Ladder.Tiers[..2], new() { Tier = Gold, Threshold = 1000 }] } } },
        { "program.Tiers.Tiers[2].Tier", "silver stands in the ladder twice", Plain with { Tiers = new() { Tiers = [.. Ladder.Tiers[..2], new() { Tier = Silver, Threshold = 2000 }] } } },
        { "program.Tiers.RollingMonths", "25", Plain with { Tiers = Ladder with { RollingMonths = 25 } } },
        { "program.Benefits.Standards[1]", "more than one standard", Plain with { Benefits = new() { Standards = [new() { Tier = Gold }, new() { Tier = Gold }] } } },
        { "program.Benefits.Standards[0].Tier", "'vip', which is not in the ladder", Plain with { Tiers = Ladder, Benefits = new() { Standards = [new() { Tier = ValueTier.Vip }] } } },
        { "program.Benefits.Standards[0].DiscountPercent", "100.5", Plain with { Benefits = new() { Standards = [new() { Tier = Gold, DiscountPercent = 100.5m }] } } },
        { "program.Benefits.Standards[0].Benefits[0]", "", Plain with { Benefits = new() { Standards = [new() { Tier = Gold, Benefits = [""] }] } } },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void A_contradiction_is_named(string path, string rule, LoyaltyProgram program)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => ProgramRules.Require(program, Berlin));

        Assert.Equal(path, error.ParamName);
        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_contradict_itself_is_let_through()
    {
        ProgramRules.Require(Plain, Berlin);
        ProgramRules.Require(Full, Berlin);
        ProgramRules.Require(Plain with { Validity = new() { Days = 14 }, Activation = new() { Days = 14 } }, Berlin);
        ProgramRules.Require(Plain with { Validity = new() { Days = 10, CountsFrom = ValidityStart.Activation }, Activation = new() { Days = 14 } }, Berlin);
    }

    [Theory]
    [InlineData("3/2", 3, 2)]
    [InlineData("6/4", 3, 2)]
    [InlineData("1.5", 3, 2)]
    [InlineData("2", 2, 1)]
    [InlineData("0.333333", 333333, 1000000)]
    public void A_factor_is_exact_and_in_lowest_terms(string text, int numerator, int denominator)
    {
        var factor = Multiplier.Parse(text);

        Assert.Equal((numerator, denominator), (factor.Numerator, factor.Denominator));
        Assert.Equal(factor, Multiplier.Parse(factor.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("1/")]
    [InlineData("1/2/3")]
    [InlineData("1.")]
    [InlineData("1.2345678")]
    public void What_is_no_factor_is_refused(string text) => Assert.Throws<FormatException>(() => Multiplier.Parse(text));

    [Fact]
    public void Factors_compare_by_value_and_have_bounds()
    {
        Assert.True(new Multiplier(3, 2) > new Multiplier(4, 3));
        Assert.True(new Multiplier(2, 4) <= new Multiplier(1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Multiplier(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Multiplier(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Multiplier(1_000_001));
    }
}
