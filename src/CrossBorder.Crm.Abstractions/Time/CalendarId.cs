using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Time;

/// <summary>One business calendar of a tenant. Policies and agents name calendars by it.</summary>
/// <param name="Value">The wrapped value.</param>
public readonly record struct CalendarId(Guid Value) : IEntityId<CalendarId>
{
    /// <inheritdoc/>
    public static string Kind => "calendar";

    /// <summary>The calendar that is open at every instant, <see cref="BusinessCalendar.AlwaysOpen"/>; it needs no record.</summary>
    public static CalendarId AlwaysOpen { get; } = Named("24x7");

    /// <inheritdoc/>
    public static CalendarId From(Guid value) => new(value);

    /// <summary>The id of the calendar with a name. The same name always gives the same id.</summary>
    /// <param name="name">The name, 1 to <see cref="BusinessCalendar.MaxNameLength"/> UTF-16 units; compared ordinally.</param>
    /// <exception cref="ArgumentException">The text is blank, too long, or cannot be stored.</exception>
    public static CalendarId Named(string name) =>
        EntityId.FromExternal<CalendarId>(new ExternalRef("name", StoredText.Require(name, BusinessCalendar.MaxNameLength)));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
