using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>When a team, a market or an agent is at work: wall times of one zone, with holidays and other exceptions as data.</summary>
/// <remarks>
/// <para>Open time = (weekly intervals, or the override of the date) without holidays and closures. A holiday closes 00:00–24:00 of its local
/// date: an overnight shift is cut at midnight, and what remains of a shift that began on a holiday is open again after midnight.</para>
/// <para>The zone is stored by id, never as an offset: what the wall shows is what was agreed, and the rules of a zone change.
/// Equal if all parts are, in their order.</para>
/// </remarks>
public sealed record BusinessCalendar
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int MaxNameLength = 64;

    /// <summary>The host's name of the calendar, such as <c>us-support</c>. Unique within the tenant; a calendar is renamed by saving a new one.</summary>
    public required string Name { get; init; }

    /// <summary>The id by which policies and agents refer to the calendar; follows from <see cref="Name"/>.</summary>
    [JsonIgnore]
    public CalendarId Id => CalendarId.Named(Name);

    /// <summary>
    /// The zone of its wall times: an IANA id such as <c>Europe/Berlin</c>, also a renamed one, or the one that Windows uses, such as
    /// <c>W. Europe Standard Time</c>. It is kept as given, because what is canonical differs between releases of the tz database.
    /// </summary>
    public required string Zone { get; init; }

    /// <summary>The intervals of an ordinary week.</summary>
    public WeeklyHours Weekly { get; init; } = WeeklyHours.Closed;

    /// <summary>Local dates that are closed as a whole; each once.</summary>
    public ImmutableArray<LocalDate> Holidays { get; init; } = [];

    /// <summary>Closed parts of local dates.</summary>
    public ImmutableArray<Closure> Closures { get; init; } = [];

    /// <summary>Local dates with intervals of their own; each once.</summary>
    public ImmutableArray<DateOverride> Overrides { get; init; } = [];

    /// <summary>The calendar that is open at every instant.</summary>
    public static BusinessCalendar AlwaysOpen { get; } = new() { Name = "24x7", Zone = "Etc/UTC", Weekly = WeeklyHours.Always };

    /// <summary>The calendar for people, in English: a line each for zone, week, holidays, closures and overrides, sorted. The same calendar always gives the same text.</summary>
    public string Describe() => CalendarText.Of(this);

    /// <inheritdoc/>
    public bool Equals(BusinessCalendar? other) =>
        other is not null && Name == other.Name && Zone == other.Zone && Weekly == other.Weekly
        && Holidays.AsSpan().SequenceEqual(other.Holidays.AsSpan())
        && Closures.AsSpan().SequenceEqual(other.Closures.AsSpan())
        && Overrides.AsSpan().SequenceEqual(other.Overrides.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Zone, Weekly, Holidays.IsDefault ? 0 : Holidays.Length);
}
