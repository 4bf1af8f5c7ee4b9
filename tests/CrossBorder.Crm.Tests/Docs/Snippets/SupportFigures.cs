using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Support;
using NodaTime;

namespace CrossBorder.Crm.Tests.Docs.Snippets;

/// <summary>The page on support: figures, and what if. What the snippet takes for granted is a parameter.</summary>
internal static class SupportFigures
{
    public static async Task ReportAsync(ICrmTenant crm, Instant monday, SlaPlan today, SlaPlan tighter, IReadOnlyList<TicketHistory> histories)
    {
        #region docs/support.md
        var week = await crm.SupportKpis.ReportAsync(new()
        {
            From = monday,
            To = monday + Duration.FromDays(7),   // exclusive: the next week begins here
            By = [KpiDimension.Priority, KpiDimension.Attribute(TicketAttributes.Market)],
        });
        var reply = week.Total.Of(SlaMetric.FirstReply);   // Breach.Count of Breach.Of; BusinessTime, CalendarTime; Running and Paused apart

        var change = SupportWhatIf.Policies(new() { From = week.From, To = week.To, Seed = 1 }, today, tighter, histories);
        Console.WriteLine($"{change.Breach.Change} ({change.Breach.Low} to {change.Breach.High})");
        #endregion
    }
}
