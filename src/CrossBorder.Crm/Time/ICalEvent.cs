using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>One event of an iCalendar file: when it starts, for how long, and how it comes back.</summary>
internal sealed class ICalEvent
{
    /// <summary>How long one occurrence may last: a closed year, and nothing that overlaps itself.</summary>
    private static readonly Duration Longest = Duration.FromDays(366);

    private readonly ICalLine begin;
    private readonly IDateTimeZoneProvider zones;
    private readonly Dictionary<string, ICalLine> once = new(StringComparer.Ordinal);
    private readonly List<ICalLine> added = [];
    private readonly List<ICalLine> left = [];

    public ICalEvent(ICalLine begin, IDateTimeZoneProvider zones) => (this.begin, this.zones) = (begin, zones);

    /// <summary>The identifier, where the file gives one.</summary>
    public ICalLine? Uid => once.GetValueOrDefault("UID");

    /// <summary>Takes one line of the event. What says nothing about time is passed over.</summary>
    public void Take(ICalLine line)
    {
        switch (line.Name)
        {
            case "RDATE":
                added.Add(line);
                break;
            case "EXDATE":
                left.Add(line);
                break;
            case "DTSTART" or "DTEND" or "DURATION" or "RRULE" or "SUMMARY" or "STATUS" or "UID":
                if (!once.TryAdd(line.Name, line))
                {
                    throw line.Fault($"is given twice in one event, first in line {once[line.Name].Number}");
                }

                break;
            case "RECURRENCE-ID" or "EXRULE":
                throw line.Fault("is not supported");
        }
    }

    /// <summary>What the event closes, from the first start on: each start with its end, both of one kind.</summary>
    public ICalClosing Read()
    {
        var startLine = once.GetValueOrDefault("DTSTART") ?? throw begin.Fault("the event has no DTSTART");
        var start = ICalTime.ReadOne(startLine, zones);
        RequireYear(startLine, start);
        var closing = new ICalClosing
        {
            Line = startLine,
            Name = once.GetValueOrDefault("SUMMARY")?.Text() ?? "",
            First = start,
            IsCancelled = once.GetValueOrDefault("STATUS")?.Value.ToUpperInvariant() == "CANCELLED",
            Rule = once.TryGetValue("RRULE", out var rule) ? YearlyRule.Read(rule, start) : null,
            Added = [.. added.SelectMany(line => Dates(line, start))],
            Left = [.. left.SelectMany(line => Dates(line, start))],
        };
        return (once.GetValueOrDefault("DTEND"), once.GetValueOrDefault("DURATION")) switch
        {
            (null, null) when start.IsDate => closing with { Nominal = new(1, Duration.Zero) },
            (null, null) => throw startLine.Fault("the event has neither DTEND nor DURATION, so it takes no time"),
            ({ } end, null) => ReadEnd(closing, end),
            (null, { } duration) => ReadDuration(closing, duration),
            (_, { } duration) => throw duration.Fault("DTEND and DURATION exclude each other"),
        };
    }

    private ICalClosing ReadEnd(ICalClosing closing, ICalLine line)
    {
        var (start, end) = (closing.First, ICalTime.ReadOne(line, zones));
        RequireSameKind(line, end, start);
        RequireYear(line, end);
        if (start.Zone is not null)
        {
            var exact = end.Instant - start.Instant;
            RequireLength(line, exact);
            return closing with { Exact = exact };
        }

        RequireLength(line, end.Local.InUtc().ToInstant() - start.Local.InUtc().ToInstant());
        var (days, time) = (Period.DaysBetween(start.Local.Date, end.Local.Date), end.Local.NanosecondOfDay - start.Local.NanosecondOfDay);
        return closing with { Nominal = new(days, Duration.FromNanoseconds(time)) };
    }

    private static ICalClosing ReadDuration(ICalClosing closing, ICalLine line)
    {
        var duration = ICalDuration.Read(line);
        RequireLength(line, Duration.FromDays(duration.Days) + duration.Time);
        return closing.First.IsDate && duration.Time != Duration.Zero
            ? throw line.Fault("an event of whole days lasts whole days")
            : closing with { Nominal = duration };
    }

    private IEnumerable<ICalTime> Dates(ICalLine line, ICalTime start)
    {
        foreach (var time in ICalTime.ReadMany(line, zones))
        {
            RequireSameKind(line, time, start);
            RequireYear(line, time);
            yield return time;
        }
    }

    private static void RequireLength(ICalLine line, Duration length)
    {
        if (length <= Duration.Zero || length > Longest)
        {
            throw line.Fault(length <= Duration.Zero ? "the event ends no later than it starts" : $"the event lasts longer than {Longest.Days} days");
        }
    }

    private static void RequireSameKind(ICalLine line, ICalTime time, ICalTime start)
    {
        if (time.IsDate != start.IsDate || (time.Zone is null) != (start.Zone is null))
        {
            throw line.Fault($"must be {(start.IsDate ? "a date" : start.Zone is null ? "a time without zone" : "a time of a zone")} as DTSTART is");
        }
    }

    private static void RequireYear(ICalLine line, ICalTime time)
    {
        if (time.Local.Year is < 1 or > ICalTime.LastYear)
        {
            throw line.Fault($"the year {time.Local.Year} is not from 1 to {ICalTime.LastYear}");
        }
    }
}
