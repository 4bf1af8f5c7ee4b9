using CrossBorder.Crm.Consent;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.InMemory;
using CrossBorder.Crm.Tests.Consent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Scenarios;

/// <summary>Every case is decided three times: by the pure rule, and by the service over either storage, where it was recorded event by event.</summary>
[Trait("Scenario", "consent")]
public sealed class ConsentScenarios
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<string, string>> Rows => ScenarioFiles.Rows(ScenarioKind.Consent);

    [Theory, MemberData(nameof(Rows))]
    public async Task Case(string file, string id)
    {
        var (whole, given) = ScenarioFiles.Find(file, id);
        given.OnlyCase("events", "query", "expected", "subjectInfo");
        var story = ConsentScenario.Read(given);
        var packs = ConsentScenarioPacks.Read(whole.Root["packs"]);

        var pure = ConsentEvaluator.Evaluate(story.Query, Instant.MinValue, story.Facts(), RulePackResolver.Resolve(packs, DateTimeZoneProviders.Tzdb));

        Check(given["expected"], pure);
        Assert.Equal(pure, await DecideAsync(story, packs, engine: null));
        Assert.Equal(pure, await DecideAsync(story, packs, new InMemoryEngine()));
    }

    private static async Task<ConsentDecision> DecideAsync(ConsentScenario story, IReadOnlyList<RulePack> packs, IStorageEngine? engine)
    {
        using var shop = new ConsentShop(story.Start, rules => rules.AddPacks(packs).AddNotices(story.Notices), engine);
        foreach (var (recordedAt, record) in story.Records())
        {
            shop.MoveTo(recordedAt);
            await record(shop.Consent, Ct);
        }

        return await shop.Consent.MayContactAsync(story.Query, Ct);
    }

    private static void Check(ScenarioNode expected, ConsentDecision decision)
    {
        expected.Only("allowed", "reason", "retryAt", "contributing");
        Assert.Equal((expected["allowed"].Flag, expected["reason"].Text), (decision.Allowed, decision.Reason.Code()));
        if (expected.Has("retryAt"))
        {
            Assert.Equal(expected.Find("retryAt")?.At, decision.RetryAt);
        }

        if (expected.Find("contributing") is { } contributing)
        {
            Assert.Equal(contributing.Items.Select(item => item.Text), decision.Contributing.Select(reason => reason.Code()));
        }
    }
}
