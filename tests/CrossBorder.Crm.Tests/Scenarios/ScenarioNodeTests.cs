using System.Text.Json;
using NodaTime;

namespace CrossBorder.Crm.Tests.Scenarios;

public sealed class ScenarioNodeTests
{
    [Fact]
    public void An_unknown_field_is_an_error_that_names_the_place()
    {
        var fault = Assert.Throws<FormatException>(() => Node("""{"id": "a", "colour": "red"}""").OnlyCase("input"));

        Assert.Contains("here: the field 'colour' is unknown", fault.Message);
    }

    [Fact]
    public void A_field_given_twice_is_an_error() =>
        Assert.Throws<FormatException>(() => Node("""{"id": "a", "id": "b"}""").OnlyCase());

    [Fact]
    public void A_missing_field_is_an_error_and_an_optional_one_is_not()
    {
        Assert.Throws<FormatException>(() => Node("{}")["at"]);
        Assert.Null(Node("{}").Find("at"));
        Assert.Null(Node("""{"at": null}""").Find("at"));
    }

    [Theory]
    [InlineData("2024-06-10T14:00:00Z")]
    [InlineData("2024-06-10T16:00:00+02:00")]
    [InlineData("2024-06-10T14:00Z")]
    [InlineData("2024-06-10T22:00:00.000+08")]
    public void Instants_have_an_offset_or_Z(string text) =>
        Assert.Equal(Instant.FromUtc(2024, 6, 10, 14, 0), Node($$"""{"at": "{{text}}"}""")["at"].At);

    [Fact]
    public void An_instant_without_offset_is_an_error() =>
        Assert.Throws<FormatException>(() => Node("""{"at": "2024-06-10T14:00:00"}""")["at"].At);

    private static ScenarioNode Node(string json) => new(JsonDocument.Parse(json).RootElement, "here");
}
