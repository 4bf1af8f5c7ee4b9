using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Support;

/// <content>What was written, apart from the history.</content>
internal sealed partial class TicketService
{
    public async ValueTask<Page<TicketMessage>> MessagesAsync(TicketId ticket, PageRequest page, CancellationToken cancellationToken = default)
    {
        ticket.ThrowIfDefault();
        ArgumentNullException.ThrowIfNull(page);
        var read = await messages.ListAsync(tenant, new() { Ticket = ticket }, page, cancellationToken).ConfigureAwait(false);
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
    };

    private TicketMessage Message(AddMessage request, Ticket ticket, TicketMessageId id) => new()
    {
        Id = id,
        Ticket = request.Ticket,
        Customer = ticket.Customer,
        Sort = request.Sort,
        Agent = request.Agent,
        Channel = request.Channel,
        Language = request.Language,
        At = request.OccurredAt?.ToMicroseconds() ?? clock.GetCurrentInstant(),
        Subject = request.Subject,
        Text = request.Text,
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
