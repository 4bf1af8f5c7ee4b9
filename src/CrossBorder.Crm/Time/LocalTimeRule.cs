using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>How a wall time becomes an instant, everywhere in the library.</summary>
/// <remarks>
/// A unique time is itself; a time that a gap skips is the instant of the transition; a time that an overlap repeats is its first occurrence,
/// for starts and ends alike. So mapped, a later wall time is never an earlier instant: an interval may shrink to nothing, never invert.
/// NodaTime's lenient resolver differs: it moves a skipped time by the length of the gap.
/// </remarks>
public static class LocalTimeRule
{
    /// <summary>The instant of a wall time.</summary>
    /// <param name="local">The wall time.</param>
    /// <param name="zone">The zone of the wall.</param>
    public static Instant ToInstant(LocalDateTime local, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var mapping = zone.MapLocal(local);
        return mapping.Count == 0 ? mapping.EarlyInterval.End : mapping.First().ToInstant();
    }

    /// <summary>The first instant of a local date; where midnight is skipped, the transition; where it is repeated, the first.</summary>
    /// <param name="date">The date.</param>
    /// <param name="zone">The zone.</param>
    public static Instant StartOfDate(LocalDate date, DateTimeZone zone) => ToInstant(date.AtMidnight(), zone);

    /// <summary>Whether a local date has any instant. Pacific/Apia went from 29 to 31 December 2011; the day between has none.</summary>
    /// <param name="date">The date.</param>
    /// <param name="zone">The zone.</param>
    public static bool Exists(LocalDate date, DateTimeZone zone) => StartOfDate(date, zone) < StartOfDate(date.PlusDays(1), zone);
}
