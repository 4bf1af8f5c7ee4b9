using NodaTime;
using NodaTime.TimeZones;

namespace CrossBorder.Crm.Loyalty;

/// <summary>When points become spendable and when they expire. Pure: calendar rules in the programme's zone, exact instants out.</summary>
public static class ExpiryRules
{
    // Gives the first instant of a local day also where midnight is skipped, happens twice, or the whole day does not exist.
    private static readonly ZoneLocalMappingResolver WallTime =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The first instant at which points are no longer valid: the start of the local day after the last one.</summary>
    /// <param name="validity">How long they are valid.</param>
    /// <param name="earnedAt">When they were earned.</param>
    /// <param name="zone">The programme's zone.</param>
    /// <param name="availableFrom">When they become spendable; needed where the validity counts from then, else ignored.</param>
    /// <exception cref="ArgumentException">The validity has none or several of its members, or counts from an activation that is not given.</exception>
    public static Instant ExpiresAt(LotValidity validity, Instant earnedAt, DateTimeZone zone, Instant? availableFrom = null)
    {
        Require(validity);
        ArgumentNullException.ThrowIfNull(zone);
        var start = validity.CountsFrom == ValidityStart.Activation
            ? availableFrom ?? throw new ArgumentException("The validity counts from the activation, and none was given.", nameof(availableFrom))
            : earnedAt;
        var day = start.InZone(zone).Date;
        var last = validity switch
        {
            { LastDay: { } date } => date,
            { Days: { } days } => RoundUp(day.PlusDays(days), validity.RoundUpTo),
            { Months: { } months } => RoundUp(day.PlusMonths(months), validity.RoundUpTo),
            _ => EndOf(day.PlusYears(validity.YearsLater), validity.EndOf!.Value),
        };
        return StartOfDay(last.PlusDays(1), zone);
    }

    /// <summary>When points become spendable.</summary>
    /// <param name="activation">The rule.</param>
    /// <param name="earnedAt">When they were earned.</param>
    /// <param name="zone">The programme's zone.</param>
    /// <exception cref="ArgumentException">The activation has none or both of its members.</exception>
    public static Instant AvailableFrom(LotActivation activation, Instant earnedAt, DateTimeZone zone)
    {
        Require(activation);
        ArgumentNullException.ThrowIfNull(zone);
        return activation.Hours is { } hours
            ? earnedAt + Duration.FromHours(hours)
            : StartOfDay(earnedAt.InZone(zone).Date.PlusDays(activation.Days!.Value), zone);
    }

    internal static void Require(LotValidity validity)
    {
        ArgumentNullException.ThrowIfNull(validity);
        var set = new object?[] { validity.LastDay, validity.Days, validity.Months, validity.EndOf }.Count(member => member is not null);
        if (set != 1)
        {
            throw new ArgumentException($"A validity has exactly one of LastDay, Days, Months and EndOf; this one has {set}.", nameof(validity));
        }

        if (validity is { Days: < 0 } or { Months: < 0 } or { YearsLater: < 0 })
        {
            throw new ArgumentException("A validity does not end before it begins: Days, Months and YearsLater are not negative.", nameof(validity));
        }
    }

    internal static void Require(LotActivation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (activation.Hours is null == activation.Days is null)
        {
            throw new ArgumentException("An activation has exactly one of Hours and Days.", nameof(activation));
        }

        if (activation is { Hours: < 0 } or { Days: < 0 })
        {
            throw new ArgumentException("An activation is not negative.", nameof(activation));
        }
    }

    /// <summary>The instant of a wall time: in a gap the transition, where it happens twice the first.</summary>
    internal static Instant ToInstant(LocalDateTime local, DateTimeZone zone) => zone.ResolveLocal(local, WallTime).ToInstant();

    internal static Instant StartOfDay(LocalDate day, DateTimeZone zone) => ToInstant(day.AtMidnight(), zone);

    private static LocalDate RoundUp(LocalDate day, CalendarPeriod? period) => period is { } p ? EndOf(day, p) : day;

    private static LocalDate EndOf(LocalDate day, CalendarPeriod period)
    {
        var months = period switch { CalendarPeriod.Month => 1, CalendarPeriod.Quarter => 3, CalendarPeriod.HalfYear => 6, _ => 12 };
        var lastMonth = (day.Month + months - 1) / months * months;
        return new LocalDate(day.Year, lastMonth, 1).With(DateAdjusters.EndOfMonth);
    }
}
