using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>Gathers what events close, as dates and parts of dates on one wall, within some years.</summary>
internal sealed class ClosedDates(DateTimeZone wall, int firstYear, int lastYear)
{
    private readonly SortedDictionary<LocalDate, List<string>> holidays = [];
    private readonly SortedDictionary<(LocalDate Date, WallTime Start, WallTime End), List<string>> closures = [];

    public ImmutableArray<ImportedHoliday> Holidays() => [.. holidays.Select(item => new ImportedHoliday(item.Key, Joined(item.Value)))];

    public ImmutableArray<ImportedClosure> Closures() =>
        [.. closures.Select(item => new ImportedClosure(new() { Date = item.Key.Date, Interval = new(item.Key.Start, item.Key.End) }, Joined(item.Value)))];

    public void Add(ICalClosing closing)
    {
        // The wall may be a day ahead of the event's own; an occurrence that starts later closes nothing here.
        foreach (var start in closing.Starts(Math.Min(lastYear + 1, ICalTime.LastYear)))
        {
            if (start.IsDate)
            {
                var end = closing.LocalEnd(start).Date;
                for (var date = LocalDate.Max(start.Local.Date, First); date < end && date <= Last; date = date.PlusDays(1))
                {
                    Name(holidays, date, closing.Name);
                }
            }
            else if (start.Zone is null)
            {
                AddParts(closing, start.Local, closing.LocalEnd(start));
            }
            else if (start.Instant.InZone(wall).Date <= Last && closing.InstantEnd(start).InZone(wall).Date >= First)
            {
                AddParts(closing, OnTheWall(closing, start.Instant), OnTheWall(closing, closing.InstantEnd(start)));
            }
        }
    }

    private LocalDate First => new(firstYear, 1, 1);

    private LocalDate Last => new(lastYear, 12, 31);

    private void AddParts(ICalClosing closing, LocalDateTime start, LocalDateTime end)
    {
        for (var date = LocalDate.Max(start.Date, First); date.AtMidnight() < end && date <= Last; date = date.PlusDays(1))
        {
            var from = start.Date == date ? Wall(start.TimeOfDay) : WallTime.StartOfDay;
            var to = end.Date == date ? Wall(end.TimeOfDay) : WallTime.EndOfDay;
            Name(closures, (date, from, to), closing.Name);
        }
    }

    // A calendar keeps wall times, and of a repeated hour they mean the first.
    private LocalDateTime OnTheWall(ICalClosing closing, Instant instant)
    {
        var local = instant.InZone(wall).LocalDateTime;
        return LocalTimeRule.ToInstant(local, wall) == instant
            ? local
            : throw closing.Line.Fault($"an occurrence begins or ends at {TimeText.Of(instant)}, in the second pass of an hour that {wall.Id} repeats; no wall time says that");
    }

    private static WallTime Wall(LocalTime time) => new(time.Hour, time.Minute, time.Second);

    private static void Name<TKey>(SortedDictionary<TKey, List<string>> named, TKey key, string name) where TKey : notnull
    {
        if (!named.TryGetValue(key, out var names))
        {
            named[key] = names = [];
        }

        if (name.Length > 0 && !names.Contains(name))
        {
            names.Add(name);
        }
    }

    private static string Joined(List<string> names) => string.Join(", ", names);
}
