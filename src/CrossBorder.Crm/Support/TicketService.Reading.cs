using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <content>What can be asked.</content>
internal sealed partial class TicketService
{
    public async ValueTask<Versioned<Ticket>?> FindAsync(TicketId ticket, CancellationToken cancellationToken = default)
    {
        ticket.ThrowIfDefault();
        var head = await tickets.LoadAsync(tenant, new StreamLoad<TicketId> { Stream = ticket }, cancellationToken).ConfigureAwait(false);
        return head.State is { } state ? new(state, head.Version) : null;
    }

    public async ValueTask<Versioned<Ticket>?> FollowAsync(TicketId ticket, CancellationToken cancellationToken = default)
    {
        // No ticket can be merged into one that goes on in it, so that this ends.
        var found = await FindAsync(ticket, cancellationToken).ConfigureAwait(false);
        while (found?.Value.MergedInto is { } into)
        {
            found = await FindAsync(into, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    public async ValueTask<CrmResult<ImmutableArray<SlaClock>>> ClocksAsync(
        TicketId ticket, Instant? asOf = null, CancellationToken cancellationToken = default)
    {
        ticket.ThrowIfDefault();
        var plan = await plans.GetAsync(tenant, cancellationToken).ConfigureAwait(false);
        var history = await commands.HistoryAsync(ticket, cancellationToken).ConfigureAwait(false);
        if (history is not [TicketOpened opened, ..])
        {
            return SupportErrors.UnknownTicket.With(("ticket", ticket));
        }

        // Another machine's clock may be ahead of ours; now is not before what has happened.
        var at = asOf ?? Instant.Max(clock.GetCurrentInstant(), history[^1].At);
        return at >= opened.At
            ? SlaEvaluator.Evaluate(plan, TicketFold.Opening(opened), history.Skip(1).Select(TicketFold.Clock), at)
            : throw new ArgumentOutOfRangeException(nameof(asOf), asOf, $"The ticket was created at {opened.At}.");
    }

    public async ValueTask<Page<Ticket>> ListAsync(TicketQuery query, PageRequest page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(page);
        var heads = await tickets.ListAsync(tenant, query, page, cancellationToken).ConfigureAwait(false);
        return new() { Items = [.. heads.Items.Select(head => head.State!)], Next = heads.Next };
    }

    public ValueTask<Page<Versioned<TicketEvent>>> HistoryAsync(TicketId ticket, PageRequest page, CancellationToken cancellationToken = default)
    {
        ticket.ThrowIfDefault();
        ArgumentNullException.ThrowIfNull(page);
        return tickets.ReadAsync(tenant, ticket, page, cancellationToken);
    }
}
