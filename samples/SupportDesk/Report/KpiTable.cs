using CrossBorder.Crm.Support;
using Spectre.Console;

namespace SupportDesk.Report;

/// <summary>The figures of a period as tables.</summary>
internal static class KpiTable
{
    public static void Write(KpiReport report, IAnsiConsole console)
    {
        var by = string.Join(", ", report.By);
        var tickets = Figures.Table(
            $"Tickets by {by}",
            ["opened", "solved", "reopened", "backlog", "of it waiting", .. report.Total.Backlog.Ages.Select(age => $"from {age.AtLeast.Days} d")]);
        foreach (var group in Rows(report))
        {
            tickets.Row(
            [
                Name(group),
                Figures.Count(group.Opened),
                Figures.Count(group.Solved),
                Figures.Count(group.Reopened),
                Figures.Count(group.Backlog.Count),
                Figures.Count(group.Backlog.Waiting),
                .. group.Backlog.Ages.Select(age => Figures.Count(age.Count)),
            ]);
        }

        console.Write(tickets);
        foreach (var metric in report.Total.Metrics.Select(figures => figures.Metric))
        {
            console.Write(Metric(report, metric));
        }
    }

    private static Table Metric(KpiReport report, SlaMetric metric)
    {
        var table = Figures.Table(
            $"{Figures.Words(metric)}, h:mm", "ended", "breached", "business 50 %", "90 %", "mean", "calendar 50 %", "90 %", "mean", "running", "paused", "of both breached");
        foreach (var group in Rows(report))
        {
            if (group.Of(metric) is { } figures)
            {
                table.Row(
                    Name(group),
                    Figures.Count(figures.Fulfilled + figures.Stopped),
                    Figures.Rate(figures.Breach),
                    Figures.Time(figures.BusinessTime.Percentile(50)),
                    Figures.Time(figures.BusinessTime.Percentile(90)),
                    Figures.Time(figures.BusinessTime.Mean),
                    Figures.Time(figures.CalendarTime.Percentile(50)),
                    Figures.Time(figures.CalendarTime.Percentile(90)),
                    Figures.Time(figures.CalendarTime.Mean),
                    Figures.Count(figures.Running),
                    Figures.Count(figures.Paused),
                    Figures.Rate(figures.RunningBreach));
            }
        }

        return table;
    }

    private static IEnumerable<KpiGroup> Rows(KpiReport report) => report.Groups.Append(report.Total);

    private static string Name(KpiGroup group) => group.Key.IsEmpty ? "all" : string.Join(", ", group.Key.Select(value => value ?? "(none)"));
}
