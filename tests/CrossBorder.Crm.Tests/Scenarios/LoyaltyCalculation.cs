using System.Globalization;
using System.Text.Json;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Scenarios;

/// <summary>Runs one calculation of a loyalty file through the public rules.</summary>
internal static class LoyaltyCalculation
{
    private static readonly Instant At = Instant.FromUtc(2026, 6, 15, 12, 0);
    private static readonly LocalDate Month = new(2026, 6, 1);

    public static void Check(ScenarioNode given)
    {
        given.OnlyCase("input", "expected");
        var (input, expected) = (given["input"], given["expected"]);
        switch (given["group"].Text)
        {
            case "earn-calc":
                Assert.Equal(expected.Whole, Earn(input).Points.Value);
                break;
            case "burn-calc":
                expected.Only("points", "discountMinor");
                var quote = Burn(input);
                Assert.Equal((expected["points"].Whole, expected["discountMinor"].Whole), (quote.Points.Value, quote.Discount.ToMinorUnits()));
                break;
            case "liability-calc":
                CheckLiability(input, expected);
                break;
            default:
                throw given.Wrong("a group among earn-calc, burn-calc, liability-calc");
        }
    }

    private static EarnQuote Earn(ScenarioNode input)
    {
        input.Only(
            "mode", "amountMinor", "currency", "perMinor", "points", "multiplier", "excludedMinor", "minOrderMinor", "capPerOrder", "capPerPeriod", "earnedInPeriod",
            "programmeCurrency", "fxRate");
        var paid = new CurrencyCode(input["currency"].Text);
        var own = input.Find("programmeCurrency") is { } other ? new CurrencyCode(other.Text) : paid;
        var program = new LoyaltyProgram
        {
            Zone = "UTC",
            Currency = own,
            Rates = [new() { Unit = Money.FromMinorUnits(input["perMinor"].Whole, own), Points = new(input["points"].Whole) }],
            Mode = input["mode"].Text switch
            {
                "proportional" => EarnMode.Proportional,
                "perFullUnit" => EarnMode.PerFullUnit,
                _ => throw input["mode"].Wrong("proportional or perFullUnit"),
            },
            Earning = new()
            {
                MinimumOrders = input.Find("minOrderMinor") is { } minimum ? [Money.FromMinorUnits(minimum.Whole, own)] : [],
                Multipliers = input.Find("multiplier") is { } factor ? [new() { Code = "m", Factor = Multiplier.Parse(NumberOf(factor)) }] : [],
                CapPerOrder = PointsOf(input.Find("capPerOrder")),
                // The files do not say how long the period is: any will do.
                PeriodCaps = PointsOf(input.Find("capPerPeriod")) is { } cap ? [new(EarnPeriod.Month, cap)] : [],
            },
        };
        var order = new EarnOrder
        {
            Lines =
            [
                new()
                {
                    Amount = Money.FromMinorUnits(input["amountMinor"].Whole, paid),
                    Excluded = input.Find("excludedMinor") is { } excluded ? Money.FromMinorUnits(excluded.Whole, paid) : null,
                },
            ],
            PlacedAt = At,
            Rate = input.Find("fxRate") is { } fx ? decimal.Parse(NumberOf(fx), CultureInfo.InvariantCulture) : null,
            EarnedIn = PointsOf(input.Find("earnedInPeriod")) is { } earned ? [new(EarnPeriod.Month, Month, earned)] : [],
        };
        return EarnRules.Quote(program, order, DateTimeZone.Utc);
    }

    // The files name no currency for burning: any with two minor units will do.
    private static BurnQuote Burn(ScenarioNode input)
    {
        input.Only("available", "orderMinor", "stepPoints", "stepMinor", "requestedPoints", "minPoints", "maxPercent");
        var currency = new CurrencyCode("EUR");
        var terms = new BurnTerms
        {
            StepPoints = new(input["stepPoints"].Whole),
            StepValue = Money.FromMinorUnits(input["stepMinor"].Whole, currency),
            Minimum = PointsOf(input.Find("minPoints")) ?? Points.Zero,
            MaxPercent = (int)(input.Find("maxPercent")?.Whole ?? 100),
        };
        return BurnRules.Quote(terms, new(input["available"].Whole), Money.FromMinorUnits(input["orderMinor"].Whole, currency), PointsOf(input.Find("requestedPoints")));
    }

    // The files count in whole units of no named currency: one without a minor unit rounds to them.
    private static void CheckLiability(ScenarioNode input, ScenarioNode expected)
    {
        input.Only("transactionPrice", "goodsStandAlonePrice", "pointsIssued", "valuePerPoint", "expectedRedemptionRate", "periods");
        expected.Only("allocatedToPoints", "allocatedToGoods", "periods");
        var currency = new CurrencyCode("JPY");
        var allocation = LiabilityRules.Allocate(new()
        {
            TransactionPrice = new(decimal.Parse(NumberOf(input["transactionPrice"]), CultureInfo.InvariantCulture), currency),
            GoodsStandAlonePrice = new(decimal.Parse(NumberOf(input["goodsStandAlonePrice"]), CultureInfo.InvariantCulture), currency),
            PointsIssued = new(input["pointsIssued"].Whole),
            ValuePerPoint = new(decimal.Parse(NumberOf(input["valuePerPoint"]), CultureInfo.InvariantCulture), currency),
            ExpectedRedemptionRate = decimal.Parse(NumberOf(input["expectedRedemptionRate"]), CultureInfo.InvariantCulture),
        });
        Assert.Equal(
            (expected["allocatedToPoints"].Whole, expected["allocatedToGoods"].Whole), (allocation.ToPoints.ToMinorUnits(), allocation.ToGoods.ToMinorUnits()));
        var estimates = input["periods"].Items.Select(period =>
        {
            period.Only("redeemedToDate", "expectedTotalRedemptions");
            return new RedemptionEstimate(period["redeemedToDate"].Whole, period["expectedTotalRedemptions"].Whole);
        });
        var statements = LiabilityRules.Recognise(allocation.ToPoints, [.. estimates]);
        Assert.Equal(
            expected["periods"].Items.Select(period => (period.Only("revenue", "liability")["revenue"].Whole, period["liability"].Whole)),
            statements.Select(statement => (statement.Revenue.ToMinorUnits(), statement.Liability.ToMinorUnits())));
    }

    private static Points? PointsOf(ScenarioNode? node) => node is { } points ? new Points(points.Whole) : null;

    // Exact numbers are written as text, or as JSON numbers.
    private static string NumberOf(ScenarioNode node) => node.Json.ValueKind == JsonValueKind.String ? node.Text : node.Json.GetRawText();
}
