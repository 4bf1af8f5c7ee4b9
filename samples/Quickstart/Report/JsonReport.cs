using System.Globalization;
using System.Text.Json;
using Quickstart.Run;

namespace Quickstart.Report;

/// <summary>The same figures for machines.</summary>
internal static class JsonReport
{
    public static void Write(ShopReport report, string path)
    {
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file, new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var figures = report.Shop.Figures;
        json.WriteStartObject();
        json.WriteString("source", report.Shop.Name);
        json.WriteBoolean("generatedOrders", report.Shop.IsGenerated);
        json.WriteString("at", report.At.ToString());
        json.WriteNumber("rows", figures.Rows);
        json.WriteNumber("invoices", figures.Invoices);
        json.WriteNumber("customers", figures.Customers);
        json.WriteNumber("rowsWithoutCustomer", figures.RowsWithoutCustomer);
        json.WriteNumber("cancellationInvoices", figures.CancellationInvoices);
        json.WriteNumber("netAmount", decimal.Round(figures.NetAmount, 2));
        json.WriteString("currency", report.Shop.Currency.Code);
        json.WriteNumber("unmatchedCredits", report.UnmatchedCredits);
        json.WriteStartArray("unreadable");
        foreach (var row in figures.Unreadable)
        {
            json.WriteStartObject();
            json.WriteNumber("line", row.Line);
            json.WriteString("reason", row.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteSegments(json, report);
        WritePoints(json, report.Points);
        WriteTickets(json, report.Tickets);
        json.WriteStartObject("campaign");
        json.WriteString("segment", report.Campaign.Segment);
        json.WriteNumber("asked", report.Campaign.Asked);
        json.WriteNumber("allowed", report.Campaign.Allowed);
        WriteCounts(json, "byReason", report.Campaign.ByReason);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSegments(Utf8JsonWriter json, ShopReport report)
    {
        json.WriteStartArray("segments");
        foreach (var market in report.Segments)
        {
            json.WriteStartObject();
            json.WriteString("market", market.Market.Value);
            json.WriteString("measuredAgainst", market.MeasuredAgainst.Value);
            json.WriteNumber("sampleSize", market.SampleSize);
            WriteCounts(json, "segments", market.Segments);
            WriteCounts(json, "tiers", market.Tiers);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePoints(Utf8JsonWriter json, PointFigures points)
    {
        var liability = points.Liability;
        json.WriteStartObject("points");
        json.WriteNumber("accounts", points.Accounts);
        json.WriteNumber("issued", liability.Totals.Earned.Value);
        json.WriteNumber("redeemed", liability.Totals.Redeemed.Value);
        json.WriteNumber("returned", liability.Totals.Returned.Value);
        json.WriteNumber("expired", liability.Totals.Expired.Value);
        json.WriteNumber("takenBack", liability.Totals.ClawedBack.Value);
        json.WriteNumber("outstanding", liability.Outstanding.Value);
        json.WriteNumber("owed", liability.Debt.Value);
        json.WriteNumber("redemptions", points.Redemptions);
        json.WriteNumber("lapsedHolds", points.LapsedHolds);
        WriteCounts(json, "tiers", points.Tiers.ToDictionary(tier => tier.Tier.Tier.Code, tier => tier.Members));
        json.WriteStartArray("outstandingByExpiry");
        foreach (var band in liability.ByExpiry)
        {
            json.WriteStartObject();
            json.WriteString("month", band.Month?.ToString("yyyy-MM", CultureInfo.InvariantCulture));
            json.WriteNumber("points", band.Points.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTickets(Utf8JsonWriter json, TicketFigures tickets)
    {
        json.WriteStartObject("tickets");
        json.WriteNumber("inQueue", tickets.InQueue);
        json.WriteStartArray("top");
        foreach (var ticket in tickets.Top)
        {
            json.WriteStartObject();
            json.WriteString("ticket", ticket.Ticket);
            json.WriteString("customer", ticket.Customer);
            json.WriteString("tier", ticket.Tier);
            json.WriteString("language", ticket.Language);
            json.WriteString("rankAt", ticket.RankAt.ToString());
            json.WriteStartArray("reasons");
            foreach (var reason in ticket.Reasons)
            {
                json.WriteStringValue(reason);
            }

            json.WriteEndArray();
            json.WriteString("agent", ticket.Agent);
            json.WriteString("agentReason", ticket.AgentReason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, int> counts)
    {
        json.WriteStartObject(name);
        foreach (var (key, count) in counts)
        {
            json.WriteNumber(key, count);
        }

        json.WriteEndObject();
    }
}
