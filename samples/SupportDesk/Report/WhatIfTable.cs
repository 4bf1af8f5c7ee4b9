using CrossBorder.Crm.Support;
using Spectre.Console;

namespace SupportDesk.Report;

/// <summary>What would have changed, with how sure that is.</summary>
internal static class WhatIfTable
{
    public static void Write(string title, WhatIfReport report, IAnsiConsole console)
    {
        var table = Figures.Table(title, "was", "would be", "change", "low", "high");
        table.Row(
            "first reply breached, %",
            Figures.Rate(report.Breach.Before),
            Figures.Rate(report.Breach.After),
            Figures.Points(report.Breach.Change),
            Figures.Points(report.Breach.Low),
            Figures.Points(report.Breach.High));
        AddTime(table, "business time, mean, h:mm", report.BusinessMean);
        AddTime(table, "business time, median", report.BusinessPercentile);
        AddTime(table, "calendar time, mean", report.CalendarMean);
        AddTime(table, "calendar time, median", report.CalendarPercentile);
        console.Write(table);
    }

    private static void AddTime(Table table, string name, TimeChange change) => table.Row(
        name, Figures.Time(change.Before), Figures.Time(change.After), Figures.Time(change.Change), Figures.Time(change.Low), Figures.Time(change.High));
}
