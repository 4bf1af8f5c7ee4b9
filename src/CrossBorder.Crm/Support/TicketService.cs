using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <inheritdoc/>
internal sealed partial class TicketService(
    TenantId tenant,
    ITicketRepository tickets,
    ITicketMessageRepository messages,
    SlaPlans plans,
    SupportStaff staff,
    IClock clock,
    int maxConflicts) : ITicketService
{
    private readonly TicketCommands commands = new(tenant, tickets, plans, clock, maxConflicts);

    public async ValueTask<CrmResult<TicketReceipt>> OpenAsync(OpenTicket request, CancellationToken cancellationToken = default)
    {
        TicketArguments.Require(request, clock.GetCurrentInstant());
        TicketArguments.Require(request);
        var attributes = TicketArguments.Attributes(request);
        var priority = await PriorityAsync(request.Priority, request.Impact, request.Urgency, cancellationToken).ConfigureAwait(false);
        var hash = TicketArguments.Hash(request);
        TicketMessageId? message = request.Text is null && request.Subject is null ? null : MessageId(request);
        if (message is { } id)
        {
            var head = await HeadAsync(request, cancellationToken).ConfigureAwait(false);
            if (head.State is null)
            {
                await WriteAsync(FirstMessage(request, id), cancellationToken).ConfigureAwait(false);
            }
        }

        return await commands.OpenAsync(request, hash, message, Open, cancellationToken).ConfigureAwait(false);

        CrmError? Open(TicketChange change)
        {
            change.Open(request.Ticket, new TicketOpened
            {
                At = change.At,
                Customer = request.Customer,
                By = request.By,
                Agent = request.Agent,
                Priority = priority,
                Attributes = attributes,
                Message = message,
                Source = request.Source,
            });
            return null;
        }
    }

    public async ValueTask<CrmResult<TicketReceipt>> AddMessageAsync(AddMessage request, CancellationToken cancellationToken = default)
    {
        TicketArguments.Require(request, clock.GetCurrentInstant());
        TicketArguments.Require(request);
        var id = MessageId(request);

        // The text is written first, so that no event ever names a message that is not there; and only where it will be accepted.
        var head = await HeadAsync(request, cancellationToken).ConfigureAwait(false);
        if (head.Answer is null)
        {
            if (head.State is not { } ticket)
            {
                return SupportErrors.UnknownTicket.With(("ticket", request.Ticket));
            }

            if (Refusal(ticket.Status, request) is { } refusal)
            {
                return refusal;
            }

            await WriteAsync(Message(request, ticket, id), cancellationToken).ConfigureAwait(false);
        }

        return await commands.ChangeAsync(request, TicketArguments.Hash(request), id, Add, cancellationToken).ConfigureAwait(false);

        CrmError? Add(TicketChange change)
        {
            if (Refusal(change.Ticket.Status, request) is { } refusal)
            {
                return refusal;
            }

            change.Add(new TicketMessageAdded { At = change.At, Message = id, Sort = request.Sort, Agent = request.Agent });
            if (MoveOf(request.Sort) is { } move)
            {
                change.Move(move, request.Agent);
            }

            return request.Then is { } then ? change.Move(then, request.Agent, request.FollowUpAt?.ToMicroseconds()) : null;
        }
    }

    public ValueTask<CrmResult<TicketReceipt>> MoveAsync(MoveTicket request, CancellationToken cancellationToken = default)
    {
        TicketArguments.Require(request, clock.GetCurrentInstant());
        TicketArguments.RequireMove(request.Move, request.FollowUpAt);
        var hash = TicketArguments.Hash(
            "support.move.v1", request, request.Move.ToString(), request.Agent?.ToString(), request.FollowUpAt?.ToUnixTimeTicks().ToString(System.Globalization.CultureInfo.InvariantCulture));
        return commands.ChangeAsync(request, hash, null, change => change.Move(request.Move, request.Agent, request.FollowUpAt?.ToMicroseconds()), cancellationToken);
    }

    public async ValueTask<CrmResult<TicketReceipt>> SetPriorityAsync(SetPriority request, CancellationToken cancellationToken = default)
    {
        TicketArguments.Require(request, clock.GetCurrentInstant());
        TicketArguments.Require(request);
        var priority = await PriorityAsync(request.Priority, request.Impact, request.Urgency, cancellationToken).ConfigureAwait(false);
        var hash = request.Priority is { } byHand
            ? TicketArguments.Hash("support.priority.v1", request, byHand.ToString())
            : TicketArguments.Hash("support.assess.v1", request, request.Impact.ToString(), request.Urgency.ToString());
        return await commands.ChangeAsync(request, hash, null, Set, cancellationToken).ConfigureAwait(false);

        CrmError? Set(TicketChange change)
        {
            foreach (var (name, value) in TicketArguments.Assessment(request.Impact, request.Urgency))
            {
                SetAttribute(change, name, value);
            }

            if (change.Ticket.Priority != priority)
            {
                change.Add(new TicketPriorityChanged { At = change.At, Priority = priority });
            }

            return null;
        }
    }

    public ValueTask<CrmResult<TicketReceipt>> SetAttributeAsync(SetAttributeValue request, CancellationToken cancellationToken = default)
    {
        TicketArguments.Require(request, clock.GetCurrentInstant());
        TicketArguments.RequireAttribute(request.Attribute, request.Value);
        return commands.ChangeAsync(request, TicketArguments.Hash("support.attribute.v1", request, request.Attribute, request.Value), null, Set, cancellationToken);

        CrmError? Set(TicketChange change)
        {
            SetAttribute(change, request.Attribute, request.Value);
            return null;
        }
    }

    private static void SetAttribute(TicketChange change, string name, string? value)
    {
        var attributes = change.Ticket.Attributes;
        if (value is not null && !attributes.ContainsKey(name) && attributes.Count >= TicketArguments.MaxAttributes)
        {
            throw new ArgumentException($"The ticket has {attributes.Count} attributes; no more are allowed.", nameof(value));
        }

        if (attributes.GetValueOrDefault(name) != value)
        {
            change.Add(new TicketAttributeChanged { At = change.At, Attribute = name, Value = value });
        }
    }

    // By hand, else by the desk's matrix, else normal.
    private async ValueTask<TicketPriority> PriorityAsync(
        TicketPriority? byHand, TicketImpact? impact, TicketUrgency? urgency, CancellationToken cancellationToken) =>
        byHand is { } given ? given
        : impact is { } i && urgency is { } u ? (await staff.RulesAsync(tenant, cancellationToken).ConfigureAwait(false)).Matrix.PriorityOf(i, u)
        : TicketPriority.Normal;

    private ValueTask<StreamHead<TicketEvent, Ticket>> HeadAsync(TicketRequest request, CancellationToken cancellationToken) =>
        tickets.LoadAsync(tenant, new StreamLoad<TicketId> { Stream = request.Ticket, Key = request.Key }, cancellationToken);

    private static CrmError? Refusal(TicketStatus status, AddMessage request)
    {
        if (MoveOf(request.Sort) is { } move)
        {
            if (TicketTransitions.To(status, move) is not { } after)
            {
                return SupportErrors.MoveNotOpen.With(("move", move), ("status", status));
            }

            status = after;
        }

        return request.Then is { } then && TicketTransitions.To(status, then) is null
            ? SupportErrors.MoveNotOpen.With(("move", then), ("status", status))
            : null;
    }

    private static TicketMove? MoveOf(TicketMessageKind sort) => sort switch
    {
        TicketMessageKind.Customer => TicketMove.CustomerReplied,
        TicketMessageKind.AgentReply => TicketMove.AgentReplied,
        _ => null,
    };
}
