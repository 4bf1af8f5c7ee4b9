using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>The one way in which the service changes a ticket: under the plan of now, measured anew from its history where another plan measured it.</summary>
internal sealed class TicketCommands(TenantId tenant, ITicketRepository tickets, SlaPlans plans, IClock clock, int maxConflicts)
{
    private readonly StreamCommands<TicketId, TicketEvent, Ticket, TicketQuery> commands = new(tickets, SupportCollections.Tickets, maxConflicts);

    /// <summary>Runs a command.</summary>
    /// <param name="request">The request, checked.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="message">The message that it adds, where it does.</param>
    /// <param name="decide">The rule: adds events to the change, or says why not. Called again after a conflict.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    public ValueTask<CrmResult<TicketReceipt>> ChangeAsync(
        TicketRequest request, Digest hash, TicketMessageId? message, Func<TicketChange, CrmError?> decide, CancellationToken cancellationToken) =>
        RunAsync(request, hash, message, mustExist: true, decide, cancellationToken);

    /// <summary>Runs the command that creates the ticket.</summary>
    public ValueTask<CrmResult<TicketReceipt>> OpenAsync(
        TicketRequest request, Digest hash, TicketMessageId? message, Func<TicketChange, CrmError?> decide, CancellationToken cancellationToken) =>
        RunAsync(request, hash, message, mustExist: false, decide, cancellationToken);

    /// <summary>A ticket's whole history, in order.</summary>
    public ValueTask<List<TicketEvent>> HistoryAsync(TicketId ticket, CancellationToken cancellationToken) =>
        HistoryAsync(tickets, tenant, ticket, cancellationToken);

    /// <inheritdoc cref="HistoryAsync(TicketId, CancellationToken)"/>
    public static async ValueTask<List<TicketEvent>> HistoryAsync(
        ITicketRepository tickets, TenantId tenant, TicketId ticket, CancellationToken cancellationToken)
    {
        var history = new List<TicketEvent>();
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await tickets.ReadAsync(tenant, ticket, page, cancellationToken).ConfigureAwait(false);
            history.AddRange(read.Items.Select(item => item.Value));
            page = page with { After = read.Next };
        }
        while (page.After is not null);

        return history;
    }

    /// <summary>A ticket under the plan of now, folded anew where another one measured it; null where it was changed meanwhile.</summary>
    public async ValueTask<Ticket?> MeasuredAsync(SlaPlan plan, TicketId id, StreamHead<TicketEvent, Ticket> head, CancellationToken cancellationToken)
    {
        if (!IsStale(plan, head.State!))
        {
            return head.State;
        }

        var history = await HistoryAsync(id, cancellationToken).ConfigureAwait(false);
        return history.Count == head.Version ? TicketFold.Fold(plan, id, history) : null;
    }

    private static bool IsStale(SlaPlan plan, Ticket ticket) => ticket.Sla.Basis != plan.Basis || ticket.Revision != Ticket.CurrentRevision;

    private async ValueTask<CrmResult<TicketReceipt>> RunAsync(
        TicketRequest request, Digest hash, TicketMessageId? message, bool mustExist, Func<TicketChange, CrmError?> decide, CancellationToken cancellationToken)
    {
        var step = new Step
        {
            Request = request,
            Message = message,
            MustExist = mustExist,
            Decide = decide,
            Plan = await plans.GetAsync(tenant, cancellationToken).ConfigureAwait(false),
            Now = clock.GetCurrentInstant(),
        };
        for (var attempt = 0; attempt <= maxConflicts; attempt++)
        {
            var result = await commands.RunAsync(tenant, request.Ticket, request.Key, hash, [], step, static (step, head) => step.Run(head), cancellationToken)
                .ConfigureAwait(false);
            if (result.TryGet(out _, out var refusal) || refusal.Code != SupportErrors.MeasureAnew.Code)
            {
                return result;
            }

            var history = await HistoryAsync(request.Ticket, cancellationToken).ConfigureAwait(false);
            step = step with { Measured = TicketFold.Fold(step.Plan, request.Ticket, history), MeasuredVersion = history.Count };
        }

        throw new ConcurrencyConflictException($"The ticket {request.Ticket} was changed by others while it was measured anew; nothing was written.");
    }

    private sealed record Step
    {
        public required TicketRequest Request { get; init; }

        public required TicketMessageId? Message { get; init; }

        public required bool MustExist { get; init; }

        public required Func<TicketChange, CrmError?> Decide { get; init; }

        public required SlaPlan Plan { get; init; }

        public required Instant Now { get; init; }

        public Ticket? Measured { get; init; }

        public long MeasuredVersion { get; init; }

        public CrmResult<Decision<TicketEvent, Ticket, TicketReceipt>> Run(StreamHead<TicketEvent, Ticket> head)
        {
            var ticket = head.State;
            if ((ticket is null) == MustExist)
            {
                return (MustExist ? SupportErrors.UnknownTicket : SupportErrors.TicketExists).With(("ticket", Request.Ticket));
            }

            if (ticket?.MergedInto is { } into)
            {
                return SupportErrors.TicketMerged.With(("ticket", Request.Ticket), ("into", into));
            }

            var isMeasuredAnew = ticket is not null && IsStale(Plan, ticket);
            if (isMeasuredAnew)
            {
                if (MeasuredVersion != head.Version)
                {
                    return SupportErrors.MeasureAnew.With();
                }

                ticket = Measured;
            }

            // Clocks of several machines differ; what happens now happens after what is there.
            var last = ticket?.Sla.LastEventAt;
            var at = Request.OccurredAt?.ToMicroseconds() ?? (last > Now ? last.Value : Now);
            if (at < last)
            {
                return SupportErrors.OutOfOrder.With(("at", at), ("last", last.Value));
            }

            var change = new TicketChange(Plan, ticket, head.Version, at);
            if (Decide(change) is { } refusal)
            {
                return refusal;
            }

            if (change.IsEmpty && isMeasuredAnew)
            {
                change.Add(new TicketMeasuredAnew { At = at });
            }

            return change.ToDecision(Message);
        }
    }
}
