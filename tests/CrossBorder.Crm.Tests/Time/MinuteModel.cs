using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Time;

/// <summary>
/// Business time by watching a clock on the wall, minute by minute. It never maps a wall time to an instant: an interval begins and ends
/// when the wall has first shown its start and its end. That is what "skipped: the transition, repeated: the first time" comes to.
/// </summary>
internal sealed class MinuteModel
{
    private readonly Instant from;
    private readonly bool[] open;

    public MinuteModel(BusinessCalendar calendar, DateTimeZone zone, Instant from, int minutes)
    {
        this.from = from;
        open = new bool[minutes];
        var shown = from.Minus(Duration.FromDays(4)).InZone(zone).LocalDateTime;
        var dates = new HashSet<LocalDate>();
        var (first, days) = (shown.Date.PlusDays(-2), minutes / 1440 + 10);
        var weekly = Walls(first, days, date =>
            calendar.Overrides.FirstOrDefault(item => item.Date == date)?.Intervals ?? calendar.Weekly.On(date.DayOfWeek));
        var closures = Walls(first, days, date => calendar.Closures.Where(item => item.Date == date).Select(item => item.Interval));
        for (var minute = -4 * 1440; minute < minutes; minute++)
        {
            var now = At(minute).InZone(zone).LocalDateTime;
            dates.Add(now.Date);
            shown = LocalDateTime.Max(shown, now);
            if (minute >= 0)
            {
                open[minute] = !calendar.Holidays.Contains(shown.Date) && Covers(weekly, dates, shown) && !Covers(closures, dates, shown);
            }
        }
    }

    private MinuteModel(Instant from, bool[] open) => (this.from, this.open) = (from, open);

    public int Minutes => open.Length;

    public Instant At(int minute) => from.Plus(Duration.FromMinutes(minute));

    public bool IsOpen(int minute) => open[minute];

    public int Between(int start, int end) => open.AsSpan(start, end - start).Count(true);

    /// <summary>The first minute from one on with that state, or null within the window.</summary>
    public int? Next(int minute, bool state) => Array.IndexOf(open, state, minute) is >= 0 and var found ? found : null;

    public int? Add(int minute, int needed)
    {
        for (; needed > 0; minute++)
        {
            if (minute == open.Length)
            {
                return null;
            }

            needed -= open[minute] ? 1 : 0;
        }

        return minute;
    }

    public int? Subtract(int minute, int needed)
    {
        for (; needed > 0; minute--)
        {
            if (minute == 0)
            {
                return null;
            }

            needed -= open[minute - 1] ? 1 : 0;
        }

        return minute;
    }

    public MinuteModel Combine(MinuteModel other, Func<bool, bool, bool> state) => new(from, [.. open.Zip(other.open, state)]);

    private static Dictionary<LocalDate, Wall[]> Walls(LocalDate first, int days, Func<LocalDate, IEnumerable<WallInterval>> intervals) =>
        Enumerable.Range(0, days).Select(day => first.PlusDays(day)).ToDictionary(
            date => date, date => intervals(date).Select(interval => new Wall(interval.StartOn(date), interval.EndOn(date))).ToArray());

    private static bool Covers(Dictionary<LocalDate, Wall[]> walls, HashSet<LocalDate> dates, LocalDateTime shown) =>
        Covers(walls, dates, shown, shown.Date) || Covers(walls, dates, shown, shown.Date.PlusDays(-1));

    private static bool Covers(Dictionary<LocalDate, Wall[]> walls, HashSet<LocalDate> dates, LocalDateTime shown, LocalDate startedOn) =>
        dates.Contains(startedOn) && Array.Exists(walls[startedOn], wall => wall.Start <= shown && shown < wall.End);

    private readonly record struct Wall(LocalDateTime Start, LocalDateTime End);
}
