using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Support;

/// <content>The automatic first answer.</content>
internal sealed partial class TicketService
{
    // One key and one message a ticket: whatever is repeated, and whoever else does the same, gives one answer.
    private static readonly IdempotencyKey AnswerKey = new("automatic-answer");

    public async ValueTask<CrmResult<AutomaticAnswerDecision>> AnswerAutomaticallyAsync(TicketId ticket, CancellationToken cancellationToken = default)
    {
        ticket.ThrowIfDefault();
        if (await FindAsync(ticket, cancellationToken).ConfigureAwait(false) is not { Value: var found })
        {
            return SupportErrors.UnknownTicket.With(("ticket", ticket));
        }

        var id = new TicketMessageId(EntityId.Derive(ticket.Value, AnswerKey.Value));
        if (found.AnsweredAutomaticallyAt is not null)
        {
            return new AutomaticAnswerDecision { Reason = "already_given", Message = id };
        }

        var settings = await setup.GetAsync(tenant, cancellationToken).ConfigureAwait(false);
        var now = clock.GetCurrentInstant();
        var decision = AutomaticAnswers.Decide(settings, found, recent: 0, now);
        if (decision.Draft is not null && await RecentAsync(settings, found.Customer, cancellationToken).ConfigureAwait(false) is var recent and > 0)
        {
            decision = AutomaticAnswers.Decide(settings, found, recent, now);
        }

        if (decision.Draft is not { } draft)
        {
            return decision;
        }

        // Two at once may have read other settings: the message that was written first is the answer.
        var written = await FirstWrittenAsync(Message(draft, found, id), cancellationToken).ConfigureAwait(false);
        draft = draft with { Subject = written.Subject, Text = written.Text ?? draft.Text, Language = written.Language ?? draft.Language };

        var request = new AnswerFirst { Ticket = ticket, Key = AnswerKey };
        var isTaken = false;
        var result = await commands.ChangeAsync(request, TicketArguments.Hash("support.answer.v1", request), id, Answer, cancellationToken).ConfigureAwait(false);
        return !result.TryGet(out _, out var refusal) ? refusal
            : isTaken ? decision with { Draft = draft, Message = id }
            : new AutomaticAnswerDecision { Reason = "already_given", Message = id };

        CrmError? Answer(TicketChange change)
        {
            isTaken = AutomaticAnswers.Decide(settings, change.Ticket, recent: 0, change.At).Draft is not null;
            if (!isTaken)
            {
                return null;
            }

            change.Add(new TicketMessageAdded { At = change.At, Message = id, Sort = TicketMessageKind.AutomaticReply, Channel = draft.Channel });
            change.Add(new TicketAnsweredAutomatically
            {
                At = change.At, Message = id, Rule = draft.Rule, Channel = draft.Channel, Language = draft.Language,
            });
            return draft.Then is { } move ? change.Move(move) : null;
        }
    }

    // The guard against two machines that keep each other busy with new tickets.
    private async ValueTask<int> RecentAsync(SupportSettings settings, CustomerId customer, CancellationToken cancellationToken)
    {
        var query = new TicketQuery { Customer = customer, OpenedFrom = clock.GetCurrentInstant() - settings.LoopWindow };
        var read = await tickets.ListAsync(tenant, query, new() { Size = PageRequest.MaxSize, Descending = true }, cancellationToken).ConfigureAwait(false);
        return read.Items.Count(head => head.State!.AnsweredAutomaticallyAt is not null);
    }

    private async ValueTask<TicketMessage> FirstWrittenAsync(TicketMessage message, CancellationToken cancellationToken)
    {
        var result = await messages.SaveAsync(tenant, message.Id, SupportCollections.Messages.Write(tenant, message, expectedVersion: 0), cancellationToken)
            .ConfigureAwait(false);
        return result.Status != WriteStatus.Conflict ? message
            : (await messages.FindAsync(tenant, message.Id, cancellationToken).ConfigureAwait(false))?.Value ?? message;
    }

    private TicketMessage Message(AutomaticAnswerDraft draft, Ticket ticket, TicketMessageId id) => new()
    {
        Id = id,
        Ticket = ticket.Id,
        Customer = ticket.Customer,
        Sort = TicketMessageKind.AutomaticReply,
        Channel = draft.Channel,
        Language = draft.Language,
        At = clock.GetCurrentInstant(),
        Subject = draft.Subject,
        Text = draft.Text,
    };

    private sealed record AnswerFirst : TicketRequest;
}
