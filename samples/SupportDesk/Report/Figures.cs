using System.Globalization;
using CrossBorder.Crm.Support;
using NodaTime;
using Spectre.Console;

namespace SupportDesk.Report;

/// <summary>How figures are written: the same on every machine.</summary>
internal static class Figures
{
    public static Table Table(string title, params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = false };
        table.AddColumn(new TableColumn(title.EscapeMarkup()));
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column.EscapeMarkup()).RightAligned());
        }

        return table;
    }

    public static void Row(this Table table, params string[] cells) => table.AddRow([.. cells.Select(cell => cell.EscapeMarkup())]);

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A rate with its denominator.</summary>
    public static string Rate(KpiRate rate) => rate.Value is { } value ? $"{Percent(value)} of {Count(rate.Of)}" : "-";

    public static string Percent(decimal? value) => value is { } known ? (100 * known).ToString("0.00", CultureInfo.InvariantCulture) + " %" : "-";

    /// <summary>A change of a rate in percentage points.</summary>
    public static string Points(decimal? value) => value is { } known ? (100 * known).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) : "-";

    /// <summary>Hours and minutes; a part of a minute is left out.</summary>
    public static string Time(Duration? time)
    {
        if (time is not { } known)
        {
            return "-";
        }

        var minutes = (long)(known < Duration.Zero ? -known : known).TotalMinutes;
        return string.Create(CultureInfo.InvariantCulture, $"{(known < Duration.Zero && minutes > 0 ? "-" : "")}{minutes / 60}:{minutes % 60:00}");
    }

    public static string Words(SlaMetric metric) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(metric.ToString()).Replace('_', ' ');
}
