using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <content>What was written, apart from the history.</content>
internal sealed partial class TicketService
{
    public ValueTask<CrmResult<TicketReceipt>> AddMessageAsync(AddMessage request, CancellationToken cancellationToken = default)
    {
        TicketArguments.Require(request, clock.GetCurrentInstant());
        TicketArguments.Require(request);
        return AddAsync(request, request, cancellationToken);
    }

    // What was sent to a ticket that goes on in another one is filed where it was sent, and told of where it goes on.
    private async ValueTask<CrmResult<TicketReceipt>> AddAsync(AddMessage sent, AddMessage request, CancellationToken cancellationToken)
    {
        var id = MessageId(sent);
        var settings = await setup.GetAsync(tenant, cancellationToken).ConfigureAwait(false);

        // The text is written first, so that no event ever names a message that is not there; and only where it will be accepted.
        var head = await HeadAsync(request, cancellationToken).ConfigureAwait(false);
        if (head.Answer is null)
        {
            if (head.State is not { } ticket)
            {
                return SupportErrors.UnknownTicket.With(("ticket", request.Ticket));
            }

            if (ticket.MergedInto is { } into)
            {
                return await AddAsync(sent, request with { Ticket = into, Key = new($"merged:{id}") }, cancellationToken).ConfigureAwait(false);
            }

            if (Refusal(settings, ticket, request, request.OccurredAt ?? clock.GetCurrentInstant()) is { } refusal)
            {
                return refusal;
            }

            await WriteAsync(Message(sent, ticket.Customer, id), cancellationToken).ConfigureAwait(false);
        }

        return await commands.ChangeAsync(request, TicketArguments.Hash(request), id, Add, cancellationToken).ConfigureAwait(false);

        CrmError? Add(TicketChange change)
        {
            if (Refusal(settings, change.Ticket, request, change.At) is { } refusal)
            {
                return refusal;
            }

            change.Add(new TicketMessageAdded
            {
                At = change.At,
                Message = id,
                Sort = request.Sort,
                Agent = request.Agent,
                Channel = request.Channel,
                IsFinal = request.Sort == TicketMessageKind.AgentReply && (request.IsFinal || request.Then == TicketMove.Solve),
                FromMachine = request.Sort == TicketMessageKind.Customer ? AutomaticAnswers.SignOf(request.Origin) : null,
            });
            if (MoveOf(request.Sort) is { } move)
            {
                change.Move(move, request.Agent);
            }

            return request.Then is { } then ? change.Move(then, request.Agent, request.FollowUpAt?.ToMicroseconds()) : null;
        }
    }

    private static CrmError? Refusal(SupportSettings settings, Ticket ticket, AddMessage request, Instant at)
    {
        var status = ticket.Status;
        if (MoveOf(request.Sort) is { } move)
        {
            if (TicketTransitions.To(status, move) is not { } after)
            {
                return SupportErrors.MoveNotOpen.With(("move", move), ("status", status));
            }

            status = after;
        }

        if (request.Then is { } then && TicketTransitions.To(status, then) is null)
        {
            return SupportErrors.MoveNotOpen.With(("move", then), ("status", status));
        }

        return request.Sort is not (TicketMessageKind.AgentReply or TicketMessageKind.AutomaticReply) ? null : ChannelRules.Refusal(
            settings, ticket, new() { Channel = request.Channel, TextLength = request.Text.Length, Attachments = request.Attachments }, at);
    }

    private static TicketMove? MoveOf(TicketMessageKind sort) => sort switch
    {
        TicketMessageKind.Customer => TicketMove.CustomerReplied,
        TicketMessageKind.AgentReply => TicketMove.AgentReplied,
        _ => null,
    };

    public async ValueTask<Page<TicketMessage>> MessagesAsync(TicketId ticket, PageRequest page, CancellationToken cancellationToken = default)
    {
        ticket.ThrowIfDefault();
        ArgumentNullException.ThrowIfNull(page);
        var merged = (await FindAsync(ticket, cancellationToken).ConfigureAwait(false))?.Value.MergedFrom ?? [];
        var read = await messages.ListAsync(
            tenant, merged.IsEmpty ? new() { Ticket = ticket } : new() { Tickets = [ticket, .. merged] }, page, cancellationToken).ConfigureAwait(false);
        return new() { Items = [.. read.Items.Select(item => item.Value)], Next = read.Next };
    }

    // Derived from the request, so that a retry names, and finds, the same message.
    private static TicketMessageId MessageId(TicketRequest request) => new(EntityId.Derive(request.Ticket.Value, request.Key.Value));

    private TicketMessage FirstMessage(OpenTicket request, TicketMessageId id) => new()
    {
        Id = id,
        Ticket = request.Ticket,
        Customer = request.Customer,
        Sort = request.By == TicketParty.Customer ? TicketMessageKind.Customer : TicketMessageKind.InternalNote,
        Agent = request.Agent,
        Channel = request.Channel,
        Language = request.Language,
        At = request.OccurredAt?.ToMicroseconds() ?? clock.GetCurrentInstant(),
        Subject = request.Subject,
        Text = request.Text,
        Attachments = request.Attachments,
    };

    private TicketMessage Message(AddMessage request, CustomerId customer, TicketMessageId id) => new()
    {
        Id = id,
        Ticket = request.Ticket,
        Customer = customer,
        Sort = request.Sort,
        Agent = request.Agent,
        Channel = request.Channel,
        Language = request.Language,
        At = request.OccurredAt?.ToMicroseconds() ?? clock.GetCurrentInstant(),
        Subject = request.Subject,
        Text = request.Text,
        Attachments = request.Attachments,
    };

    private async ValueTask WriteAsync(TicketMessage message, CancellationToken cancellationToken)
    {
        var write = SupportCollections.Messages.Write(tenant, message, expectedVersion: 0);
        var result = await messages.SaveAsync(tenant, message.Id, write, cancellationToken).ConfigureAwait(false);
        if (result.Status == WriteStatus.Conflict)
        {
            // An earlier attempt under this key got that far. Its time may differ, its content must not.
            var stored = await messages.FindAsync(tenant, message.Id, cancellationToken).ConfigureAwait(false);
            if (stored is { } known && known.Value.Text is not null && known.Value with { At = message.At } != message)
            {
                throw new IdempotencyMismatchException("The key was used for another message; nothing was written. A new message needs a new key.");
            }
        }
    }
}
