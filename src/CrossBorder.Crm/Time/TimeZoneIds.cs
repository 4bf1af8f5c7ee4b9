using NodaTime;
using NodaTime.TimeZones;

namespace CrossBorder.Crm.Time;

/// <summary>Finds a zone by any id that a host may hold: the tz database's own, an older one that it still links, or the one that Windows uses.</summary>
/// <remarks>
/// Links come from the tz database (<see href="https://data.iana.org/time-zones/theory.html"/>), Windows ids from Unicode CLDR's
/// <c>windowsZones</c> for no particular territory ("001"), both as NodaTime ships them. Ids are compared ordinally. An offset such as
/// <c>UTC+02:00</c> is no zone: it does not know when the clocks change.
/// </remarks>
public static class TimeZoneIds
{
    /// <summary>Finds a zone.</summary>
    /// <param name="id">The id, such as <c>Europe/Berlin</c>, <c>Asia/Calcutta</c> or <c>W. Europe Standard Time</c>.</param>
    /// <param name="zones">The zones.</param>
    /// <returns>The zone and how the id leads to it, or null where it leads to none.</returns>
    public static TimeZoneMatch? Find(string id, IDateTimeZoneProvider zones)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(zones);
        if (!IsOffset(id) && zones.GetZoneOrNull(id) is { } zone)
        {
            var canonical = CanonicalOf(id);
            return canonical == id || zones.GetZoneOrNull(canonical) is null
                ? new() { Given = id, CanonicalId = id, Zone = zone, Kind = TimeZoneIdKind.Canonical }
                : new() { Given = id, CanonicalId = canonical, Zone = zone, Kind = TimeZoneIdKind.Link };
        }

        return TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.TryGetValue(id, out var mapped) && zones.GetZoneOrNull(mapped) is { } found
            ? new() { Given = id, CanonicalId = CanonicalOf(mapped), Zone = found, Kind = TimeZoneIdKind.Windows }
            : null;
    }

    private static string CanonicalOf(string id) => TzdbDateTimeZoneSource.Default.CanonicalIdMap.TryGetValue(id, out var canonical) ? canonical : id;

    // NodaTime reads these as zones of one offset, without asking the tz database. Windows has a few ids of this form; those are mapped.
    private static bool IsOffset(string id) => id.Length > 3 && id.StartsWith("UTC", StringComparison.Ordinal) && id[3] is '+' or '-';
}

/// <summary>How an id leads to a zone.</summary>
public enum TimeZoneIdKind
{
    /// <summary>The tz database's own id.</summary>
    Canonical,

    /// <summary>An id that the tz database keeps as a link: an older spelling, or a place that shares another one's rules.</summary>
    Link,

    /// <summary>An id of Windows.</summary>
    Windows,
}

/// <summary>A zone that was found by an id.</summary>
public sealed record TimeZoneMatch
{
    /// <summary>The id that was asked for. It is what a record keeps: what is canonical differs between releases of the tz database.</summary>
    public required string Given { get; init; }

    /// <summary>The tz database's own id of the zone, in this release.</summary>
    public required string CanonicalId { get; init; }

    /// <summary>The zone.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>How the id leads to the zone.</summary>
    public required TimeZoneIdKind Kind { get; init; }

    /// <summary>The zone for people: <c>Asia/Calcutta (a link to Asia/Kolkata)</c>.</summary>
    public override string ToString() => Kind switch
    {
        TimeZoneIdKind.Link => $"{Given} (a link to {CanonicalId})",
        TimeZoneIdKind.Windows => $"{Given} (Windows' id of {CanonicalId})",
        _ => Given,
    };
}
