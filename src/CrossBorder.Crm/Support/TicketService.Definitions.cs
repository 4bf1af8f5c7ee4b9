using System.Collections.Immutable;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Support;

/// <content>Policies, settings and staff.</content>
internal sealed partial class TicketService
{
    public async ValueTask<WriteResult> SavePolicyAsync(SlaPolicy policy, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        var result = await staff.SavePolicyAsync(tenant, policy, expectedVersion, cancellationToken).ConfigureAwait(false);
        plans.Forget(tenant);
        return result;
    }

    public async ValueTask<ImmutableArray<SlaPolicy>> PoliciesAsync(CancellationToken cancellationToken = default) =>
        [.. (await plans.GetAsync(tenant, cancellationToken).ConfigureAwait(false)).Policies];

    public ValueTask<WriteResult> SaveSettingsAsync(
        SupportSettings settings, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        setup.SaveAsync(tenant, settings, expectedVersion, cancellationToken);

    public ValueTask<SupportSettings> SettingsAsync(CancellationToken cancellationToken = default) => setup.GetAsync(tenant, cancellationToken);

    public ValueTask<WriteResult> SaveAgentAsync(Agent agent, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        staff.SaveAgentAsync(tenant, agent, expectedVersion, cancellationToken);

    public ValueTask<WriteResult> SaveDeskRulesAsync(DeskRules rules, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        staff.SaveRulesAsync(tenant, rules, expectedVersion, cancellationToken);

    public ValueTask<DeskRules> DeskRulesAsync(CancellationToken cancellationToken = default) => staff.RulesAsync(tenant, cancellationToken);

    public ValueTask<Page<Agent>> AgentsAsync(AgentQuery query, PageRequest page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(page);
        return staff.ListAsync(tenant, query, page, cancellationToken);
    }
}
