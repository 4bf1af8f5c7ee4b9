using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Time;

namespace CrossBorder.Crm.Support;

/// <summary>Who answers, when, and under which policies: what the host defines, of all tenants.</summary>
internal sealed class SupportStaff(
    IAgentRepository agents, ISlaPolicyRepository policies, ITicketRepository tickets, CalendarTimelines calendars, int maxConflicts)
{
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

    /// <summary>The active staff with their shifts and what they have in hand: tickets on which they are to act, without the one to be routed.</summary>
    public async ValueTask<List<AgentOnDuty>> OnDutyAsync(TenantId tenant, Ticket except, CancellationToken cancellationToken)
    {
        var staff = new List<AgentOnDuty>();
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await agents.ListAsync(tenant, new() { IsActive = true }, page, cancellationToken).ConfigureAwait(false);
            foreach (var (agent, _) in read.Items)
            {
                var shift = await calendars.FindAsync(tenant, agent.Shift, cancellationToken).ConfigureAwait(false);
                var inHand = await InHandAsync(tenant, agent, cancellationToken).ConfigureAwait(false);
                staff.Add(new(agent, shift?.Timeline, inHand - (except.IsInQueue && except.Assignee == agent.Id ? 1 : 0)));
            }

            page = page with { After = read.Next };
        }
        while (page.After is not null);

        return staff;
    }

    // One more than the capacity is as good as any number above it.
    private async ValueTask<int> InHandAsync(TenantId tenant, Agent agent, CancellationToken cancellationToken)
    {
        var page = new PageRequest { Size = Math.Min(agent.Capacity + 1, PageRequest.MaxSize) };
        var read = await tickets.ListAsync(tenant, new() { Assignee = agent.Id, InQueue = true }, page, cancellationToken).ConfigureAwait(false);
        return read.Items.Count;
    }
}
