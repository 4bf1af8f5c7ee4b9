using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <content>Two tickets that become one.</content>
internal sealed partial class TicketService
{
    private readonly StreamCommands<TicketId, TicketEvent, Ticket, TicketQuery> streams = new(tickets, SupportCollections.Tickets, maxConflicts);

    public async ValueTask<CrmResult<TicketReceipt>> MergeAsync(MergeTicket request, CancellationToken cancellationToken = default)
    {
        TicketArguments.Require(request, clock.GetCurrentInstant());
        request.Into.ThrowIfDefault(nameof(request.Into));
        var hash = TicketArguments.Hash("support.merge.v1", request, request.Into.ToString(), request.Agent?.ToString());
        for (var attempt = 0; attempt <= maxConflicts; attempt++)
        {
            var source = await HeadAsync(request, cancellationToken).ConfigureAwait(false);
            if (source.Answer is { } first)
            {
                return RecordedAnswers.Read<TicketReceipt>(first, request.Key, hash);
            }

            var (target, refusal) = await TargetAsync(request, source.State, cancellationToken).ConfigureAwait(false);
            if (target is null)
            {
                return refusal!;
            }

            if (await MergeAsync(request, hash, source, target, cancellationToken).ConfigureAwait(false) is { } done)
            {
                return done;
            }
        }

        throw new ConcurrencyConflictException($"The tickets {request.Ticket} and {request.Into} were changed by others while they were merged; repeat the request.");
    }

    // Follows the pointers of what was merged before. A way that leads back to the source would make both point at each other.
    private async ValueTask<(StreamHead<TicketEvent, Ticket>? Head, CrmError? Refusal)> TargetAsync(
        MergeTicket request, Ticket? source, CancellationToken cancellationToken)
    {
        if (source is null)
        {
            return (null, SupportErrors.UnknownTicket.With(("ticket", request.Ticket)));
        }

        if (request.Into == request.Ticket)
        {
            return (null, SupportErrors.MergeIntoItself.With(("ticket", request.Ticket)));
        }

        for (var id = request.Into; ;)
        {
            var head = await tickets.LoadAsync(tenant, new StreamLoad<TicketId> { Stream = id }, cancellationToken).ConfigureAwait(false);
            if (head.State is not { } target)
            {
                return (null, SupportErrors.UnknownTicket.With(("ticket", id)));
            }

            if (target.MergedInto is not { } next)
            {
                return Refusal(request, source, target) is { } refusal ? (null, refusal) : (head, null);
            }

            if (next == request.Ticket)
            {
                return (null, SupportErrors.MergeCycle.With(("ticket", request.Ticket), ("into", request.Into)));
            }

            id = next;
        }
    }

    private static CrmError? Refusal(MergeTicket request, Ticket source, Ticket target) =>
        source.MergedInto is { } into ? SupportErrors.TicketMerged.With(("ticket", source.Id), ("into", into))
        : source.MergedFrom.Contains(target.Id) ? SupportErrors.MergeCycle.With(("ticket", source.Id), ("into", request.Into))
        : source.Customer != target.Customer ? SupportErrors.MergeOtherCustomer.With(("ticket", source.Id), ("into", target.Id))
        : target.Status == TicketStatus.Closed ? SupportErrors.TicketDone.With(("ticket", target.Id), ("status", target.Status))
        : target.MergedFrom.Union([source.Id, .. source.MergedFrom]).Count() > Ticket.MaxMerged
            ? SupportErrors.TooManyMerged.With(("into", target.Id), ("max", Ticket.MaxMerged))
        : null;

    // Null where another writer was faster.
    private async ValueTask<CrmResult<TicketReceipt>?> MergeAsync(
        MergeTicket request, Digest hash, StreamHead<TicketEvent, Ticket> source, StreamHead<TicketEvent, Ticket> target, CancellationToken cancellationToken)
    {
        var plan = await plans.GetAsync(tenant, cancellationToken).ConfigureAwait(false);
        var (sourceId, targetId) = (source.State!.Id, target.State!.Id);
        if (await commands.MeasuredAsync(plan, sourceId, source, cancellationToken).ConfigureAwait(false) is not { } from
            || await commands.MeasuredAsync(plan, targetId, target, cancellationToken).ConfigureAwait(false) is not { } into)
        {
            return null;
        }

        var last = Instant.Max(from.Sla.LastEventAt, into.Sla.LastEventAt);
        var at = request.OccurredAt?.ToMicroseconds() ?? Instant.Max(last, clock.GetCurrentInstant());
        if (at < last)
        {
            return (CrmResult<TicketReceipt>)SupportErrors.OutOfOrder.With(("at", at), ("last", last));
        }

        var joins = new TicketChange(plan, into, target.Version, at);
        joins.Add(new TicketJoined { At = at, From = [sourceId, .. from.MergedFrom], Agent = request.Agent });
        var closes = new TicketChange(plan, from, source.Version, at);
        closes.Add(new TicketMerged { At = at, Into = targetId, Agent = request.Agent });
        var (join, close) = (joins.ToDecision(null), closes.ToDecision(null));
        StreamAppend<TicketId, TicketEvent, Ticket>[] appends =
        [
            streams.Append(targetId, new($"join:{sourceId}"), hash, target, join, owner: null),
            streams.Append(sourceId, request.Key, hash, source, close, owner: null),
        ];

        // The target knows first, so that nothing is closed that goes on nowhere.
        var isJoined = into.MergedFrom.Contains(sourceId);
        if (!isJoined && tickets.Atomic is { } atomic)
        {
            var results = await atomic.AppendAllAsync(tenant, appends, cancellationToken).ConfigureAwait(false);
            return results.All(result => result.Status == AppendStatus.Appended) ? Closed(close.Answer) : null;
        }

        if (!isJoined && (await tickets.AppendAsync(tenant, appends[0], cancellationToken).ConfigureAwait(false)).Status == AppendStatus.Conflict)
        {
            return null;
        }

        return (await tickets.AppendAsync(tenant, appends[1], cancellationToken).ConfigureAwait(false)).Status == AppendStatus.Appended ? Closed(close.Answer) : null;
    }

    private static CrmResult<TicketReceipt>? Closed(TicketReceipt receipt) => (CrmResult<TicketReceipt>)receipt;
}
