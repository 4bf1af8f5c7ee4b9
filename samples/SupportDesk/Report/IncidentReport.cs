using CrossBorder.Crm.Support;
using Spectre.Console;
using SupportDesk.Incidents;

namespace SupportDesk.Report;

/// <summary>What the incident log comes to, for people.</summary>
internal static class IncidentReport
{
    public static void Write(IncidentFigures figures, long seed, IAnsiConsole console)
    {
        console.WriteLine("Incidents are real (DOI 10.24432/C57S4H); hours, targets and rosters are made up, and the first reply is taken to be when an incident leaves New.");
        console.WriteLine();
        WriteReconciliation(figures, console);
        KpiTable.Write(figures.Kpis, console);
        console.WriteLine(
            $"The requester's wait and the log's own flag made_sla agree on {Figures.Rate(figures.AgreesWithLog)} incidents; the log does not give the company's targets.");
        console.WriteLine();
        console.WriteLine($"What if? Differences with 95 % intervals of the paired bootstrap, 2,000 resamples, seed {seed}.");
        WhatIfTable.Write("first reply to moderate incidents within 2 h instead of 4 h", figures.QuickerReply, console);
        WhatIfTable.Write("targets counted from 06:00 to 22:00 instead of 08:00 to 18:00", figures.LongerDay, console);
        WhatIfTable.Write("a model roster: 8 agents by day and 4 by night instead of 12 by day", figures.TwoShifts, console);
    }

    private static void WriteReconciliation(IncidentFigures figures, IAnsiConsole console)
    {
        var log = figures.Log;
        var table = Figures.Table("Reconciliation", "events", "incidents");
        table.Row("read", Figures.Count(log.Rows), Figures.Count(log.Incidents.Count));
        table.Row("folded", Figures.Count(log.Folded), Figures.Count(log.Incidents.Count(incident => incident.Folded > 0)));
        foreach (var reason in log.Incidents.SelectMany(incident => incident.Refused.Select(refusal => (refusal.Reason, incident.Number)))
            .GroupBy(refusal => refusal.Reason).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            table.Row($"refused: {reason.Key}", Figures.Count(reason.Count()), Figures.Count(reason.Select(refusal => refusal.Number).Distinct().Count()));
        }

        table.Row("read less folded less refused", Figures.Count(log.Rows - log.Folded - log.Refused.Count()), "");
        console.Write(table);
        foreach (var incident in log.Incidents.Where(incident => !incident.Refused.IsEmpty))
        {
            console.WriteLine(
                $"  {incident.Number}: {incident.Rows} in, {incident.Folded} folded, {string.Join("; ", incident.Refused.Select(refusal => $"line {refusal.Line} refused, {refusal.Reason}"))}");
        }

        console.WriteLine();
    }
}
