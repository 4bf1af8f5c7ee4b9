using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>
/// A recurrence by year (RFC 5545, section 3.3.10), with the parts that holidays use: every n-th year, a number of times or until a day, in months,
/// on days of the month, on weekdays, perhaps the n-th of the month or year. Days that a year does not have (29 February) are left out.
/// </summary>
internal sealed partial record YearlyRule
{
    private static readonly string[] Weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    private ImmutableArray<int> months = [];
    private ImmutableArray<int> days = [];
    private ImmutableArray<(int Ordinal, IsoDayOfWeek Day)> weekdays = [];

    public int Interval { get; private init; } = 1;

    public int? Count { get; private init; }

    public ICalTime? Until { get; private init; }

    /// <summary>Reads the rule of an event.</summary>
    /// <param name="line">The line.</param>
    /// <param name="start">The event's first start, which the rule must hit: what it means otherwise, the format leaves open.</param>
    public static YearlyRule Read(ICalLine line, ICalTime start)
    {
        line.Only();
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in line.Value.Split(';'))
        {
            if (part.Split('=') is not [var name, var value] || !parts.TryAdd(name.ToUpperInvariant(), value.ToUpperInvariant()))
            {
                throw line.Fault($"'{part}' is not a part of the form NAME=value, each once");
            }
        }

        if (parts.GetValueOrDefault("FREQ") is not "YEARLY")
        {
            throw line.Fault($"FREQ={parts.GetValueOrDefault("FREQ", "")} is not supported; holidays come back by FREQ=YEARLY");
        }

        if (parts.ContainsKey("COUNT") && parts.ContainsKey("UNTIL"))
        {
            throw line.Fault("COUNT and UNTIL exclude each other");
        }

        var rule = new YearlyRule();
        foreach (var (name, value) in parts)
        {
            rule = name switch
            {
                "FREQ" => rule,
                // The first day of the week matters to rules by week only.
                "WKST" => Array.IndexOf(Weekdays, value) >= 0 ? rule : throw line.Fault($"WKST={value} is no weekday"),
                "INTERVAL" => rule with { Interval = Number(line, name, value, 1, ICalTime.LastYear) },
                "COUNT" => rule with { Count = Number(line, name, value, 1, 1_000_000) },
                "UNTIL" => rule with { Until = ReadUntil(line, value, start) },
                "BYMONTH" => rule with { months = Numbers(line, name, value, 1, 12) },
                "BYMONTHDAY" => rule with { days = Numbers(line, name, value, -31, 31) },
                "BYDAY" => rule with { weekdays = [.. value.Split(',').Select(item => Weekday(line, item))] },
                _ => throw line.Fault($"{name} is not supported, only INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYDAY and WKST"),
            };
        }

        // The table of section 3.3.10 gives such a day in every month; some programs take the month of DTSTART instead.
        if (!rule.days.IsEmpty && rule.months.IsEmpty)
        {
            throw line.Fault("BYMONTHDAY without BYMONTH is not supported: programs differ in which months it means");
        }

        if (!rule.days.IsEmpty && rule.weekdays.Any(item => item.Ordinal != 0))
        {
            throw line.Fault("BYMONTHDAY and the n-th weekday together are not supported");
        }

        return rule.In(start.Local.Year, start).Contains(start.Local.Date)
            ? rule
            : throw line.Fault($"the rule does not hit DTSTART, {TimeText.Of(start.Local.Date)}, and the format leaves open what that means");
    }

    /// <summary>The starts from the first one on, in order, up to the end of a year.</summary>
    public IEnumerable<ICalTime> Starts(ICalTime first, int lastYear)
    {
        var count = 0;
        for (var year = first.Local.Year; year <= lastYear; year += Interval)
        {
            foreach (var date in In(year, first))
            {
                var start = first.At(date + first.Local.TimeOfDay);
                if (start.Local < first.Local)
                {
                    continue;
                }

                if (count == Count || (Until is { } until && IsAfter(start, until)))
                {
                    yield break;
                }

                count++;
                yield return start;
            }
        }
    }

    private static bool IsAfter(ICalTime start, ICalTime until) => start.Zone is null ? start.Local > until.Local : start.Instant > until.Instant;

    /// <summary>The dates of one year, sorted, each once.</summary>
    private IEnumerable<LocalDate> In(int year, ICalTime first)
    {
        IEnumerable<LocalDate> dates;
        if (!days.IsEmpty)
        {
            dates = months.SelectMany(month => days.Select(day => Day(year, month, day)).OfType<LocalDate>())
                .Where(date => weekdays.IsEmpty || weekdays.Any(item => item.Day == date.DayOfWeek));
        }
        else if (!weekdays.IsEmpty)
        {
            dates = months.IsEmpty
                ? Nth(new(year, 1, 1), new(year, 12, 31))
                : months.SelectMany(month => Nth(new(year, month, 1), new LocalDate(year, month, 1).With(DateAdjusters.EndOfMonth)));
        }
        else
        {
            dates = (months.IsEmpty ? [first.Local.Month] : months).Select(month => Day(year, month, first.Local.Day)).OfType<LocalDate>();
        }

        return dates.Distinct().Order();
    }

    // The weekdays between two dates, both inclusive: all, or the n-th from the front or, below zero, from the back.
    private IEnumerable<LocalDate> Nth(LocalDate first, LocalDate last)
    {
        foreach (var (ordinal, day) in weekdays)
        {
            var (front, back) = (first.With(DateAdjusters.NextOrSame(day)), last.With(DateAdjusters.PreviousOrSame(day)));
            if (ordinal == 0)
            {
                for (var date = front; date <= back; date = date.PlusWeeks(1))
                {
                    yield return date;
                }
            }
            else
            {
                var date = ordinal > 0 ? front.PlusWeeks(ordinal - 1) : back.PlusWeeks(ordinal + 1);
                if (date >= first && date <= last)
                {
                    yield return date;
                }
            }
        }
    }

    private static LocalDate? Day(int year, int month, int day)
    {
        var length = CalendarSystem.Iso.GetDaysInMonth(year, month);
        var fromFront = day > 0 ? day : length + 1 + day;
        return fromFront >= 1 && fromFront <= length ? new LocalDate(year, month, fromFront) : null;
    }

    private static ICalTime ReadUntil(ICalLine line, string value, ICalTime start)
    {
        var until = ICalTime.Read(line, value, isDate: !value.Contains('T', StringComparison.Ordinal), zone: null);
        // Section 3.3.10: of the type of DTSTART, and in UTC where DTSTART has a zone.
        return until.IsDate == start.IsDate && (until.Zone is null) == (start.Zone is null)
            ? until
            : throw line.Fault($"UNTIL={value} must be {(start.IsDate ? "a date" : start.Zone is null ? "a time without zone" : "a time in UTC")}, as DTSTART asks for");
    }

    private static (int Ordinal, IsoDayOfWeek Day) Weekday(ICalLine line, string item)
    {
        var match = WeekdayForm().Match(item);
        var ordinal = match.Groups[1] is { Success: true, Length: > 0 } given ? Number(line, "BYDAY", given.Value, -53, 53) : 0;
        return match.Success && (ordinal != 0 || match.Groups[1].Length == 0)
            ? (ordinal, (IsoDayOfWeek)(Array.IndexOf(Weekdays, match.Groups[2].Value) + 1))
            : throw line.Fault($"BYDAY={item} is not a weekday such as MO, 4TH or -1MO");
    }

    private static ImmutableArray<int> Numbers(ICalLine line, string name, string value, int least, int most) =>
        [.. value.Split(',').Select(item => Number(line, name, item, least, most) is not 0 and var number ? number : throw line.Fault($"{name}=0 names nothing"))];

    private static int Number(ICalLine line, string name, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw line.Fault($"{name}={text} is not a whole number from {least} to {most}");

    [GeneratedRegex("^([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)$", RegexOptions.CultureInvariant)]
    private static partial Regex WeekdayForm();
}
