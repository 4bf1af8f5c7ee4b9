using CrossBorder.Crm.Support;
using NodaTime;
using NodaTime.Text;
using Spectre.Console;
using SupportDesk.Week;

namespace SupportDesk.Report;

/// <summary>The life of one ticket: every decision with its reasons, and its clocks with the intervals that were counted.</summary>
internal static class WhyReport
{
    private static readonly ZonedDateTimePattern Wall = ZonedDateTimePattern.CreateWithInvariantCulture("ddd HH:mm", zoneProvider: null);

    public static void Write(WeekTicket ticket, Journal journal, IAnsiConsole console)
    {
        var zone = DateTimeZoneProviders.Tzdb[ticket.Concern.Zone];
        console.WriteLine();
        console.WriteLine($"Why, {ticket.Concern.Name}: now {Reasons.Words(ticket.State.Status)}, {Reasons.Words(ticket.State.Priority)}; the customer's time is that of {zone.Id}");
        foreach (var decision in journal.Of(ticket.State.Id))
        {
            console.WriteLine($"  {Reasons.At(decision.At)} ({Wall.Format(decision.At.InZone(zone))} hers) {Reasons.Words(decision.Deed)}: {decision.What}");
            foreach (var line in decision.Why)
            {
                console.WriteLine($"      {line}");
            }
        }

        foreach (var clock in ticket.Clocks.Where(clock => clock.Target is not null))
        {
            WriteClock(clock, console);
        }
    }

    private static void WriteClock(SlaClock clock, IAnsiConsole console)
    {
        var target = clock.Target!.Value;
        var hours = Sites.Hours(target.Calendar);
        console.WriteLine(
            $"  clock {Reasons.Words(clock.Metric)}: {Reasons.Words(clock.State)}{(clock.Breached ? ", breached" : "")}, {Figures.Time(clock.Elapsed)} of {Figures.Time(target.Within)} used"
            + (clock.EndedAt is { } ended ? $", ended {Reasons.At(ended)}" : ""));

        // A clock that pauses was counted in pieces; the others in one, which the calendar explains.
        if (clock.Metric is SlaMetric.FirstReply or SlaMetric.NextReply or SlaMetric.PromisedAnswer)
        {
            WriteLines($"due: {hours.ExplainAdd(clock.StartedAt, target.Within)}", console);
            WriteLines($"counted: {hours.ExplainBetween(clock.StartedAt, clock.EndedAt ?? WeekRun.End)}", console);
        }
    }

    private static void WriteLines(string text, IAnsiConsole console)
    {
        foreach (var line in text.Split('\n'))
        {
            console.WriteLine($"      {line}");
        }
    }
}
