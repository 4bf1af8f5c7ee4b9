using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace CrossBorder.Crm.Time;

/// <summary>How explanations write times: the same text on every machine.</summary>
internal static class TimeText
{
    private static readonly ZonedDateTimePattern Whole = ZonedDateTimePattern.CreateWithInvariantCulture("ddd uuuu'-'MM'-'dd HH':'mm;FFFFFFFo<g>", zoneProvider: null);
    private static readonly ZonedDateTimePattern SameDate = ZonedDateTimePattern.CreateWithInvariantCulture("HH':'mm;FFFFFFFo<g>", zoneProvider: null);

    public static string Of(ZonedDateTime time) => Whole.Format(time);

    public static string Of(ZonedDateTime time, ZonedDateTime after) => (time.Date == after.Date ? SameDate : Whole).Format(time);

    public static string Utc(ZonedDateTime time) => Of(time.ToInstant());

    public static string Of(Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    public static string Of(LocalDate date) => LocalDatePattern.Iso.Format(date);

    /// <summary>Such as <c>37 h 30 min</c>: hours are not gathered to days, because a day of open time is eight hours to one and 24 to the other.</summary>
    public static string Of(Duration duration)
    {
        if (duration == Duration.Zero)
        {
            return "0 min";
        }

        var ticks = duration.BclCompatibleTicks;
        var (hours, minutes, seconds) = (ticks / NodaConstants.TicksPerHour, ticks / NodaConstants.TicksPerMinute % 60, ticks % NodaConstants.TicksPerMinute);
        var parts = new List<string>();
        if (hours > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{hours} h"));
        }

        if (minutes > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{minutes} min"));
        }

        if (seconds > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{(decimal)seconds / NodaConstants.TicksPerSecond:0.#######} s"));
        }

        return string.Join(' ', parts);
    }
}
