using System.Collections.Immutable;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Support;
using NodaTime;

namespace SupportDesk.Week;

/// <summary>What became of the week, read back through the public services.</summary>
internal sealed record WeekOutcome
{
    public required IReadOnlyList<Concern> Concerns { get; init; }

    public required Journal Journal { get; init; }

    /// <summary>The most pressing tickets at <see cref="WeekRun.Look"/>.</summary>
    public required ImmutableArray<Ticket> Queue { get; init; }

    public required KpiReport Kpis { get; init; }

    public required ImmutableArray<WeekTicket> Tickets { get; init; }

    public WeekTicket? Find(string name) => Tickets.FirstOrDefault(ticket => ticket.Concern.Name == name);

    public static async Task<WeekOutcome> OfAsync(Floor floor, IReadOnlyList<Concern> concerns, ImmutableArray<Ticket> queue)
    {
        var tickets = ImmutableArray.CreateBuilder<WeekTicket>();
        foreach (var concern in concerns.Where(concern => concern.At < WeekRun.End))
        {
            var history = await floor.Tickets.HistoryAsync(concern.Id, new() { Size = PageRequest.MaxSize });
            tickets.Add(new(
                concern,
                await floor.GetAsync(concern.Id),
                TicketHistory.Of([.. history.Items.Select(item => item.Value)]),
                (await floor.Tickets.ClocksAsync(concern.Id)).OrThrow()));
        }

        return new()
        {
            Concerns = concerns,
            Journal = floor.Journal,
            Queue = queue,
            Tickets = tickets.ToImmutable(),
            Kpis = await floor.Tenant.SupportKpis.ReportAsync(new() { From = WeekRun.Start, To = WeekRun.End, By = [KpiDimension.Attribute(DeskSetup.Site)] }),
        };
    }
}

/// <summary>One ticket at the week's end.</summary>
internal sealed record WeekTicket(Concern Concern, Ticket State, TicketHistory History, ImmutableArray<SlaClock> Clocks);
