using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>A span on the wall clock, [start, end), that starts on some date. An end at or before the start is an end on the next date.</summary>
/// <remarks>A whole day is 00:00–24:00. A start equal to the end, or a start at 24:00, is refused. The default value is refused.</remarks>
/// <param name="Start">Where it begins, from 00:00 to before 24:00.</param>
/// <param name="End">Where it ends, to 24:00 of its date, or on the next date.</param>
public readonly record struct WallInterval(WallTime Start, WallTime End)
{
    /// <summary>00:00–24:00.</summary>
    public static WallInterval WholeDay => new(WallTime.StartOfDay, WallTime.EndOfDay);

    /// <summary>Whether it ends on the date after the one that it starts on; 24:00 still counts as the same date.</summary>
    public bool EndsOnNextDate => End <= Start;

    /// <summary>Reads two times, such as <c>09:00</c> and <c>17:00</c>.</summary>
    /// <param name="start">The start.</param>
    /// <param name="end">The end.</param>
    /// <exception cref="FormatException">A text is no time of a wall clock.</exception>
    public static WallInterval Parse(string start, string end) => new(WallTime.Parse(start), WallTime.Parse(end));

    /// <summary>Reads the form <c>09:00-17:00</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    public static WallInterval Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('-') is [var start, var end]
            ? Parse(start, end)
            : throw new FormatException($"'{text}' is no interval; expected a form such as '09:00-17:00'.");
    }

    /// <summary>Where it begins when it starts on a date.</summary>
    /// <param name="date">The date.</param>
    public LocalDateTime StartOn(LocalDate date) => Start.On(date);

    /// <summary>Where it ends when it starts on a date.</summary>
    /// <param name="date">The date that it starts on.</param>
    public LocalDateTime EndOn(LocalDate date) => End.On(EndsOnNextDate ? date.PlusDays(1) : date);

    /// <summary>The form <c>09:00-17:00</c>.</summary>
    public override string ToString() => $"{Start}-{End}";

    /// <summary>What is wrong with it, or null.</summary>
    internal string? Fault =>
        Start == WallTime.EndOfDay ? "starts at 24:00; write 00:00 on the next date"
        : Start == End ? "starts and ends at the same time; a whole day is 00:00-24:00"
        : null;
}
