using CrossBorder.Crm.Primitives;
using Microsoft.Extensions.Options;
using NodaTime;

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

/// <summary>Stops the host at start-up where its packs contradict one another, rather than at the first customer.</summary>
internal sealed class HostConsentRulesValidator(IConsentRulesSource source, IDateTimeZoneProvider zones)
    : IValidateOptions<DependencyInjection.CrmOptions>
{
    public ValidateOptionsResult Validate(string? name, DependencyInjection.CrmOptions options)
    {
        try
        {
            if (source is HostConsentRules own)
            {
                RulePackResolver.Resolve(own.Rules.Packs, zones);
            }

            return ValidateOptionsResult.Success;
        }
        catch (InvalidRulePackException fault)
        {
            return ValidateOptionsResult.Fail(fault.Message);
        }
    }
}
