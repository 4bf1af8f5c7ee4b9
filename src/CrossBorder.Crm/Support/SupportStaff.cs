using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>Who answers, when, and under which policies: what the host defines, of all tenants.</summary>
internal sealed class SupportStaff(
    IAgentRepository agents,
    ISlaPolicyRepository policies,
    IDeskRulesRepository desks,
    ITicketRepository tickets,
    CalendarTimelines calendars,
    IClock clock,
    TimeSpan maxAge,
    int maxConflicts)
{
    private readonly RecordCache<DeskRulesId, DeskRules, DeskRulesQuery> rulesOfDesks = new(desks, clock, maxAge);

    public async ValueTask<WriteResult> SavePolicyAsync(TenantId tenant, SlaPolicy policy, long? expectedVersion, CancellationToken cancellationToken)
    {
        SlaPolicyValidation.Require(policy);
        foreach (var (place, calendar) in SlaPolicyValidation.Calendars(policy))
        {
            if (await calendars.FindAsync(tenant, calendar, cancellationToken).ConfigureAwait(false) is null)
            {
                throw new ArgumentException($"Policy '{policy.Name}', {place}: there is no calendar {calendar}.", nameof(policy));
            }
        }

        for (var i = 0; i < policy.Escalations.Length; i++)
        {
            if (policy.Escalations[i].To.Agent is { } agent && await FindAsync(tenant, agent, cancellationToken).ConfigureAwait(false) is null)
            {
                throw new ArgumentException($"Policy '{policy.Name}', escalations[{i}]: there is no agent {agent}.", nameof(policy));
            }
        }

        return await RecordSaving.SaveAsync(policies, SupportCollections.Policies, tenant, policy.Id, policy, expectedVersion, maxConflicts, cancellationToken)
            .ConfigureAwait(false);
    }

    public async ValueTask<WriteResult> SaveAgentAsync(TenantId tenant, Agent agent, long? expectedVersion, CancellationToken cancellationToken)
    {
        AgentValidation.Require(agent);
        if (await calendars.FindAsync(tenant, agent.Shift, cancellationToken).ConfigureAwait(false) is null)
        {
            throw new ArgumentException($"Agent {agent.Id}, shift: there is no calendar {agent.Shift}.", nameof(agent));
        }

        return await RecordSaving.SaveAsync(agents, SupportCollections.Agents, tenant, agent.Id, agent, expectedVersion, maxConflicts, cancellationToken)
            .ConfigureAwait(false);
    }

    public async ValueTask<Agent?> FindAsync(TenantId tenant, AgentId agent, CancellationToken cancellationToken) =>
        (await agents.FindAsync(tenant, agent.ThrowIfDefault(), cancellationToken).ConfigureAwait(false))?.Value;

    public async ValueTask<Page<Agent>> ListAsync(TenantId tenant, AgentQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        var read = await agents.ListAsync(tenant, query, page, cancellationToken).ConfigureAwait(false);
        return new() { Items = [.. read.Items.Select(item => item.Value)], Next = read.Next };
    }

    public async ValueTask<WriteResult> SaveRulesAsync(TenantId tenant, DeskRules rules, long? expectedVersion, CancellationToken cancellationToken)
    {
        DeskRulesValidation.Require(rules);
        var result = await RecordSaving.SaveAsync(desks, SupportCollections.DeskRules, tenant, DeskRulesId.Single, rules, expectedVersion, maxConflicts, cancellationToken)
            .ConfigureAwait(false);
        rulesOfDesks.Forget(tenant, DeskRulesId.Single);
        return result;
    }

    /// <summary>How the tenant's work is given out; the default rules where it has none of its own.</summary>
    public async ValueTask<DeskRules> RulesAsync(TenantId tenant, CancellationToken cancellationToken) =>
        (await rulesOfDesks.FindAsync(tenant, DeskRulesId.Single, cancellationToken).ConfigureAwait(false))?.Value ?? DeskRules.Default;

    /// <summary>The active staff with their shifts and what they have in hand: tickets on which they are to act, without the one to be routed.</summary>
    public async ValueTask<List<AgentOnDuty>> OnDutyAsync(TenantId tenant, DeskRules rules, TicketId? except, CancellationToken cancellationToken)
    {
        var loads = await LoadsAsync(tenant, rules, except, cancellationToken).ConfigureAwait(false);
        var staff = new List<AgentOnDuty>();
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await agents.ListAsync(tenant, new() { IsActive = true }, page, cancellationToken).ConfigureAwait(false);
            foreach (var (agent, _) in read.Items)
            {
                var shift = await calendars.FindAsync(tenant, agent.Shift, cancellationToken).ConfigureAwait(false);
                staff.Add(new(agent, shift?.Timeline, loads.GetValueOrDefault(agent.Id)));
            }

            page = page with { After = read.Next };
        }
        while (page.After is not null);

        return staff;
    }

    // One list by an index of what is in hand: it grows with the staff's capacity, not with the queue or with what was ever solved.
    private async ValueTask<Dictionary<AgentId, int>> LoadsAsync(TenantId tenant, DeskRules rules, TicketId? except, CancellationToken cancellationToken)
    {
        var loads = new Dictionary<AgentId, int>();
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await tickets.ListAsync(tenant, new() { InHand = true }, page, cancellationToken).ConfigureAwait(false);
            foreach (var ticket in read.Items.Select(head => head.State!).Where(ticket => ticket.Id != except))
            {
                var agent = ticket.Assignee!.Value;
                loads[agent] = loads.GetValueOrDefault(agent) + TicketRouting.LoadOf(ticket, rules).Weight;
            }

            page = page with { After = read.Next };
        }
        while (page.After is not null);

        return loads;
    }
}
