using CrossBorder.Crm.Tests.Time;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

/// <summary>The open minutes of a calendar over half a year, found by watching the wall and counted one by one. Knows nothing of the timeline.</summary>
internal sealed class OpenMinutes
{
    private const int Days = 170;

    private readonly Instant from;
    private readonly int[] open;

    public OpenMinutes(BusinessCalendar calendar, Instant from)
    {
        var model = new MinuteModel(calendar, DateTimeZoneProviders.Tzdb[calendar.Zone], from, Days * 1440);
        this.from = from;
        open = [.. Enumerable.Range(0, model.Minutes).Where(model.IsOpen)];
    }

    public Duration Between(Instant start, Instant end) => Before(end) - Before(start);

    /// <summary>The earliest instant by which so much open time has passed.</summary>
    public Instant Add(Instant start, Duration needed)
    {
        if (needed == Duration.Zero)
        {
            return start;
        }

        var target = Before(start) + needed;
        var whole = (int)Math.Floor(target.TotalMinutes);
        var rest = target - Duration.FromMinutes(whole);
        return rest == Duration.Zero
            ? from + Duration.FromMinutes(open[whole - 1] + 1)
            : from + Duration.FromMinutes(open[whole]) + rest;
    }

    private Duration Before(Instant at)
    {
        var minute = (int)Math.Floor((at - from).TotalMinutes);
        var index = Array.BinarySearch(open, minute);
        return index < 0
            ? Duration.FromMinutes(~index)
            : Duration.FromMinutes(index) + (at - from - Duration.FromMinutes(minute));
    }
}
