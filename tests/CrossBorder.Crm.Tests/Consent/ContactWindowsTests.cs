using CrossBorder.Crm.Consent;
using CrossBorder.Crm.Time;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Consent;

/// <summary>The hours in which somebody may be contacted, on a wall whose clock is put forward and back.</summary>
public sealed class ContactWindowsTests
{
    private static readonly Duration Step = Duration.FromMinutes(15);
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    // Days on which clocks change, by an hour and by half of one, and a zone that left a date out.
    private static readonly (DateTimeZone Zone, Instant Around)[] Changes =
    [
        (Berlin, Instant.FromUtc(2025, 10, 26, 1, 0)),
        (Berlin, Instant.FromUtc(2025, 3, 30, 1, 0)),
        (DateTimeZoneProviders.Tzdb["Australia/Lord_Howe"], Instant.FromUtc(2025, 4, 5, 15, 0)),
        (DateTimeZoneProviders.Tzdb["Pacific/Apia"], Instant.FromUtc(2011, 12, 30, 10, 0)),
    ];

    // Windows that end in the hours in which clocks are changed, asked about within three hours of it; in quarters of an hour.
    private static readonly Arbitrary<(int Change, int Start, int End, int Before)> Cases =
        (from change in Gen.Choose(0, Changes.Length - 1)
         from end in Gen.Choose(0, 15)
         from length in Gen.Choose(1, 95)
         from before in Gen.Choose(-12, 12)
         select (change, (end + 96 - length) % 96, end, before)).ToArbitrary();

    [Fact]
    public void A_window_opens_again_when_the_clocks_go_back()
    {
        var hours = Daily(WallInterval.Parse("01:00-02:30"));

        // 02:45 in summer; at 02:00 in winter the window is open.
        Assert.Equal(Instant.FromUtc(2025, 10, 26, 1, 0), ContactWindows.NextOpen(hours, Instant.FromUtc(2025, 10, 26, 0, 45), [Berlin], isHoliday: false));
    }

    [Fact]
    public void The_next_opening_is_the_first_instant_that_the_wall_shows_to_be_open() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(Cases, c =>
    {
        var (zone, around) = Changes[c.Change];
        var interval = new WallInterval(TimeOf(c.Start), TimeOf(c.End));
        var from = around - (c.Before * Step);

        var first = from;
        while (!IsShownOpen(interval, first.InZone(zone).TimeOfDay))
        {
            first += Step;
        }

        return ContactWindows.NextOpen(Daily(interval), from, [zone], isHoliday: false) == first;
    }));

    // The same window starts every day, so the date does not matter.
    private static bool IsShownOpen(WallInterval interval, LocalTime shown)
    {
        var (start, end) = (TimeOn(interval.Start), TimeOn(interval.End));
        return start < end ? start <= shown && shown < end : start <= shown || shown < end;
    }

    private static LocalTime TimeOn(WallTime time) => time.On(new(2025, 1, 1)).TimeOfDay;

    private static WallTime TimeOf(int quarters) => new(quarters / 4, quarters % 4 * 15);

    private static WeeklyHours Daily(WallInterval interval) => WeeklyHours.Closed.With(Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None), interval);
}
