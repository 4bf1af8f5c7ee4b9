using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using NodaTime;

namespace SupportDesk.Week;

/// <summary>Gives out what waits: the most pressing ticket first, to whom it costs least.</summary>
internal sealed class Dispatch(Floor floor)
{
    // Whom no shift lets have it before an instant is not asked for again before it, unless she writes or is escalated.
    private readonly Dictionary<TicketId, Instant> notBefore = [];
    private readonly Dictionary<TicketId, string> unanswerable = [];
    private Instant? planned;

    /// <summary>Something happened to a ticket: whoever could not have it before may be able to now.</summary>
    public void LookAgain(TicketId ticket) => notBefore.Remove(ticket);

    /// <summary>Looks at the queue at an instant, once.</summary>
    public void Soon(Instant at)
    {
        if (planned is null || at < planned)
        {
            planned = at;
            floor.Agenda.At(at, () => RunAsync(at));
        }
    }

    private async Task RunAsync(Instant at)
    {
        // An earlier look was put down since: this one is not needed any more.
        if (planned != at)
        {
            return;
        }

        planned = null;
        var left = new List<QueuedTicket>();
        Instant? next = null;
        while (floor.Queue.All.Take() is { } first)
        {
            if (notBefore.GetValueOrDefault(first.Id) > floor.Now || await GiveOutAsync(await floor.GetAsync(first.Id)) is null)
            {
                left.Add(first);
                next = notBefore.TryGetValue(first.Id, out var possible) ? Instant.Min(next ?? Instant.MaxValue, possible) : next;
            }
        }

        left.ForEach(ticket => floor.Queue.Put(ticket));
        if (next is { } instant)
        {
            Soon(instant);
        }
    }

    private async Task<AgentId?> GiveOutAsync(Ticket ticket)
    {
        notBefore.Remove(ticket.Id);
        var decision = (await floor.Tickets.RouteAsync(Question(ticket))).OrThrow();
        if (decision.Agent is { } agent)
        {
            (await floor.Tickets.AssignAsync(new() { Ticket = ticket.Id, Key = new($"assign-{ticket.Sla.LastEventAt.ToUnixTimeTicks()}"), Agent = agent })).OrThrow();
            floor.Note(ticket, Deed.Assigned, $"to {Sites.NameOf(agent)}", [.. Reasons.OfRank(ticket), .. Reasons.Of(decision)], agent);
            unanswerable.Remove(ticket.Id);
            await floor.ChangedAsync(ticket.Id);
        }
        else
        {
            NoteNobody(ticket, decision);
        }

        return decision.Agent;
    }

    /// <summary>What a ticket asks of an agent. Once it was escalated, any answer is better than none: English will do.</summary>
    public RouteTicket Question(Ticket ticket)
    {
        var more = floor.ConcernOf(ticket.Id).MoreLanguages;
        return new() { Ticket = ticket.Id, MoreLanguages = ticket.EscalationLevel > 0 ? [.. more.Append(new LanguageTag("en")).Distinct()] : more };
    }

    // The same "nobody" every time the queue is looked at would fill the journal; a new reason is told.
    private void NoteNobody(Ticket ticket, RouteDecision decision)
    {
        if (decision.NextPossibleAt > floor.Now && decision.Verdicts.All(verdict => verdict.Reasons.All(reason => reason.Code != "full")))
        {
            notBefore[ticket.Id] = decision.NextPossibleAt.Value;
        }

        var codes = string.Join(' ', decision.Verdicts.SelectMany(verdict => verdict.Reasons.Where(reason => reason.Cost == 0).Select(reason => reason.Code)).Distinct().Order(StringComparer.Ordinal));
        if (unanswerable.GetValueOrDefault(ticket.Id) != codes)
        {
            unanswerable[ticket.Id] = codes;
            floor.Note(
                ticket,
                Deed.NobodyFound,
                $"nobody can take it now; {(decision.NextPossibleAt is { } next ? $"by the shifts somebody can {Reasons.At(next)}" : "nobody ever can")}",
                Reasons.Of(decision),
                code: codes);
        }
    }
}
