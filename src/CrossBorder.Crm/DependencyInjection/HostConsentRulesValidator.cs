using CrossBorder.Crm.Consent;
using Microsoft.Extensions.Options;
using NodaTime;

namespace CrossBorder.Crm.DependencyInjection;

/// <summary>Stops the host at start-up where its packs contradict one another, rather than at the first customer.</summary>
internal sealed class HostConsentRulesValidator(IConsentRulesSource source, IDateTimeZoneProvider zones)
    : IValidateOptions<CrmOptions>
{
    public ValidateOptionsResult Validate(string? name, CrmOptions options)
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
