using System.Globalization;
using Quickstart.Run;
using Spectre.Console;

namespace Quickstart.Report;

/// <summary>The figures for people. Nothing in it depends on the hour or the machine: the same input gives the same text.</summary>
internal static class ConsoleReport
{
    private const int MarketsShown = 12;

    public static void Write(ShopReport report, IAnsiConsole console)
    {
        WriteInput(report, console);
        WriteSegments(report, console);
        PointTables.Write(report.Points, console);
        WriteTickets(report, console);
        WriteCampaign(report, console);
        if (report.Store is { } store)
        {
            console.WriteLine();
            console.WriteLine(store);
        }
    }

    private static void WriteInput(ShopReport report, IAnsiConsole console)
    {
        var figures = report.Shop.Figures;
        console.WriteLine($"{report.Shop.Name}, as of {report.At}");
        console.WriteLine(report.Shop.IsGenerated
            ? "Everything here is generated: customers, orders, tickets and consents."
            : "Orders are real. Tickets, consents and who spends points are generated from the customers' numbers.");
        console.WriteLine();
        var table = Plain("What was read", "");
        Add(table, "rows", figures.Rows);
        Add(table, "invoices", figures.Invoices);
        Add(table, "of them cancellations and credits", figures.CancellationInvoices);
        Add(table, "customers", figures.Customers);
        Add(table, "rows without a customer", figures.RowsWithoutCustomer);
        table.AddRow("net value", $"{Number(decimal.Round(figures.NetAmount, 2), "N2")} {report.Shop.Currency}");
        Add(table, "credits that belong to no known order", report.UnmatchedCredits);
        Add(table, "unreadable rows", figures.Unreadable.Count);
        console.Write(table);
        foreach (var row in figures.Unreadable)
        {
            console.WriteLine($"  line {row.Line}: {row.Reason}");
        }

        console.WriteLine();
    }

    private static void WriteSegments(ShopReport report, IAnsiConsole console)
    {
        var segments = report.Segments.SelectMany(market => market.Segments).GroupBy(pair => pair.Key)
            .OrderByDescending(group => group.Sum(pair => pair.Value)).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key).Take(6).ToList();
        var table = Plain(["Market", "measured against", .. segments, "others", "vip", "important"]);
        foreach (var market in report.Segments.Take(MarketsShown))
        {
            table.AddRow(
            [
                market.Market.Value,
                $"{market.MeasuredAgainst} ({Number(market.SampleSize)})",
                .. segments.Select(segment => Number(market.Segments.GetValueOrDefault(segment))),
                Number(market.Segments.Where(pair => !segments.Contains(pair.Key)).Sum(pair => pair.Value)),
                Number(market.Tiers.GetValueOrDefault("vip")),
                Number(market.Tiers.GetValueOrDefault("important")),
            ]);
        }

        console.WriteLine("Segments by market (RFM, scored within the market where it has enough customers)");
        console.Write(table);
        if (report.Segments.Count > MarketsShown)
        {
            console.WriteLine($"  and {report.Segments.Count - MarketsShown} smaller markets");
        }

        console.WriteLine();
    }

    private static void WriteTickets(ShopReport report, IAnsiConsole console)
    {
        console.WriteLine($"Tickets: {Number(report.Tickets.InQueue)} in the queue; the first {report.Tickets.Top.Count}:");
        foreach (var ticket in report.Tickets.Top)
        {
            console.WriteLine($"  {ticket.Ticket}  serve by {ticket.RankAt}  ({ticket.Tier}, {ticket.Language})  -> {ticket.Agent} ({ticket.AgentReason})");
            foreach (var reason in ticket.Reasons)
            {
                console.WriteLine($"      {reason}");
            }
        }

        console.WriteLine();
    }

    private static void WriteCampaign(ShopReport report, IAnsiConsole console)
    {
        var campaign = report.Campaign;
        console.WriteLine($"Campaign to {campaign.Segment} by e-mail, now: {Number(campaign.Allowed)} of {Number(campaign.Asked)} may be contacted");
        foreach (var (reason, count) in campaign.ByReason.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            console.WriteLine($"  {Number(count),7}  {reason}");
        }
    }

    internal static Table Plain(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Ascii);
        for (var i = 0; i < columns.Length; i++)
        {
            table.AddColumn(i == 0 || columns[i] == "measured against" ? new TableColumn(columns[i]) : new TableColumn(columns[i]).RightAligned());
        }

        return table;
    }

    internal static void Add(Table table, string name, long value) => table.AddRow(name, Number(value));

    internal static string Number(decimal value, string format = "N0") => value.ToString(format, CultureInfo.InvariantCulture);
}
