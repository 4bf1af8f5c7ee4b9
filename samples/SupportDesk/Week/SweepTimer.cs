using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Support;
using NodaTime;

namespace SupportDesk.Week;

/// <summary>The host's timer: it wakes when time alone changes a ticket, sweeps, and hears from the outbox what came of it. It never polls.</summary>
internal sealed class SweepTimer(Floor floor, IOutboxRepository outbox)
{
    private const string Worker = "desk";

    private Instant? planned;

    public void WakeBy(Instant? at)
    {
        if (at is { } instant && (planned is null || instant < planned))
        {
            planned = instant;
            floor.Agenda.At(instant, () => SweepAsync(instant));
        }
    }

    private async Task SweepAsync(Instant at)
    {
        if (planned != at)
        {
            return;
        }

        planned = null;
        var sweep = await floor.Tickets.RunOnceAsync();
        foreach (var told in await ListenAsync())
        {
            var ticket = await floor.GetAsync(TicketId.From(told.Owner));
            if (told.Data.Value is TicketEscalated escalated)
            {
                floor.Note(ticket, Deed.Escalated, $"level {escalated.Level}, to the {escalated.To.Role}", Reasons.Of(escalated, ticket), code: escalated.Rule);
                await floor.ChangedAsync(ticket.Id);
            }
            else if (told.Data.Value is TicketStatusChanged { Move: TicketMove.Resume })
            {
                await floor.ChangedAsync(ticket.Id);
            }
        }

        WakeBy(sweep.NextAt);
    }

    // In the order in which it happened: what is told twice after a crash has the same id.
    private async Task<List<CrmEvent>> ListenAsync()
    {
        var told = new List<CrmEvent>();
        while (await outbox.ClaimAsync(100, Worker, floor.Now, floor.Now + Duration.FromMinutes(1), default) is { Count: > 0 } claimed)
        {
            told.AddRange(claimed.Select(item => item.Event));
            await outbox.CompleteAsync(Worker, [.. claimed.Select(item => item.Ref)], default);
        }

        return [.. told.OrderBy(item => item.OccurredAt).ThenBy(item => item.Id)];
    }
}
