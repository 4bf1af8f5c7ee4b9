using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using static CrossBorder.Crm.Tests.Support.Staff;

namespace CrossBorder.Crm.Tests.Support;

public sealed class ContactWindowLaws
{
    [Fact]
    public void A_window_is_what_a_walk_minute_by_minute_finds()
    {
        var found = 0;
        var samples =
            from waking in Shifts
            from shifts in Gen.Choose(1, 3).SelectMany(count => Gen.ArrayOf(Shifts, count))
            from consent in Gen.OneOf(Shifts.Select<BusinessTimeline, BusinessTimeline?>(hours => hours), Gen.Constant<BusinessTimeline?>(null))
            from minute in Gen.Choose(0, 20 * 1440)
            from length in Gen.Elements(0, 1, 30, 120)
            from span in Gen.Elements<(int From, int To)?>(null, (0, 6000), (3000, 4000))
            select (waking, shifts, consent, minute, length, span);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(samples.ToArbitrary(), sample =>
        {
            // The end of March and the beginning of April: clocks change in Warsaw and on Lord Howe Island.
            var from = Instant.FromUtc(2024, 3, 22, 0, 0) + Duration.FromMinutes(sample.minute);
            const int Minutes = 15 * 1440;
            var allowed = Enumerable.Range(0, Minutes).Select(minute =>
            {
                var at = from + Duration.FromMinutes(minute);
                return sample.waking.IsOpen(at) && Array.Exists(sample.shifts, shift => shift.IsOpen(at)) && sample.consent?.IsOpen(at) != false
                    && (sample.span is not { } span || (minute >= span.From && minute < span.To));
            }).ToArray();
            var (start, end) = Walk(allowed, sample.length);

            var answer = ContactWindow.Find(new()
            {
                From = from,
                Waking = sample.waking,
                Agents = [.. sample.shifts.Select((shift, index) => Agent(index, shift))],
                ConsentHours = sample.consent,
                ConsentSpan = sample.span is { } given ? new(from + Duration.FromMinutes(given.From), from + Duration.FromMinutes(given.To)) : null,
                MinLength = Duration.FromMinutes(sample.length),
            });

            if (start < 0)
            {
                Assert.True(answer.At is null || answer.At > from + Duration.FromMinutes(Minutes - 120), $"{answer.At} should not be found");
                return;
            }

            found++;
            Assert.Equal(from + Duration.FromMinutes(start), answer.At);
            Assert.True(end == Minutes || answer.Window!.Value.End == from + Duration.FromMinutes(end));
            Assert.Equal(sample.shifts.Select((shift, index) => (shift, index)).Where(item => item.shift.IsOpen(answer.At!.Value)).Select(item => Id(item.index)), answer.Agents);
            // Somebody is to be told why not now: every moment before has an obstacle that names it.
            Assert.Equal(start > 0, !answer.Obstacles.IsEmpty);
            Assert.Equal(answer.At, start > 0 ? answer.Obstacles.Max(obstacle => obstacle.Until) : answer.At);
            Assert.Equal(answer.Obstacles.OrderBy(obstacle => obstacle.From), answer.Obstacles);
        }));
        Assert.True(found > 5, $"Only {found} windows were found.");
    }

    private static (int Start, int End) Walk(bool[] allowed, int length)
    {
        for (var start = 0; start < allowed.Length; start++)
        {
            var end = start;
            while (end < allowed.Length && allowed[end])
            {
                end++;
            }

            if (end > start && end - start >= length)
            {
                return (start, end);
            }
        }

        return (-1, -1);
    }
}
