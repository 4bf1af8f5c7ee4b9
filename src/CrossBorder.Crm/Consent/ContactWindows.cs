using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>Step 16: the hours in which a person may be contacted, on the wall where she is.</summary>
internal static class ContactWindows
{
    // A week, the day before for what runs past midnight, and a day for a date that a zone leaves out.
    private const int DaysAhead = 9;

    public static Verdict Hours(ConsentCase c)
    {
        if (c.Rules?.Hours is not { } hours
            || (hours.LiftedByExpressConsent && c.HasExpressConsent)
            || (hours.LiftedByPermission is { } permission && c.HasExpressConsent && StatementSteps.HasPermission(c, permission)))
        {
            return Verdict.Pass;
        }

        var isHoliday = hours.HolidaysClosed && c.Query.PublicHoliday;
        var open = c.PossibleZones.IsEmpty ? null : NextOpen(hours.Weekly, c.At, c.PossibleZones, isHoliday);
        return open == c.At ? Verdict.Pass
            : Verdict.Deny(c.Query.TimeZone is null ? ConsentReason.TimezoneUnknown : ConsentReason.QuietHours, open);
    }

    /// <summary>The earliest instant at or after another one at which the windows are open in every zone; null if there is none.</summary>
    /// <param name="weekly">The windows.</param>
    /// <param name="from">The instant.</param>
    /// <param name="zones">The zones.</param>
    /// <param name="isHoliday">Whether the local day of that instant is closed as a whole.</param>
    public static Instant? NextOpen(WeeklyHours weekly, Instant from, IReadOnlyList<DateTimeZone> zones, bool isHoliday)
    {
        var at = from;
        if (isHoliday)
        {
            foreach (var zone in zones)
            {
                at = Instant.Max(at, LocalTimeRule.StartOfDate(from.InZone(zone).Date.PlusDays(1), zone));
            }
        }

        // Zones move one another on until all are open; a pack whose zones never meet within a week has no such instant.
        var end = at + Duration.FromDays(DaysAhead);
        for (var agreed = 0; agreed < zones.Count;)
        {
            agreed = 0;
            foreach (var zone in zones)
            {
                if (NextOpen(weekly, at, zone) is not { } open || open > end)
                {
                    return null;
                }

                agreed = open == at ? agreed + 1 : 0;
                at = open;
            }
        }

        return at;
    }

    private static Instant? NextOpen(WeeklyHours weekly, Instant from, DateTimeZone zone)
    {
        var local = from.InZone(zone).LocalDateTime;
        if (IsOpen(weekly, local))
        {
            return from;
        }

        Instant? earliest = null;
        for (var day = -1; day < DaysAhead && earliest is null; day++)
        {
            var date = local.Date.PlusDays(day);
            foreach (var interval in On(weekly, date))
            {
                // The wall may show the start twice; one that it does not show is a change of the clocks, below.
                var shown = zone.MapLocal(interval.StartOn(date));
                for (var i = 0; i < shown.Count; i++)
                {
                    var start = (i == 0 ? shown.First() : shown.Last()).ToInstant();
                    if (start > from && (earliest is null || start < earliest))
                    {
                        earliest = start;
                    }
                }
            }
        }

        // Where the clocks are put back or forward, a window may open in its middle.
        var end = earliest ?? from + Duration.FromDays(DaysAhead);
        for (var span = zone.GetZoneInterval(from); span.HasEnd && span.End < end; span = zone.GetZoneInterval(span.End))
        {
            if (IsOpen(weekly, span.End.InZone(zone).LocalDateTime))
            {
                return span.End;
            }
        }

        return earliest;
    }

    private static bool IsOpen(WeeklyHours weekly, LocalDateTime local)
    {
        for (var date = local.Date.PlusDays(-1); date <= local.Date; date = date.PlusDays(1))
        {
            foreach (var interval in On(weekly, date))
            {
                if (interval.StartOn(date) <= local && local < interval.EndOn(date))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static ReadOnlySpan<WallInterval> On(WeeklyHours weekly, LocalDate date) => weekly.On(date.DayOfWeek).AsSpan();
}
