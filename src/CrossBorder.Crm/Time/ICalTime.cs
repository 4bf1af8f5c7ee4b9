using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;

namespace CrossBorder.Crm.Time;

/// <summary>A date or a time of an iCalendar file (RFC 5545, sections 3.3.4 and 3.3.5).</summary>
/// <param name="Local">What the wall shows; midnight for a date.</param>
/// <param name="IsDate">Whether it is a date without a time.</param>
/// <param name="Zone">The zone of the wall; null for a date and for a time without zone, which is of whatever wall the reader looks at.</param>
internal readonly record struct ICalTime(LocalDateTime Local, bool IsDate, DateTimeZone? Zone)
{
    /// <summary>The last year that is read: an occurrence may go past it and stays in the range of NodaTime.</summary>
    public const int LastYear = 9996;

    private static readonly LocalDatePattern DatePattern = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");
    private static readonly LocalDateTimePattern TimePattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");

    /// <summary>The instant; only where there is a zone.</summary>
    public Instant Instant => InstantOf(Local, Zone!);

    /// <summary>The same kind of time with another wall time.</summary>
    public ICalTime At(LocalDateTime local) => this with { Local = local };

    /// <summary>Reads the one value of a line.</summary>
    public static ICalTime ReadOne(ICalLine line, IDateTimeZoneProvider zones) =>
        ReadMany(line, zones) is [var one] ? one : throw line.Fault("has more than one value");

    /// <summary>Reads the values of a line, which are separated by commas.</summary>
    public static ImmutableArray<ICalTime> ReadMany(ICalLine line, IDateTimeZoneProvider zones)
    {
        line.Only("VALUE", "TZID");
        var isDate = line.Parameters.GetValueOrDefault("VALUE", "DATE-TIME").ToUpperInvariant() switch
        {
            "DATE" => true,
            "DATE-TIME" => false,
            var other => throw line.Fault($"values of the type {other} are not supported"),
        };
        DateTimeZone? zone = null;
        if (line.Parameters.TryGetValue("TZID", out var id))
        {
            zone = isDate ? throw line.Fault("a date has no TZID")
                : TimeZoneIds.Find(id, zones)?.Zone ?? throw line.Fault($"'{id}' is not a zone of {zones.VersionId}; the VTIMEZONE of a file is not read");
        }

        return [.. line.Value.Split(',').Select(text => Read(line, text, isDate, zone))];
    }

    /// <summary>Reads one value whose kind is known.</summary>
    public static ICalTime Read(ICalLine line, string text, bool isDate, DateTimeZone? zone)
    {
        if (isDate)
        {
            return DatePattern.Parse(text) is { Success: true } date
                ? new(date.Value.AtMidnight(), IsDate: true, Zone: null)
                : throw line.Fault($"'{text}' is not a date of the form 20251225");
        }

        var isUtc = text.EndsWith('Z');
        if (isUtc && zone is not null)
        {
            throw line.Fault($"'{text}' is UTC and has a TZID");
        }

        return TimePattern.Parse(isUtc ? text[..^1] : text) is { Success: true } time
            ? new(time.Value, IsDate: false, isUtc ? DateTimeZone.Utc : zone)
            : throw line.Fault($"'{text}' is not a time of the form 20251224T120000 or 20251224T120000Z");
    }

    /// <summary>
    /// The instant of a wall time by the rule of the format (section 3.3.5), which is not ours: a skipped time is read with the offset before
    /// the gap, a repeated one is the first.
    /// </summary>
    public static Instant InstantOf(LocalDateTime local, DateTimeZone zone)
    {
        var mapping = zone.MapLocal(local);
        return mapping.Count == 0 ? local.WithOffset(mapping.EarlyInterval.WallOffset).ToInstant() : mapping.First().ToInstant();
    }
}
