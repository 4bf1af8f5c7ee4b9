using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Tests.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Scenarios;

[Trait("Scenario", "loyalty")]
public sealed class LoyaltyScenarios
{
    private static readonly Instant LongAgo = Instant.FromUtc(2000, 1, 1, 0, 0);

    public static IEnumerable<TheoryDataRow<string, string>> Timelines => ScenarioFiles.Rows(ScenarioKind.Loyalty, "timelines");

    public static IEnumerable<TheoryDataRow<string, string>> Calculations => ScenarioFiles.Rows(ScenarioKind.Loyalty, "calculations");

    [Theory, MemberData(nameof(Timelines))]
    public async Task Timeline(string file, string id)
    {
        var (_, timeline) = ScenarioFiles.Find(file, id);
        timeline.OnlyCase("programme", "steps");
        foreach (var storage in Enum.GetValues<TestStorage>())
        {
            using var shop = await LoyaltyShop.OpenAsync(storage, LoyaltyTimeline.ProgramOf(timeline["programme"]), LongAgo);
            var runner = new LoyaltyTimeline(shop);
            foreach (var step in timeline["steps"].Items)
            {
                await runner.RunAsync(step);
            }
        }
    }

    [Theory, MemberData(nameof(Calculations))]
    public void Calculation(string file, string id)
    {
        var (_, given) = ScenarioFiles.Find(file, id);
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
            default:
                throw given.Wrong("a group among earn-calc, burn-calc");
        }
    }

    private static EarnQuote Earn(ScenarioNode input)
    {
        input.Only("mode", "amountMinor", "currency", "perMinor", "points", "programmeCurrency", "fxRate");
        var paid = new CurrencyCode(input["currency"].Text);
        var own = input.Find("programmeCurrency") is { } other ? new CurrencyCode(other.Text) : paid;
        var program = new LoyaltyProgram
        {
            Zone = "Etc/UTC",
            Currency = own,
            Rates = [new() { Unit = Money.FromMinorUnits(input["perMinor"].Whole, own), Points = new(input["points"].Whole) }],
            Mode = input["mode"].Text switch
            {
                "proportional" => EarnMode.Proportional,
                "perFullUnit" => EarnMode.PerFullUnit,
                _ => throw input["mode"].Wrong("proportional or perFullUnit"),
            },
        };
        decimal? rate = input.Find("fxRate") is { } fx
            ? fx.Json.ValueKind == System.Text.Json.JsonValueKind.String ? decimal.Parse(fx.Text, System.Globalization.CultureInfo.InvariantCulture) : fx.Exact
            : null;
        return EarnRules.Quote(program, Money.FromMinorUnits(input["amountMinor"].Whole, paid), rate);
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
            Minimum = new(input.Find("minPoints")?.Whole ?? 0),
            MaxPercent = (int)(input.Find("maxPercent")?.Whole ?? 100),
        };
        return BurnRules.Quote(
            terms, new(input["available"].Whole), Money.FromMinorUnits(input["orderMinor"].Whole, currency), input.Find("requestedPoints") is { } wish ? new Points(wish.Whole) : null);
    }
}
