using System.Text;
using System.Text.Json;
using CrossBorder.Crm.Json;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using NodaTime.Text;

namespace CrossBorder.Crm.Tests.Json;

/// <summary>The short way to an instant's text and back gives what the pattern gives.</summary>
public sealed class InstantConverterLaws
{
    private static readonly InstantPattern Pattern = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFF'Z'");

    private static readonly Gen<Instant> Instants =
        from ticks in ArbMap.Default.GeneratorFor<long>()
        from coarse in Gen.Elements(1L, 10L, 10_000L, 10_000_000L, 864_000_000_000L)
        from nanoseconds in Gen.Choose(0, 99)
        select Instant.FromUnixTimeTicks(ticks % 2_500_000_000_000_000_000L / coarse * coarse % 600_000_000_000_000_000L) + Duration.FromNanoseconds(coarse == 1 ? nanoseconds : 0);

    [Fact]
    public void An_instant_is_written_as_by_the_pattern_and_read_back() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Instants.ToArbitrary(), instant =>
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(instant, CrmJson.Options);
            return Encoding.UTF8.GetString(json) == $"\"{Pattern.Format(instant)}\""
                && JsonSerializer.Deserialize<Instant>(json, CrmJson.Options) == Pattern.Parse(Pattern.Format(instant)).Value;
        }));

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("0000-12-31T23:59:59.999999Z")]
    [InlineData("-0044-03-15T12:00:00Z")]
    [InlineData("9999-12-31T23:59:59.999999Z")]
    [InlineData("2024-02-29T23:59:59.1Z")]
    public void Edges_come_back(string text) =>
        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(JsonSerializer.Deserialize<Instant>($"\"{text}\"", CrmJson.Options), CrmJson.Options));

    [Theory]
    [InlineData("\"2023-02-29T00:00:00Z\"")]
    [InlineData("\"2024-01-01T00:00:60Z\"")]
    [InlineData("\"2024-01-01T00:00:00.Z\"")]
    [InlineData("\"2024-01-01 00:00:00Z\"")]
    [InlineData("\"2024-01-01T00:00:00+\"")]
    [InlineData("\"2024-01-01T00:00:00.1234567Z\"")]
    [InlineData("\"\"")]
    [InlineData("5")]
    public void What_the_pattern_refuses_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Instant>(json, CrmJson.Options));
}
