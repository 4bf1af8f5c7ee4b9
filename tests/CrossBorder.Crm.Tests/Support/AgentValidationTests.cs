using System.Text;
using CrossBorder.Crm.Json;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;

namespace CrossBorder.Crm.Tests.Support;

public sealed class AgentValidationTests
{
    private static readonly Agent Mei = new()
    {
        Id = AgentId.FromExternal(new ExternalRef("hr", "mei")),
        Name = "Mei",
        Languages = [new(new LanguageTag("zh-Hans"), 5)],
        Shift = CalendarId.AlwaysOpen,
    };

    [Fact]
    public void Skills_are_stored_with_an_agent_who_has_some()
    {
        var skilled = Mei with { Topics = [new("customs", 4)], MarketSkills = [new(new MarketId("CN"), 3)] };

        var read = Assert.IsType<Agent>(CrmJson.Decode(CrmJson.Encode(skilled)));

        Assert.Equal(skilled, read);
        Assert.NotEqual(Mei, read);
        Assert.Contains(
            """
            "marketSkills":[{"market":"CN","level":3}],"topics":[{"topic":"customs","level":4}]
            """,
            Encoding.UTF8.GetString(CrmJson.Encode(skilled)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_agent_stored_before_there_were_topics_reads_as_one_without()
    {
        var read = Assert.IsType<Agent>(CrmJson.Decode(CrmJson.Encode(Mei)));

        Assert.DoesNotContain("topics", Encoding.UTF8.GetString(CrmJson.Encode(Mei)), StringComparison.Ordinal);
        Assert.Equal(Mei, read);
        Assert.Empty(read.Topics);
        Assert.Empty(read.MarketSkills);
    }

    [Fact]
    public void What_is_not_valid_is_refused_by_its_place()
    {
        AgentValidation.Require(Mei with { Topics = [new("customs", 4)], Capacity = 1000 });

        Refused("topics[1]", Mei with { Topics = [new("customs", 4), new("customs", 2)] });
        Refused("topics[0]", Mei with { Topics = [new("customs", 6)] });
        Refused("marketSkills[0]", Mei with { Markets = [new MarketId("CN")], MarketSkills = [new(new MarketId("PL"), 3)] });
        Refused("marketSkills[1]", Mei with { MarketSkills = [new(new MarketId("PL"), 3), new(new MarketId("PL"), 3)] });
        Refused("capacity", Mei with { Capacity = 1001 });
        Refused("languages[1]", Mei with { Languages = [.. Mei.Languages, .. Mei.Languages] });
        Assert.Throws<ArgumentException>(() => AgentValidation.Require(Mei with { Topics = [new(" ", 4)] }));
    }

    private static void Refused(string place, Agent agent) =>
        Assert.Contains(place, Assert.Throws<ArgumentException>(() => AgentValidation.Require(agent)).Message, StringComparison.Ordinal);
}
