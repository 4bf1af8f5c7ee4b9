using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Time;

/// <summary>The host's name of a business calendar, such as <c>us-support</c>. Policies and agents name calendars by it. Compares ordinally.</summary>
/// <remarks>The default value names no calendar and is refused at every boundary.</remarks>
public readonly record struct CalendarId
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int MaxLength = 64;

    /// <summary>Creates the id.</summary>
    /// <param name="name">1 to <see cref="MaxLength"/> units of any Unicode text.</param>
    /// <exception cref="ArgumentException">The text is blank, too long, or cannot be stored.</exception>
    public CalendarId(string name) => Name = StoredText.Require(name, MaxLength);

    /// <summary>The calendar that is open at every instant; it needs no record.</summary>
    public static CalendarId AlwaysOpen { get; } = new("24x7");

    /// <summary>The name; null only for the default value.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override string ToString() => Name ?? "";

    internal CalendarId ThrowIfDefault(string parameter = "calendar") =>
        Name is not null ? this : throw new ArgumentException("The calendar id is the default value and names no calendar.", parameter);
}
