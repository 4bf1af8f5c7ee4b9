using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>The intervals that start on each weekday. Intervals of one day may touch, not overlap; across days they unite.</summary>
/// <remarks>Equal if every day's intervals are, in their order.</remarks>
public sealed record WeeklyHours
{
    /// <summary>Nothing on any day.</summary>
    public static WeeklyHours Closed { get; } = new();

    /// <summary>00:00–24:00 on every day.</summary>
    public static WeeklyHours Always { get; } = Closed.With(
        [
            IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday,
            IsoDayOfWeek.Friday, IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday,
        ],
        WallInterval.WholeDay);

    /// <summary>What starts on a Monday.</summary>
    public ImmutableArray<WallInterval> Monday { get; init; } = [];

    /// <summary>What starts on a Tuesday.</summary>
    public ImmutableArray<WallInterval> Tuesday { get; init; } = [];

    /// <summary>What starts on a Wednesday.</summary>
    public ImmutableArray<WallInterval> Wednesday { get; init; } = [];

    /// <summary>What starts on a Thursday.</summary>
    public ImmutableArray<WallInterval> Thursday { get; init; } = [];

    /// <summary>What starts on a Friday.</summary>
    public ImmutableArray<WallInterval> Friday { get; init; } = [];

    /// <summary>What starts on a Saturday.</summary>
    public ImmutableArray<WallInterval> Saturday { get; init; } = [];

    /// <summary>What starts on a Sunday.</summary>
    public ImmutableArray<WallInterval> Sunday { get; init; } = [];

    /// <summary>The same intervals from Monday to Friday, nothing at the weekend.</summary>
    /// <param name="intervals">The intervals of each day.</param>
    public static WeeklyHours MondayToFriday(params ImmutableArray<WallInterval> intervals) => Closed.With(
        [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday], intervals);

    /// <summary>What starts on a weekday.</summary>
    /// <param name="day">Monday to Sunday.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="day"/> is no weekday.</exception>
    public ImmutableArray<WallInterval> On(IsoDayOfWeek day) => day switch
    {
        IsoDayOfWeek.Monday => Monday,
        IsoDayOfWeek.Tuesday => Tuesday,
        IsoDayOfWeek.Wednesday => Wednesday,
        IsoDayOfWeek.Thursday => Thursday,
        IsoDayOfWeek.Friday => Friday,
        IsoDayOfWeek.Saturday => Saturday,
        IsoDayOfWeek.Sunday => Sunday,
        _ => throw new ArgumentOutOfRangeException(nameof(day), day, "A weekday is Monday to Sunday."),
    };

    /// <summary>The same week with other intervals on some days.</summary>
    /// <param name="days">The days.</param>
    /// <param name="intervals">What starts on each of them from now on; nothing closes the day.</param>
    /// <exception cref="ArgumentOutOfRangeException">A day is no weekday.</exception>
    public WeeklyHours With(IEnumerable<IsoDayOfWeek> days, params ImmutableArray<WallInterval> intervals)
    {
        ArgumentNullException.ThrowIfNull(days);
        return days.Aggregate(this, (week, day) => day switch
        {
            IsoDayOfWeek.Monday => week with { Monday = intervals },
            IsoDayOfWeek.Tuesday => week with { Tuesday = intervals },
            IsoDayOfWeek.Wednesday => week with { Wednesday = intervals },
            IsoDayOfWeek.Thursday => week with { Thursday = intervals },
            IsoDayOfWeek.Friday => week with { Friday = intervals },
            IsoDayOfWeek.Saturday => week with { Saturday = intervals },
            IsoDayOfWeek.Sunday => week with { Sunday = intervals },
            _ => throw new ArgumentOutOfRangeException(nameof(days), day, "A weekday is Monday to Sunday."),
        });
    }

    /// <inheritdoc/>
    public bool Equals(WeeklyHours? other) => other is not null && Days().SequenceEqual(other.Days(), DayComparer.Instance);

    /// <inheritdoc/>
    public override int GetHashCode() => Days().Aggregate(0, (hash, day) => HashCode.Combine(hash, DayComparer.Instance.GetHashCode(day)));

    private IEnumerable<ImmutableArray<WallInterval>> Days() => [Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday];

    private sealed class DayComparer : IEqualityComparer<ImmutableArray<WallInterval>>
    {
        public static readonly DayComparer Instance = new();

        public bool Equals(ImmutableArray<WallInterval> x, ImmutableArray<WallInterval> y) => x.AsSpan().SequenceEqual(y.AsSpan());

        public int GetHashCode(ImmutableArray<WallInterval> day) => day.IsDefaultOrEmpty ? 0 : HashCode.Combine(day.Length, day[0]);
    }
}
