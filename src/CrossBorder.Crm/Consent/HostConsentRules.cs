using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Consent;

/// <summary>What the host said when it added the room: one call or several, in their order.</summary>
internal sealed record ConsentRulesChoice(Action<ConsentRulesBuilder> Choose);

/// <summary>The rules that the host gave when it added the room, the same for every tenant.</summary>
internal sealed class HostConsentRules(IEnumerable<ConsentRulesChoice> choices) : IConsentRulesSource
{
    private readonly Lazy<ConsentRules> rules = new(() =>
    {
        var builder = new ConsentRulesBuilder();
        foreach (var choice in choices)
        {
            choice.Choose(builder);
        }

        return builder.Build();
    });

    public ConsentRules Rules => rules.Value;

    public ValueTask<ConsentRules> GetAsync(TenantId tenant, CancellationToken cancellationToken) => new(rules.Value);
}
