using System.Globalization;
using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>What a clock on the wall shows, from 00:00 to 24:00, to the second. 24:00 is 00:00 of the next date.</summary>
/// <remarks>The default value is 00:00. Orders by time. Written <c>HH:mm</c>, or <c>HH:mm:ss</c> where the seconds are not zero.</remarks>
public readonly record struct WallTime : IComparable<WallTime>
{
    private const int SecondsPerDay = NodaConstants.SecondsPerDay;

    private readonly int seconds;

    private WallTime(int seconds) => this.seconds = seconds;

    /// <summary>Creates a time.</summary>
    /// <param name="hour">0 to 24.</param>
    /// <param name="minute">0 to 59; 0 where the hour is 24.</param>
    /// <param name="second">0 to 59; 0 where the hour is 24.</param>
    /// <exception cref="ArgumentOutOfRangeException">A part is out of its range.</exception>
    public WallTime(int hour, int minute, int second = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hour);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hour, 24);
        ArgumentOutOfRangeException.ThrowIfNegative(minute);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minute, hour == 24 ? 0 : 59);
        ArgumentOutOfRangeException.ThrowIfNegative(second);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(second, hour == 24 ? 0 : 59);
        seconds = (hour * 60 + minute) * 60 + second;
    }

    /// <summary>00:00: the start of a date.</summary>
    public static WallTime StartOfDay => default;

    /// <summary>24:00: the end of a date.</summary>
    public static WallTime EndOfDay => new(SecondsPerDay);

    /// <summary>The seconds on the wall since 00:00; 0 to 86,400.</summary>
    public int SecondOfDay => seconds;

    /// <summary>Reads <c>HH:mm</c> or <c>HH:mm:ss</c>, up to <c>24:00</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not of that form, or no such time exists.</exception>
    public static WallTime Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':');
        if (parts.Length is 2 or 3 && Array.TrueForAll(parts, part => part.Length == 2 && part.All(char.IsAsciiDigit)))
        {
            var (hour, minute, second) = (Number(parts[0]), Number(parts[1]), parts.Length == 3 ? Number(parts[2]) : 0);
            if ((hour < 24 && minute < 60 && second < 60) || (hour, minute, second) == (24, 0, 0))
            {
                return new WallTime(hour, minute, second);
            }
        }

        throw new FormatException($"'{text}' is no time of a wall clock; expected HH:mm or HH:mm:ss from 00:00 to 24:00.");

        static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
    }

    /// <summary>The date and time that the wall shows at this time of a date; 24:00 is 00:00 of the next date.</summary>
    /// <param name="date">The date.</param>
    public LocalDateTime On(LocalDate date) => seconds == SecondsPerDay
        ? date.PlusDays(1).AtMidnight()
        : date.At(LocalTime.FromSecondsSinceMidnight(seconds));

    /// <inheritdoc/>
    public int CompareTo(WallTime other) => seconds.CompareTo(other.seconds);

    /// <summary>Whether the left is earlier.</summary>
    public static bool operator <(WallTime left, WallTime right) => left.seconds < right.seconds;

    /// <summary>Whether the left is later.</summary>
    public static bool operator >(WallTime left, WallTime right) => left.seconds > right.seconds;

    /// <summary>Whether the left is earlier or equal.</summary>
    public static bool operator <=(WallTime left, WallTime right) => left.seconds <= right.seconds;

    /// <summary>Whether the left is later or equal.</summary>
    public static bool operator >=(WallTime left, WallTime right) => left.seconds >= right.seconds;

    /// <inheritdoc/>
    public override string ToString()
    {
        var (minutes, second) = Math.DivRem(seconds, 60);
        var text = string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");
        return second == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}:{second:00}");
    }
}
