using System.Text;
using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Json;
using CrossBorder.Crm.Support;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Support;

/// <summary>All that can be read of a desk, as text: two desks are the same if this is.</summary>
internal static class TicketDump
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<string> OfAsync(TicketShop shop, string tenant, params string[] names)
    {
        var crm = shop.For(tenant);
        var text = new StringBuilder();
        foreach (var name in names)
        {
            await WriteAsync(text, crm.Tickets, name);
        }

        await ListAsync(text, crm.Tickets, names, "queue", new() { InQueue = true });
        await ListAsync(text, crm.Tickets, names, "unassigned", new() { Unassigned = true });
        await ListAsync(text, crm.Tickets, names, "in hand", new() { InHand = true });
        await ListAsync(text, crm.Tickets, names, "unsolved", new() { Unsolved = true });
        await ListAsync(text, crm.Tickets, names, "changed", new() { ChangedFrom = TicketShop.Start });
        await ListAsync(text, crm.Tickets, names, "to be checked", new() { CheckDueAfter = TicketShop.Start });
        await ListAsync(text, crm.Tickets, names, "Polish", new() { Language = "pl" });
        WriteKpis(text, await crm.SupportKpis.ReportAsync(new() { From = TicketShop.Start, To = shop.Now + Duration.FromSeconds(1), By = [KpiDimension.Priority] }, Ct));
        foreach (var told in await shop.ToldAsync(crm.Tenant))
        {
            text.AppendLine($"told {told.Id} {told.Kind} of {told.Owner} at {told.OccurredAt}: {Json(told.Data.Value)}");
        }

        return text.ToString();
    }

    private static async Task WriteAsync(StringBuilder text, ITicketService tickets, string name)
    {
        var id = TicketLife.IdOf(name);
        var found = (await tickets.FindAsync(id, Ct))!.Value;
        text.AppendLine($"{name} v{found.Version} {Json(found.Value)}");
        foreach (var item in (await tickets.HistoryAsync(id, new() { Size = 500 }, Ct)).Items)
        {
            text.AppendLine($"  {item.Version} {Json(item.Value)}");
        }

        foreach (var message in (await tickets.MessagesAsync(id, new() { Size = 500 }, Ct)).Items)
        {
            text.AppendLine($"  {Json(message)}");
        }

        foreach (var clock in (await tickets.ClocksAsync(id, cancellationToken: Ct)).OrThrow())
        {
            text.AppendLine(
                $"  clock {clock.Metric} {clock.State} from {clock.StartedAt} ran {clock.Elapsed} of {clock.Target} due {clock.DueAt} breached {clock.Breached} "
                + $"[{string.Join(' ', clock.BreachEvents)}] ended {clock.EndedAt} warned [{string.Join(' ', clock.Warnings)}]");
        }
    }

    private static async Task ListAsync(StringBuilder text, ITicketService tickets, string[] names, string what, TicketQuery query)
    {
        var page = await tickets.ListAsync(query, new() { Size = 100 }, Ct);
        text.AppendLine($"{what}: {string.Join(' ', page.Items.Select(ticket => names.First(name => TicketLife.IdOf(name) == ticket.Id)))}");
    }

    private static void WriteKpis(StringBuilder text, KpiReport report)
    {
        foreach (var group in report.Groups.Append(report.Total))
        {
            text.AppendLine($"{string.Join(',', group.Key)}: {group.Opened} opened, {group.Solved} solved, {group.Reopened} reopened, backlog {group.Backlog.Open}+{group.Backlog.Waiting}");
            foreach (var metric in group.Metrics)
            {
                text.AppendLine(
                    $"  {metric.Metric}: {metric.Fulfilled} fulfilled, {metric.Stopped} stopped, {metric.Breach}, {metric.BusinessTime.Mean} {metric.CalendarTime.Mean}, "
                    + $"{metric.Running} running, {metric.Paused} paused, {metric.RunningBreach}");
            }
        }
    }

    private static string Json(object value) => Encoding.UTF8.GetString(CrmJson.Encode(value));
}
