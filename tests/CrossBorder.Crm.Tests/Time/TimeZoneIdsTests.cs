using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Time;

public sealed class TimeZoneIdsTests
{
    private static readonly IDateTimeZoneProvider Zones = DateTimeZoneProviders.Tzdb;

    [Theory]
    [InlineData("Europe/Dublin", TimeZoneIdKind.Canonical, "Europe/Dublin", "Europe/Dublin")]
    [InlineData("Asia/Calcutta", TimeZoneIdKind.Link, "Asia/Kolkata", "Asia/Calcutta (a link to Asia/Kolkata)")]
    [InlineData("Europe/Kiev", TimeZoneIdKind.Link, "Europe/Kyiv", "Europe/Kiev (a link to Europe/Kyiv)")]
    [InlineData("US/Eastern", TimeZoneIdKind.Link, "America/New_York", "US/Eastern (a link to America/New_York)")]
    [InlineData("W. Europe Standard Time", TimeZoneIdKind.Windows, "Europe/Berlin", "W. Europe Standard Time (Windows' id of Europe/Berlin)")]
    [InlineData("China Standard Time", TimeZoneIdKind.Windows, "Asia/Shanghai", "China Standard Time (Windows' id of Asia/Shanghai)")]
    [InlineData("UTC-11", TimeZoneIdKind.Windows, "Etc/GMT+11", "UTC-11 (Windows' id of Etc/GMT+11)")]
    public void An_id_leads_to_its_zone_and_says_how(string id, TimeZoneIdKind kind, string canonical, string text)
    {
        var match = TimeZoneIds.Find(id, Zones)!;

        Assert.Equal((id, kind, canonical, text), (match.Given, match.Kind, match.CanonicalId, match.ToString()));
        Assert.Equal(Zones[canonical].GetUtcOffset(Instant.FromUtc(2025, 7, 1, 0, 0)), match.Zone.GetUtcOffset(Instant.FromUtc(2025, 7, 1, 0, 0)));
    }

    [Theory]
    [InlineData("Asia/Atlantis")]
    [InlineData("europe/berlin")]
    [InlineData("UTC+05:30")]
    [InlineData("UTC+5")]
    [InlineData("")]
    public void An_unknown_id_and_an_offset_lead_nowhere(string id) => Assert.Null(TimeZoneIds.Find(id, Zones));

    [Fact]
    public void Calendars_of_one_zone_by_different_ids_are_open_at_the_same_time_and_keep_the_id_they_were_given()
    {
        var berlin = new BusinessCalendar { Name = "b", Zone = "Europe/Berlin", Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("09:00-17:00")) };
        var windows = berlin with { Zone = "W. Europe Standard Time" };
        var (from, to) = (Instant.FromUtc(2024, 1, 1, 0, 0), Instant.FromUtc(2025, 1, 1, 0, 0));

        var given = BusinessTimeline.Compile(windows, Zones);

        Assert.Equal(BusinessTimeline.Compile(berlin, Zones).OpenIntervals(from, to), given.OpenIntervals(from, to));
        Assert.Contains("W. Europe Standard Time (Windows' id of Europe/Berlin).", given.Describe(), StringComparison.Ordinal);
        Assert.Equal("W. Europe Standard Time", windows.Zone);
    }
}
