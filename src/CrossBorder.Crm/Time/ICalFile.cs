using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>The structure of an iCalendar file (RFC 5545, section 3.6): calendars with events, and what is passed over.</summary>
internal static class ICalFile
{
    public static List<ICalClosing> Read(string text, IDateTimeZoneProvider zones)
    {
        var closings = new List<ICalClosing>();
        var uids = new Dictionary<string, int>(StringComparer.Ordinal);
        var open = new Stack<ICalLine>();
        ICalEvent? current = null;
        var lines = ICalLine.ReadAll(text);
        if (lines.Count == 0)
        {
            throw new InvalidHolidayFileException(1, "BEGIN", "the file is empty; expected BEGIN:VCALENDAR");
        }

        foreach (var line in lines)
        {
            switch (line.Name)
            {
                case "BEGIN":
                    Begin(line);
                    break;
                case "END":
                    End(line);
                    break;
                default:
                    Property(line);
                    break;
            }
        }

        return open.TryPeek(out var left) ? throw left.Fault($"{left.Value} has no END") : closings;

        void Begin(ICalLine line)
        {
            // Within an event only an alarm may stand, within a VTIMEZONE its rules; neither closes anything.
            var (inside, component) = (open.TryPeek(out var outer) ? Name(outer) : "", Name(line));
            var isKnown = inside switch
            {
                "" => component == "VCALENDAR",
                "VCALENDAR" => component is "VEVENT" or "VTIMEZONE",
                "VEVENT" => component == "VALARM",
                "VTIMEZONE" => component is "STANDARD" or "DAYLIGHT",
                _ => false,
            };
            if (!isKnown)
            {
                throw line.Fault(inside.Length == 0 ? $"expected VCALENDAR, not {component}" : $"{component} within {inside} is not supported");
            }

            open.Push(line);
            current = component == "VEVENT" ? new ICalEvent(line, zones) : current;
        }

        void End(ICalLine line)
        {
            if (!open.TryPop(out var begin) || Name(begin) != Name(line))
            {
                throw line.Fault($"{line.Value} was not begun{(begin is null ? "" : $"; {begin.Value} of line {begin.Number} is open")}");
            }

            if (Name(line) == "VEVENT")
            {
                if (current!.Uid is { } uid && !uids.TryAdd(uid.Value, uid.Number))
                {
                    throw uid.Fault($"is given twice, first in line {uids[uid.Value]}: versions of one event are not supported");
                }

                closings.Add(current.Read());
                current = null;
            }
        }

        void Property(ICalLine line)
        {
            switch (open.TryPeek(out var component) ? Name(component) : throw line.Fault("stands outside of VCALENDAR"))
            {
                case "VEVENT":
                    current!.Take(line);
                    break;
                case "VCALENDAR" when line.Name == "VERSION" && line.Value != "2.0":
                case "VCALENDAR" when line.Name == "CALSCALE" && !line.Value.Equals("GREGORIAN", StringComparison.OrdinalIgnoreCase):
                case "VCALENDAR" when line.Name == "METHOD" && !line.Value.Equals("PUBLISH", StringComparison.OrdinalIgnoreCase):
                    throw line.Fault($"{line.Value} is not supported");
            }
        }

        static string Name(ICalLine line) => line.Value.ToUpperInvariant();
    }
}
