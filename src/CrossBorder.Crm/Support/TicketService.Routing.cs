using System.Collections.Immutable;
using System.Globalization;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Support;

/// <content>Who gets which ticket.</content>
internal sealed partial class TicketService
{
    public async ValueTask<CrmResult<TicketReceipt>> AssignAsync(AssignTicket request, CancellationToken cancellationToken = default)
    {
        TicketArguments.Require(request, clock.GetCurrentInstant());
        if (request.Agent is { } agent && await staff.FindAsync(tenant, agent, cancellationToken).ConfigureAwait(false) is null)
        {
            return SupportErrors.UnknownAgent.With(("agent", agent));
        }

        return await commands.ChangeAsync(request, TicketArguments.Hash("support.assign.v1", request, request.Agent?.ToString()), null, Assign, cancellationToken)
            .ConfigureAwait(false);

        CrmError? Assign(TicketChange change)
        {
            if (change.Ticket.Assignee != request.Agent)
            {
                change.Add(new TicketAssigned { At = change.At, Agent = request.Agent, Before = change.Ticket.Assignee });
            }

            return null;
        }
    }

    public async ValueTask<CrmResult<RouteDecision>> RouteAsync(RouteTicket request, CancellationToken cancellationToken = default)
    {
        var question = await AskAsync(request, cancellationToken).ConfigureAwait(false);
        return question.TryGet(out var asked, out var refusal) ? TicketRouting.Decide(asked.Needs, asked.Staff, asked.Rules.Costs) : refusal;
    }

    public async ValueTask<CrmResult<HandoverPlan>> PlanHandoverAsync(RouteTicket request, CancellationToken cancellationToken = default)
    {
        var question = await AskAsync(request, cancellationToken).ConfigureAwait(false);
        if (!question.TryGet(out var asked, out var refusal))
        {
            return refusal;
        }

        return TicketRouting.HandoverOf(asked.Ticket, asked.Needs, asked.Rules) is { } handover
            ? TicketRouting.PlanHandover(handover, asked.Staff, asked.Rules.Costs)
            : SupportErrors.NobodyHasIt.With(("ticket", request.Ticket));
    }

    public async ValueTask<BatchOutcome> AssignBatchAsync(AssignBatch request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Max, 1, nameof(request));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Max, PageRequest.MaxSize, nameof(request));
        var now = clock.GetCurrentInstant();
        var rules = await staff.RulesAsync(tenant, cancellationToken).ConfigureAwait(false);
        var query = new TicketQuery { Unassigned = true, Language = request.Language?.Value };
        var waiting = await tickets.ListAsync(tenant, query, new() { Size = request.Max }, cancellationToken).ConfigureAwait(false);
        var asked = waiting.Items.Select(head => (head.Version, Ticket: head.State!)).Select(item => (item.Version, item.Ticket, Needs: Needs(item.Ticket))).ToList();
        var onDuty = await staff.OnDutyAsync(tenant, rules, except: null, cancellationToken).ConfigureAwait(false);
        var plan = TicketRouting.DecideBatch(
            from item in asked
            where item.Needs is not null
            select new BatchTicket { Ticket = item.Ticket.Id, Needs = item.Needs, RankAt = item.Ticket.Rank.At, OpenedAt = item.Ticket.OpenedAt },
            onDuty,
            rules.Costs);

        var versions = asked.ToDictionary(item => item.Ticket.Id, item => item.Version);
        var (done, overtaken) = (ImmutableArray.CreateBuilder<BatchAssignment>(), ImmutableArray.CreateBuilder<BatchAssignment>());
        foreach (var assignment in plan.Assigned)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isWritten = await WriteAsync(assignment, versions[assignment.Ticket], cancellationToken).ConfigureAwait(false);
            (isWritten ? done : overtaken).Add(assignment);
        }

        return new BatchOutcome
        {
            Assigned = done.ToImmutable(),
            Overtaken = overtaken.ToImmutable(),
            Unassigned = plan.Unassigned,
            WithoutLanguage = [.. asked.Where(item => item.Needs is null).Select(item => item.Ticket.Id)],
        };

        RouteRequest? Needs(Ticket ticket) => TicketRouting.NeedsOf(
            ticket, now, rules, new RouteTicket { Ticket = ticket.Id, MoreLanguages = request.MoreLanguages, MinLevel = request.MinLevel });
    }

    // The key says which version of the ticket was planned: whoever plans that version again writes nothing twice, and of two plans one is written.
    private async ValueTask<bool> WriteAsync(BatchAssignment assignment, long version, CancellationToken cancellationToken)
    {
        var request = new AssignTicket
        {
            Ticket = assignment.Ticket,
            Key = new IdempotencyKey(string.Create(CultureInfo.InvariantCulture, $"batch:{version}")),
            Agent = assignment.Agent,
        };
        var hash = TicketArguments.Hash("support.assign_batch.v1", request, request.Agent.ToString());
        try
        {
            return (await commands.ChangeAsync(request, hash, null, Assign, cancellationToken).ConfigureAwait(false)).IsSuccess;
        }
        catch (IdempotencyMismatchException)
        {
            // Another plan gave this version of the ticket to somebody else.
            return false;
        }

        CrmError? Assign(TicketChange change)
        {
            if (change.Version != version)
            {
                return SupportErrors.Overtaken.With();
            }

            change.Add(new TicketAssigned { At = change.At, Agent = assignment.Agent });
            return null;
        }
    }

    private async ValueTask<CrmResult<RoutingQuestion>> AskAsync(RouteTicket request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Ticket.ThrowIfDefault(nameof(request.Ticket));
        if (await FindAsync(request.Ticket, cancellationToken).ConfigureAwait(false) is not { Value: var ticket })
        {
            return SupportErrors.UnknownTicket.With(("ticket", request.Ticket));
        }

        var rules = await staff.RulesAsync(tenant, cancellationToken).ConfigureAwait(false);
        if (TicketRouting.NeedsOf(ticket, clock.GetCurrentInstant(), rules, request) is not { } needs)
        {
            return SupportErrors.NoLanguage.With(("ticket", request.Ticket));
        }

        return new RoutingQuestion(ticket, needs, rules, await staff.OnDutyAsync(tenant, rules, except: ticket.Id, cancellationToken).ConfigureAwait(false));
    }

    private sealed record RoutingQuestion(Ticket Ticket, RouteRequest Needs, DeskRules Rules, List<AgentOnDuty> Staff);
}
