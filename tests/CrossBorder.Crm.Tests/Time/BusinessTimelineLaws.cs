using CrossBorder.Crm.Time;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Time;

public sealed class BusinessTimelineLaws
{
    private const int Minutes = 6 * 1440;

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(12);

    public static TheoryData<string> Zones => [.. CalendarGen.Zones];

    [Theory, MemberData(nameof(Zones))]
    public void A_timeline_agrees_with_a_walk_minute_by_minute(string zoneId)
    {
        AgreeAround(zoneId, CalendarGen.WindowIn(DateTimeZoneProviders.Tzdb[zoneId]));
    }

    /// <summary>The transitions that are easiest to get wrong, each in every run: a random window meets one of them only now and then.</summary>
    [Theory]
    [InlineData("Europe/Dublin", "1995-10-22T01:00:00Z", "winter time is the negative one, the hour from 01:00 comes twice")]
    [InlineData("Europe/Dublin", "2024-03-31T01:00:00Z", "01:00 is skipped")]
    [InlineData("Pacific/Apia", "2011-12-30T10:00:00Z", "30 December does not exist")]
    [InlineData("Pacific/Kwajalein", "1993-08-21T12:00:00Z", "21 August does not exist")]
    [InlineData("Pacific/Kiritimati", "1994-12-31T10:00:00Z", "31 December does not exist")]
    [InlineData("Australia/Lord_Howe", "2024-04-06T15:00:00Z", "half an hour comes twice")]
    [InlineData("Australia/Lord_Howe", "2024-10-05T15:30:00Z", "half an hour is skipped")]
    [InlineData("Antarctica/Troll", "2024-03-31T01:00:00Z", "two hours are skipped")]
    [InlineData("Antarctica/Troll", "2024-10-27T01:00:00Z", "two hours come twice")]
    [InlineData("America/Sao_Paulo", "2018-11-04T03:00:00Z", "midnight is skipped")]
    [InlineData("America/Sao_Paulo", "2019-02-17T02:00:00Z", "the hour before midnight comes twice")]
    [InlineData("America/Havana", "2024-11-03T05:00:00Z", "midnight comes twice")]
    [InlineData("Africa/Cairo", "2024-04-25T22:00:00Z", "midnight is skipped")]
    [InlineData("Africa/Casablanca", "2024-03-10T02:00:00Z", "clocks go back for Ramadan")]
    [InlineData("Asia/Pyongyang", "2018-05-04T15:00:00Z", "the last half-hour of a date is skipped")]
    [InlineData("America/Caracas", "2007-12-09T07:00:00Z", "half an hour comes twice, for good")]
    [InlineData("Asia/Kathmandu", "1985-12-31T18:30:00Z", "a quarter of an hour is skipped")]
    public void A_timeline_agrees_with_the_walk_at(string zoneId, string transition, string because)
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneId];
        var at = NodaTime.Text.InstantPattern.General.Parse(transition).Value;
        Assert.True(zone.GetUtcOffset(at) != zone.GetUtcOffset(at - Duration.Epsilon), because);
        AgreeAround(zoneId, from back in Gen.Choose(1, 3 * 1440) select at - Duration.FromMinutes(back));
    }

    [Theory, MemberData(nameof(Zones))]
    public void Combined_timelines_agree_with_the_walk_of_both(string zoneId)
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneId];
        var samples =
            from otherId in Gen.Elements(CalendarGen.Zones)
            from window in CalendarGen.WindowIn(zone)
            from left in CalendarGen.Calendar(zoneId, window.InZone(zone).Date)
            from right in CalendarGen.Calendar(otherId, window.InZone(zone).Date)
            from probes in Gen.ArrayOf(Gen.Choose(0, Minutes - 1), 10)
            from amounts in Gen.ArrayOf(Gen.Choose(0, 1500), 10)
            select (window, left, right, probes, amounts);

        Check.One(Runs.WithMaxTest(4), Prop.ForAll(samples.ToArbitrary(), sample =>
        {
            var other = DateTimeZoneProviders.Tzdb[sample.right.Zone];
            var left = BusinessTimeline.Compile(sample.left, DateTimeZoneProviders.Tzdb);
            var right = BusinessTimeline.Compile(sample.right, DateTimeZoneProviders.Tzdb);
            var leftModel = new MinuteModel(sample.left, zone, sample.window, Minutes);
            var rightModel = new MinuteModel(sample.right, other, sample.window, Minutes);

            Agree(left.Union(right), leftModel.Combine(rightModel, (l, r) => l || r), sample.probes, sample.amounts);
            Agree(left.Intersect(right), leftModel.Combine(rightModel, (l, r) => l && r), sample.probes, sample.amounts);
            Agree(left.Except(right), leftModel.Combine(rightModel, (l, r) => l && !r), sample.probes, sample.amounts);
        }));
    }

    private static void AgreeAround(string zoneId, Gen<Instant> windows)
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneId];
        var samples =
            from window in windows
            from calendar in CalendarGen.Calendar(zoneId, window.InZone(zone).Date)
            from probes in Gen.ArrayOf(Gen.Choose(0, Minutes - 1), 40)
            from amounts in Gen.ArrayOf(Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(0, 1500)), 40)
            select (window, calendar, probes, amounts);

        Check.One(Runs, Prop.ForAll(samples.ToArbitrary(), sample =>
        {
            var timeline = BusinessTimeline.Compile(sample.calendar, DateTimeZoneProviders.Tzdb);
            Agree(timeline, new MinuteModel(sample.calendar, zone, sample.window, Minutes), sample.probes, sample.amounts);
        }));
    }

    private static void Agree(BusinessTimeline timeline, MinuteModel model, int[] probes, int[] amounts)
    {
        for (var minute = 0; minute < model.Minutes; minute++)
        {
            Assert.True(model.IsOpen(minute) == timeline.IsOpen(model.At(minute)), $"IsOpen({model.At(minute)}) should be {model.IsOpen(minute)}");
        }

        foreach (var (minute, amount) in probes.Zip(amounts))
        {
            var at = model.At(minute);
            var open = Duration.FromMinutes(amount);
            var end = Math.Min(minute + amount, model.Minutes - 1);
            Assert.Equal(Duration.FromMinutes(model.Between(minute, end)), timeline.Between(at, model.At(end)));
            if (model.Next(minute, state: true) is { } opens)
            {
                Assert.Equal(model.At(opens), timeline.NextOpen(at));
            }

            if (model.Next(minute, state: false) is { } closes)
            {
                Assert.Equal(model.At(closes), timeline.NextClose(at));
            }

            if (model.Add(minute, amount) is { } later)
            {
                Assert.Equal(model.At(later), timeline.Add(at, open));
                Assert.Equal(open, timeline.Between(at, model.At(later)));
                if (amount > 0 && later < model.Minutes && model.Next(later, state: true) is { } opening)
                {
                    Assert.Equal(model.At(opening), timeline.Add(at, open, ExactFill.NeighbouringInterval));
                }
            }

            if (model.Subtract(minute, amount) is { } earlier)
            {
                Assert.Equal(model.At(earlier), timeline.Subtract(at, open));
                var back = earlier;
                while (amount > 0 && back > 0 && !model.IsOpen(back - 1))
                {
                    back--;
                }

                if (back > 0)
                {
                    Assert.Equal(model.At(back), timeline.Subtract(at, open, ExactFill.NeighbouringInterval));
                }
            }
        }
    }
}
