using CrossBorder.Crm.Customers;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Segmentation;
using CrossBorder.Crm.Support;

namespace CrossBorder.Crm.Flows;

/// <inheritdoc cref="ITicketFlow"/>
internal sealed class TicketFlow(ICustomerService customers, ISegmentService segments, ITicketService tickets) : ITicketFlow
{
    public async ValueTask<CrmResult<TicketOutcome>> ReceiveAsync(CustomerConcern concern, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(concern);
        var id = TicketId.FromExternal(concern.Source);
        if (await tickets.FindAsync(id, cancellationToken).ConfigureAwait(false) is null)
        {
            // Her standing is looked up only for a new ticket: a repetition must not ask for another ticket because her tier has changed.
            var opened = await tickets.OpenAsync(await DescribeAsync(id, concern, cancellationToken).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
            if (!opened.TryGet(out _, out var refusal))
            {
                return refusal;
            }
        }

        AutomaticAnswerDecision? first = null;
        if (!(await tickets.SettingsAsync(cancellationToken).ConfigureAwait(false)).AutomaticAnswers.IsEmpty)
        {
            var answered = await tickets.AnswerAutomaticallyAsync(id, cancellationToken).ConfigureAwait(false);
            if (!answered.TryGet(out first, out var refusal))
            {
                return refusal;
            }
        }

        var route = await AssignAsync(id, concern, cancellationToken).ConfigureAwait(false);
        if (!route.TryGet(out var decision, out var reason))
        {
            return reason;
        }

        var ticket = await tickets.FindAsync(id, cancellationToken).ConfigureAwait(false);
        return new TicketOutcome { Ticket = ticket!.Value.Value, FirstAnswer = first, Route = decision.Route };
    }

    private async ValueTask<OpenTicket> DescribeAsync(TicketId id, CustomerConcern concern, CancellationToken cancellationToken)
    {
        var customer = (await customers.FindAsync(concern.Customer, cancellationToken).ConfigureAwait(false))?.Value;
        var membership = await segments.FindAsync(concern.Customer, cancellationToken).ConfigureAwait(false);
        return new()
        {
            Ticket = id,
            Key = IdempotencyKey.For("open", concern.Source),
            OccurredAt = concern.OccurredAt,
            Customer = concern.Customer,
            Channel = concern.Channel,
            Language = concern.Language ?? (customer is { Languages.IsDefaultOrEmpty: false } ? customer.Languages[0] : concern.FallbackLanguage),
            Priority = concern.Priority,
            Market = customer?.Market ?? membership?.Market,
            Tier = membership?.Tier,
            Type = concern.Type,
            Source = concern.Source,
            Subject = concern.Subject,
            Text = concern.Text,
            Attachments = concern.Attachments,
            Origin = concern.Origin,
        };
    }

    private async ValueTask<CrmResult<(RouteDecision? Route, bool Done)>> AssignAsync(
        TicketId id, CustomerConcern concern, CancellationToken cancellationToken)
    {
        var ticket = await tickets.FindAsync(id, cancellationToken).ConfigureAwait(false);
        if (ticket is not { Value: { Assignee: null, IsInQueue: true } })
        {
            return (null, true);
        }

        var customer = (await customers.FindAsync(concern.Customer, cancellationToken).ConfigureAwait(false))?.Value;
        var routed = await tickets.RouteAsync(
            new() { Ticket = id, MoreLanguages = customer is null ? [] : [.. customer.Languages.Skip(1)] }, cancellationToken).ConfigureAwait(false);
        if (!routed.TryGet(out var route, out var refusal))
        {
            return refusal;
        }

        if (route.Agent is not { } agent)
        {
            return (route, true);
        }

        var assigned = await tickets.AssignAsync(
            new() { Ticket = id, Key = IdempotencyKey.For("assign", concern.Source), Agent = agent }, cancellationToken).ConfigureAwait(false);
        return assigned.Map<(RouteDecision?, bool)>(_ => (route, true));
    }
}
