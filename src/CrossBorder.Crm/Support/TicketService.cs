using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <inheritdoc/>
internal sealed partial class TicketService(
    TenantId tenant,
    ITicketRepository tickets,
    ITicketMessageRepository messages,
    SlaPlans plans,
    SupportStaff staff,
    SupportSetup setup,
    CalendarTimelines calendars,
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
                FromMachine = AutomaticAnswers.SignOf(request.Origin),
            });
            return null;
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
}
