using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;
using static CrossBorder.Crm.Tests.Loyalty.ProgramSamples;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>What an order earns and why, as a storefront reads it.</summary>
public sealed class EarnRulesTests
{
    [Fact]
    public void Lines_are_floored_together_once_not_one_by_one()
    {
        var quote = EarnRules.Quote(Plain, Order(Line(0.50m), Line(0.50m), Line(0.99m)), Berlin);

        Assert.Equal(1, quote.Points.Value);
        Assert.Equal(new Money(1.99m, Eur), quote.Basis);
    }

    [Fact]
    public void An_excluded_product_or_category_earns_nothing_and_says_so()
    {
        var program = With(new() { ExcludedProducts = ["gift-card"], ExcludedCategories = ["books"] });

        var quote = EarnRules.Quote(program, Order(Line(30m, "gift-card"), Line(20m, "novel", "sale", "books"), Line(10m, "soap", "skin"), Line(5m)), Berlin);

        Assert.Equal((15, 65m, 15m), (quote.Points.Value, quote.Basis.Amount, quote.Reasons!.Earning.Amount));
        Assert.Equal([EarnExclusion.Product, EarnExclusion.Category, null, null], quote.Reasons.Lines.Select(line => line.Excluded));
        Assert.Equal([0m, 0m, 10m, 5m], quote.Reasons.Lines.Select(line => line.Earning.Amount));
    }

    [Fact]
    public void A_part_of_a_line_can_be_left_out_and_more_than_all_is_all()
    {
        var quote = EarnRules.Quote(
            Plain, Order(Line(10m) with { Excluded = new(2.50m, Eur) }, Line(3m) with { Excluded = new(4m, Eur) }), Berlin);

        Assert.Equal(7, quote.Points.Value);
        Assert.Equal([7.50m, 0m], quote.Reasons!.Lines.Select(line => line.Earning.Amount));
        Assert.All(quote.Reasons.Lines, line => Assert.Equal(EarnExclusion.Amount, line.Excluded));
    }

    [Theory]
    [InlineData(MultiplierCombination.Multiply, 300)]
    [InlineData(MultiplierCombination.Best, 200)]
    public void Several_multipliers_are_multiplied_or_the_best_of_them_counts(MultiplierCombination combination, long points)
    {
        var program = With(new()
        {
            Combination = combination,
            Multipliers = [new() { Code = "gold", Factor = new(3, 2), Tier = Gold }, new() { Code = "fans", Factor = new(2), Segment = "fans" }],
        });
        var order = Order(Line(100m)) with { Tier = Gold, Segments = ["new", "fans"] };

        var quote = EarnRules.Quote(program, order, Berlin);

        Assert.Equal(points, quote.Points.Value);
        Assert.Equal(combination == MultiplierCombination.Best ? ["fans"] : ["gold", "fans"], quote.Reasons!.Multipliers.Select(m => m.Code));
        Assert.Equal(150, EarnRules.Quote(program, order with { Segments = [] }, Berlin).Points.Value);
        Assert.Equal(100, EarnRules.Quote(program, order with { Segments = [], Tier = Silver }, Berlin).Points.Value);
    }

    [Fact]
    public void A_multiplier_of_a_market_holds_there_only()
    {
        var program = With(new() { Multipliers = [new() { Code = "japan", Factor = new(5, 4), Market = new("JP") }] });

        Assert.Equal(125, EarnRules.Quote(program, Order(Line(100m)) with { Market = new MarketId("JP") }, Berlin).Points.Value);
        Assert.Equal(100, EarnRules.Quote(program, Order(Line(100m)) with { Market = new MarketId("jp") }, Berlin).Points.Value);
        Assert.Equal(100, EarnRules.Quote(program, Order(Line(100m)), Berlin).Points.Value);
    }

    [Fact]
    public void Lines_that_share_their_multipliers_are_summed_before_units_are_counted()
    {
        var program = With(new() { Multipliers = [new() { Code = "skin", Factor = new(3), Categories = ["skin"] }] }) with { Mode = EarnMode.PerFullUnit };

        var quote = EarnRules.Quote(program, Order(Line(0.60m, "a", "skin"), Line(0.70m), Line(0.70m, "b", "skin"), Line(0.20m)), Berlin);

        // Skin: 1.30 makes one unit, threefold; the rest: 0.90 makes none.
        Assert.Equal(3, quote.Points.Value);
        Assert.Equal(["3", "1", "3", "1"], quote.Reasons!.Lines.Select(line => line.Factor));
    }

    [Fact]
    public void Fractions_of_groups_add_up_before_the_one_floor()
    {
        var program = With(new() { Multipliers = [new() { Code = "third", Factor = new(1, 3), Products = ["a"] }, new() { Code = "two_thirds", Factor = new(2, 3), Products = ["b"] }] });

        Assert.Equal(1, EarnRules.Quote(program, Order(Line(1m, "a"), Line(1m, "b")), Berlin).Points.Value);
    }

    // Berlin springs forward on 2026-03-29 at 02:00 (01:00Z) and falls back on 2026-10-25 at 03:00 (01:00Z).
    [Theory]
    [InlineData("2026-03-29T02:30", "2026-03-29T06:00", "2026-03-29T00:59:59Z", false)]
    [InlineData("2026-03-29T02:30", "2026-03-29T06:00", "2026-03-29T01:00:00Z", true)]
    [InlineData("2026-10-25T02:30", "2026-10-25T06:00", "2026-10-25T00:29:59Z", false)]
    [InlineData("2026-10-25T02:30", "2026-10-25T06:00", "2026-10-25T00:30:00Z", true)]
    [InlineData("2026-10-25T02:30", "2026-10-25T06:00", "2026-10-25T01:10:00Z", true)]
    [InlineData("2026-11-11T00:00", "2026-11-12T00:00", "2026-11-11T22:59:59Z", true)]
    [InlineData("2026-11-11T00:00", "2026-11-12T00:00", "2026-11-11T23:00:00Z", false)]
    public void A_campaign_runs_by_the_wall_of_the_programmes_zone(string from, string to, string placed, bool runs)
    {
        var program = With(new()
        {
            Multipliers = [new() { Code = "campaign", Factor = new(2), From = Wall(from), To = Wall(to) }],
        });

        var quote = EarnRules.Quote(program, Order(Line(10m)) with { PlacedAt = NodaTime.Text.InstantPattern.ExtendedIso.Parse(placed).Value }, Berlin);

        Assert.Equal(runs ? 20 : 10, quote.Points.Value);

        static LocalDateTime Wall(string text) => NodaTime.Text.LocalDateTimePattern.GeneralIso.Parse(text + ":00").Value;
    }

    [Fact]
    public void Caps_cut_last_and_say_how_much()
    {
        var program = With(new() { CapPerOrder = new(100), PeriodCaps = [new(EarnPeriod.Day, new(150)), new(EarnPeriod.Month, new(1000))] });
        var order = Order(Line(300m)) with
        {
            EarnedIn = [new(EarnPeriod.Day, new(2026, 6, 14), new(150)), new(EarnPeriod.Day, new(2026, 6, 15), new(70)), new(EarnPeriod.Month, new(2026, 6, 1), new(500))],
        };

        var quote = EarnRules.Quote(program, order, Berlin);

        Assert.Equal(80, quote.Points.Value);
        Assert.Equal(
            [new() { Cap = new(100), Lost = new(200) }, new() { Period = EarnPeriod.Day, Cap = new(150), EarnedBefore = new(70), Lost = new(20) }], quote.Reasons!.Cuts);
        Assert.Equal(
            [new(EarnPeriod.Day, new(2026, 6, 15), new(80)), new(EarnPeriod.Month, new(2026, 6, 1), new(80))], quote.Reasons.CountsIn);
    }

    [Theory]
    [InlineData(EarnPeriod.Day, "2026-06-14T22:00:00Z", 2026, 6, 15)]
    [InlineData(EarnPeriod.Week, "2026-06-14T21:59:59Z", 2026, 6, 8)]
    [InlineData(EarnPeriod.Week, "2026-06-14T22:00:00Z", 2026, 6, 15)]
    [InlineData(EarnPeriod.Month, "2026-06-30T22:00:00Z", 2026, 7, 1)]
    [InlineData(EarnPeriod.Year, "2026-12-31T23:00:00Z", 2027, 1, 1)]
    public void A_period_is_that_of_the_local_day(EarnPeriod period, string placed, int year, int month, int day)
    {
        var program = With(new() { PeriodCaps = [new(period, new(5))] });

        var quote = EarnRules.Quote(program, Order(Line(3m)) with { PlacedAt = NodaTime.Text.InstantPattern.ExtendedIso.Parse(placed).Value }, Berlin);

        Assert.Equal([new(period, new(year, month, day), new(3))], quote.Reasons!.CountsIn);
    }

    [Fact]
    public void An_order_below_the_minimum_earns_nothing_and_is_told_which()
    {
        var earning = With(new() { MinimumOrders = [new(20m, Eur)], ExcludedProducts = ["gift-card"] });
        var all = earning with { Earning = earning.Earning! with { MinimumCounts = MinimumMeasure.AllGoods } };
        var order = Order(Line(15m), Line(5m, "gift-card"));

        var below = EarnRules.Quote(earning, order, Berlin);

        Assert.Equal((0, new Money(20m, Eur)), (below.Points.Value, below.Reasons!.BelowMinimum!.Value));
        Assert.Equal((15, null), (EarnRules.Quote(all, order, Berlin).Points.Value, EarnRules.Quote(all, order, Berlin).Reasons!.BelowMinimum));
    }

    [Fact]
    public void A_currency_with_a_rate_of_its_own_has_its_own_minimum_and_others_are_converted()
    {
        var yen = new CurrencyCode("JPY");
        var order = Order(Line(1m)) with { Lines = [new() { Amount = new(24.99m, Usd) }] };
        var foreign = order with { Lines = [new() { Amount = new(4000m, yen) }], Rate = 0.005m };

        Assert.Equal(0, EarnRules.Quote(Full, order, Berlin).Points.Value);
        Assert.Equal(37, EarnRules.Quote(Full, order with { Lines = [new() { Amount = new(25m, Usd) }] }, Berlin).Points.Value);
        Assert.Equal(20, EarnRules.Quote(Full, foreign, Berlin).Points.Value);
        Assert.Equal(0, EarnRules.Quote(Full, foreign with { Lines = [new() { Amount = new(3999m, yen) }] }, Berlin).Points.Value);
        Assert.Throws<MissingExchangeRateException>(() => EarnRules.Quote(Full, foreign with { Rate = null }, Berlin));
    }

    [Fact]
    public void A_product_page_needs_an_amount_only()
    {
        Assert.Equal(19, EarnRules.Quote(Plain, new Money(19.99m, Eur)).Points.Value);
        Assert.Null(EarnRules.Quote(Plain, Order(Line(19.99m)), Berlin).Reasons);
    }

    [Fact]
    public void What_cannot_be_computed_is_refused_by_name()
    {
        Assert.Contains("at least one line", Assert.Throws<ArgumentException>(() => EarnRules.Quote(Plain, Order(), Berlin)).Message, StringComparison.Ordinal);
        Assert.Contains("UTC", Assert.Throws<ArgumentException>(() => EarnRules.Quote(Plain, Order(Line(1m)), DateTimeZone.Utc)).Message, StringComparison.Ordinal);
        Assert.Equal("order.Lines.Amount", Assert.Throws<ArgumentOutOfRangeException>(() => EarnRules.Quote(Plain, Order(Line(-1m)), Berlin)).ParamName);
        Assert.Equal(
            "order.Lines.Excluded",
            Assert.Throws<ArgumentOutOfRangeException>(() => EarnRules.Quote(Plain, Order(Line(1m) with { Excluded = new(-1m, Eur) }), Berlin)).ParamName);
        Assert.Throws<CurrencyMismatchException>(() => EarnRules.Quote(Plain, Order(Line(1m), new EarnLine { Amount = new(1m, Usd) }), Berlin));
        Assert.Equal("rate", Assert.Throws<ArgumentOutOfRangeException>(() => EarnRules.Quote(Plain, new Money(1m, Usd), 0m)).ParamName);
    }

    [Fact]
    public void More_points_than_can_be_counted_are_an_error_that_names_the_amount()
    {
        var generous = Plain with { Rates = [new() { Unit = new(0.01m, Eur), Points = new(long.MaxValue) }] };

        Assert.Equal(long.MaxValue, EarnRules.Quote(generous, new Money(0.01m, Eur)).Points.Value);
        Assert.Contains("0.02 EUR", Assert.Throws<OverflowException>(() => EarnRules.Quote(generous, new Money(0.02m, Eur))).Message, StringComparison.Ordinal);
    }
}
