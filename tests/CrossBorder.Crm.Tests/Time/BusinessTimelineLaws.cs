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
        var zone = DateTimeZoneProviders.Tzdb[zoneId];
        var samples =
            from window in CalendarGen.WindowIn(zone)
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
