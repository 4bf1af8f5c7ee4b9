using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using NodaTime;

namespace SupportDesk.Week;

/// <summary>What agents do: the most pressing of what they have in hand, one at a time, within their shifts.</summary>
internal sealed class StaffAtWork(Floor floor)
{
    private static readonly Duration Merging = Duration.FromMinutes(2);

    private readonly HashSet<AgentId> busy = [];

    /// <summary>An agent looks at what she has in hand.</summary>
    public async Task WakeAsync(AgentId agent)
    {
        var shift = Sites.ShiftOf(Sites.Of(agent));
        if (busy.Contains(agent) || !shift.IsOpen(floor.Now))
        {
            return;
        }

        var mine = await floor.Tickets.ListAsync(new() { Assignee = agent, InQueue = true }, new() { Size = 1 });
        if (mine.Items is not [var ticket])
        {
            return;
        }

        var turn = floor.ConcernOf(ticket.Id).TurnOf(ticket.AgentReplies);
        var older = await OlderAsync(ticket);
        var handling = older is null ? turn.Handling : Merging;
        if (shift.NextClose(floor.Now) is { } closes && closes - floor.Now < handling)
        {
            return;
        }

        busy.Add(agent);
        floor.Agenda.In(handling, () => FinishAsync(agent, ticket.Id, turn, older));
    }

    private async Task FinishAsync(AgentId agent, TicketId id, Turn turn, TicketId? older)
    {
        busy.Remove(agent);
        var ticket = await floor.GetAsync(id);
        if (ticket.Assignee == agent && ticket.IsInQueue)
        {
            await (older is { } into ? MergeAsync(ticket, into, agent) : AnswerAsync(ticket, turn, agent));
        }

        // There is room in her hands again.
        floor.Dispatch.Soon(floor.Now);
        await WakeAsync(agent);
    }

    private async Task AnswerAsync(Ticket ticket, Turn turn, AgentId agent)
    {
        var concern = floor.ConcernOf(ticket.Id);
        if (ticket.Attributes[TicketAttributes.Type] == "complaint" && ticket.AgentReplies == 0 && turn.Then != TicketMove.Solve)
        {
            (await floor.Tickets.PromiseAnswerAsync(new() { Ticket = ticket.Id, Key = new("promise"), Agent = agent })).OrThrow();
        }

        var reply = new AddMessage
        {
            Ticket = ticket.Id,
            Key = new($"reply-{ticket.AgentReplies + 1}"),
            Sort = TicketMessageKind.AgentReply,
            Channel = concern.Opening.Channel,
            Language = concern.Opening.Language,
            Text = "…",
            Agent = agent,
            Then = turn.Then,
            FollowUpAt = turn.Then == TicketMove.Solve ? null : floor.Now + Duration.FromHours(turn.Then == TicketMove.WaitForThirdParty ? 24 : 48),
        };
        var sent = await floor.Tickets.AddMessageAsync(reply);
        if (!sent.TryGet(out _, out var refusal))
        {
            // Such as a reply window that has closed: what the channel does not carry goes by mail.
            floor.Note(ticket, Deed.Refused, $"a reply by {reply.Channel.Code}: {refusal.Code}; it goes by email", [refusal.ToString()], agent, refusal.Code);
            (await floor.Tickets.AddMessageAsync(reply with { Channel = Channel.Email, Key = new($"{reply.Key}-by-email") })).OrThrow();
        }

        floor.Note(ticket, turn.Then == TicketMove.Solve ? Deed.Solved : Deed.Replied, $"{Sites.NameOf(agent)} answered, then: {Reasons.Words(turn.Then)}", agent: agent);
        await floor.ChangedAsync(ticket.Id);
        if (turn.CustomerAfter is { } later)
        {
            floor.Agenda.In(later, () => floor.Inbox.WriteAgainAsync(concern, ticket.AgentReplies + 1));
        }
        else if (turn.Then == TicketMove.Solve && concern.Rating is { } score)
        {
            floor.Agenda.In(Duration.FromMinutes(90), () => floor.Inbox.RateAsync(concern, score));
        }
    }

    private async Task MergeAsync(Ticket ticket, TicketId into, AgentId agent)
    {
        var merged = await floor.Tickets.MergeAsync(new() { Ticket = ticket.Id, Into = into, Key = new("merge"), Agent = agent });
        floor.Note(
            ticket,
            merged.IsSuccess ? Deed.Merged : Deed.Refused,
            merged.IsSuccess ? $"goes on in {floor.NameOf(into)}" : $"merging: {merged.Error.Code}",
            ["the same customer wrote of the same before"],
            agent);
        await floor.ChangedAsync(ticket.Id);
        await floor.ChangedAsync(into);
    }

    // A ticket of the same customer that is not settled yet: what she wrote on another channel.
    private async Task<TicketId?> OlderAsync(Ticket ticket)
    {
        var hers = await floor.Tickets.ListAsync(new() { Customer = ticket.Customer }, new());
        return hers.Items.FirstOrDefault(
            other => other.Status is not (TicketStatus.Solved or TicketStatus.Closed) && other.OpenedAt < ticket.OpenedAt)?.Id;
    }
}
