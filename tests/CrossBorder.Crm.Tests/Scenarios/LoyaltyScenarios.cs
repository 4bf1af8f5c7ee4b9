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
    public void Calculation(string file, string id) => LoyaltyCalculation.Check(ScenarioFiles.Find(file, id).Case);
}
