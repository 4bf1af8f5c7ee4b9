using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;

namespace SupportDesk.Week;

/// <summary>What customers write, and what the software answers first.</summary>
internal sealed class Inbox(Floor floor)
{
    public async Task ReceiveAsync(Concern concern)
    {
        (await floor.Tickets.OpenAsync(concern.Opening)).OrThrow();
        var ticket = await floor.GetAsync(concern.Id);
        floor.Note(
            ticket,
            Deed.Opened,
            $"{ticket.Attributes[TicketAttributes.Type]} from {ticket.Attributes[TicketAttributes.Market]} by {concern.Opening.Channel.Code}, in {concern.Opening.Language}",
            [
                $"policy {ticket.Sla.Policy}; impact {concern.Opening.Impact} and urgency {concern.Opening.Urgency} make priority {ticket.Priority}",
                .. Reasons.OfRank(ticket),
            ]);
        await AnswerFirstAsync(ticket);
        await floor.ChangedAsync(concern.Id);
    }

    public async Task WriteAgainAsync(Concern concern, int number)
    {
        var written = await floor.Tickets.AddMessageAsync(new()
        {
            Ticket = concern.Id,
            Key = new($"customer-{number}"),
            Sort = TicketMessageKind.Customer,
            Channel = concern.Opening.Channel,
            Language = concern.Opening.Language,
            Text = concern.Opening.Text!,
        });

        // A message to a ticket that was merged goes on in the other one: the receipt says in which.
        var ticket = await floor.GetAsync(written.TryGet(out var receipt, out _) ? receipt.Ticket : concern.Id);
        if (!written.IsSuccess)
        {
            floor.Note(ticket, Deed.Refused, $"the customer's message: {written.Error.Code}", code: written.Error.Code);
            return;
        }

        floor.Note(ticket, Deed.CustomerWrote, $"the customer wrote; the ticket is {ticket.Status}", Reasons.OfRank(ticket));
        await floor.ChangedAsync(ticket.Id);
    }

    public async Task RateAsync(Concern concern, int score)
    {
        var rated = await floor.Tickets.RateAsync(new()
        {
            Ticket = concern.Id, Key = new($"rating-{floor.Now.ToUnixTimeSeconds()}"), Customer = concern.Opening.Customer, Score = score,
        });
        var ticket = await floor.GetAsync(concern.Id);
        floor.Note(ticket, rated.IsSuccess ? Deed.Rated : Deed.Refused, rated.IsSuccess ? $"{score} of 5" : $"a rating: {rated.Error.Code}", code: rated.IsSuccess ? null : rated.Error.Code);
    }

    private async Task AnswerFirstAsync(Ticket ticket)
    {
        var decision = (await floor.Tickets.AnswerAutomaticallyAsync(ticket.Id)).OrThrow();
        if (decision.Draft is { } draft)
        {
            floor.Note(ticket, Deed.AnsweredFirst, $"'{draft.Text}' in {draft.Language} by {draft.Channel.Code}; no clock stops", [$"rule {draft.Rule}"]);
        }
        else
        {
            floor.Note(ticket, Deed.NotAnsweredFirst, $"no automatic answer: {decision.Reason}", code: decision.Reason);
        }
    }
}
