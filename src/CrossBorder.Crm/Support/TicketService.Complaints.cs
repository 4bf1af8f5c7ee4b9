using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <content>What is promised, escalated and rated.</content>
internal sealed partial class TicketService
{
    public async ValueTask<CrmResult<TicketReceipt>> PromiseAnswerAsync(PromiseAnswer request, CancellationToken cancellationToken = default)
    {
        TicketArguments.Require(request, clock.GetCurrentInstant());
        TicketArguments.Require(request);
        var calendar = request.Within is null ? null
            : await calendars.FindAsync(tenant, request.Calendar ?? Time.CalendarId.AlwaysOpen, cancellationToken).ConfigureAwait(false);
        if (request.Within is not null && calendar is null)
        {
            return SupportErrors.UnknownCalendar.With(("calendar", request.Calendar!.Value));
        }

        var hash = TicketArguments.Hash(
            "support.promise.v1", request, request.Within?.ToString(), request.Calendar?.ToString(), request.Agent?.ToString());
        return await commands.ChangeAsync(request, hash, null, Promise, cancellationToken).ConfigureAwait(false);

        CrmError? Promise(TicketChange change)
        {
            if (Done(change.Ticket) is { } done)
            {
                return done;
            }

            var target = request.Within is { } within
                ? new PlannedTarget(new(within, request.Calendar ?? Time.CalendarId.AlwaysOpen), default, calendar!.Timeline)
                : change.Plan.TargetOf(change.Ticket.Sla.Policy, SlaMetric.PromisedAnswer, change.Ticket.Priority);
            if (target is null)
            {
                return SupportErrors.NoPromiseTarget.With(("ticket", request.Ticket), ("priority", change.Ticket.Priority));
            }

            change.Add(new AnswerPromised
            {
                At = change.At,
                Within = target.Target.Within,
                Calendar = target.Target.Calendar,
                DueAt = target.DueFrom(change.At, target.Target.Within),
                TimeZoneVersion = target.Target.Calendar == Time.CalendarId.AlwaysOpen ? null : target.Timeline.TimeZoneVersion,
                Agent = request.Agent,
            });
            return null;
        }
    }

    public async ValueTask<CrmResult<TicketReceipt>> EscalateAsync(EscalateTicket request, CancellationToken cancellationToken = default)
    {
        TicketArguments.Require(request, clock.GetCurrentInstant());
        EscalationValidation.Require(request.Level, request.To, nameof(request));
        if (request.To.Agent is { } agent && await staff.FindAsync(tenant, agent, cancellationToken).ConfigureAwait(false) is null)
        {
            return SupportErrors.UnknownAgent.With(("agent", agent));
        }

        var hash = TicketArguments.Hash(
            "support.escalate.v1", request, $"{request.Level}", request.To.Role, request.To.Queue, request.To.Agent?.ToString(), request.Agent?.ToString());
        return await commands.ChangeAsync(request, hash, null, Escalate, cancellationToken).ConfigureAwait(false);

        CrmError? Escalate(TicketChange change)
        {
            if (Done(change.Ticket) is { } done)
            {
                return done;
            }

            change.Observe();
            change.Escalate(new() { At = change.At, Level = request.Level, To = request.To, Times = 1, Agent = request.Agent });
            return null;
        }
    }

    public async ValueTask<CrmResult<TicketReceipt>> RateAsync(RateTicket request, CancellationToken cancellationToken = default)
    {
        TicketArguments.Require(request, clock.GetCurrentInstant());
        TicketArguments.Require(request);
        TicketMessageId? comment = request.Comment is null ? null : MessageId(request);
        var head = await HeadAsync(request, cancellationToken).ConfigureAwait(false);
        if (head.Answer is null && comment is { } id)
        {
            if (head.State is not { } ticket)
            {
                return SupportErrors.UnknownTicket.With(("ticket", request.Ticket));
            }

            if (NotRateable(ticket, request) is { } refusal)
            {
                return refusal;
            }

            await WriteAsync(Comment(request, ticket, id), cancellationToken).ConfigureAwait(false);
        }

        var hash = TicketArguments.Hash("support.rate.v1", request, request.Customer.ToString(), $"{request.Score}", request.Comment, request.Channel?.Code);
        return await commands.ChangeAsync(request, hash, comment, Rate, cancellationToken).ConfigureAwait(false);

        CrmError? Rate(TicketChange change)
        {
            if (NotRateable(change.Ticket, request) is { } refusal)
            {
                return refusal;
            }

            change.Add(new TicketRated { At = change.At, Score = request.Score, Comment = comment, Agent = change.Ticket.LastAgent });
            return null;
        }
    }

    private static CrmError? Done(Ticket ticket) => ticket.Status is TicketStatus.Solved or TicketStatus.Closed
        ? SupportErrors.TicketDone.With(("ticket", ticket.Id), ("status", ticket.Status))
        : null;

    private static CrmError? NotRateable(Ticket ticket, RateTicket request) =>
        ticket.MergedInto is { } into ? SupportErrors.TicketMerged.With(("ticket", ticket.Id), ("into", into))
        : ticket.Customer != request.Customer ? SupportErrors.NotTheCustomer.With(("ticket", ticket.Id), ("customer", request.Customer))
        : ticket.Status is not (TicketStatus.Solved or TicketStatus.Closed) ? SupportErrors.NotSolved.With(("ticket", ticket.Id), ("status", ticket.Status))
        : !ticket.CanBeRated ? SupportErrors.RatedAlready.With(("ticket", ticket.Id))
        : null;

    private TicketMessage Comment(RateTicket request, Ticket ticket, TicketMessageId id) => new()
    {
        Id = id,
        Ticket = ticket.Id,
        Customer = ticket.Customer,
        Sort = TicketMessageKind.RatingComment,
        Channel = request.Channel ?? (ticket.Attributes.TryGetValue(TicketAttributes.Channel, out var code) ? new Channel(code) : Channel.Web),
        At = request.OccurredAt?.ToMicroseconds() ?? clock.GetCurrentInstant(),
        Text = request.Comment,
    };
}
