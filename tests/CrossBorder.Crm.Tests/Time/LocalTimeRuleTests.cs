using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Time;

public sealed class LocalTimeRuleTests
{
    [Fact]
    public void A_skipped_time_is_the_transition_and_a_repeated_one_its_first_occurrence()
    {
        var berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

        Assert.Equal(Instant.FromUtc(2024, 3, 31, 1, 0), LocalTimeRule.ToInstant(new LocalDateTime(2024, 3, 31, 2, 30), berlin));
        Assert.Equal(Instant.FromUtc(2024, 10, 27, 0, 30), LocalTimeRule.ToInstant(new LocalDateTime(2024, 10, 27, 2, 30), berlin));
        Assert.Equal(Instant.FromUtc(2024, 6, 1, 10, 0), LocalTimeRule.ToInstant(new LocalDateTime(2024, 6, 1, 12, 0), berlin));
    }

    [Fact]
    public void A_date_that_a_zone_left_out_does_not_exist()
    {
        var apia = DateTimeZoneProviders.Tzdb["Pacific/Apia"];

        Assert.False(LocalTimeRule.Exists(new LocalDate(2011, 12, 30), apia));
        Assert.True(LocalTimeRule.Exists(new LocalDate(2011, 12, 29), apia));
        Assert.Equal(Instant.FromUtc(2011, 12, 30, 10, 0), LocalTimeRule.StartOfDate(new LocalDate(2011, 12, 31), apia));
    }

    [Fact]
    public void A_date_whose_midnight_is_skipped_starts_at_the_transition()
    {
        var santiago = DateTimeZoneProviders.Tzdb["America/Santiago"];

        Assert.Equal(Instant.FromUtc(2024, 9, 8, 4, 0), LocalTimeRule.StartOfDate(new LocalDate(2024, 9, 8), santiago));
        Assert.True(LocalTimeRule.Exists(new LocalDate(2024, 9, 8), santiago));
    }
}
