using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>Keeps the packs of a source resolved for as long as the source gives the same rules.</summary>
internal sealed class ResolvedRules(IDateTimeZoneProvider zones)
{
    private volatile Entry? last;

    public RulePackSet Of(ConsentRules rules)
    {
        if (last is not { } known || !ReferenceEquals(known.Rules, rules))
        {
            last = known = new(rules, RulePackResolver.Resolve(rules.Packs, zones));
        }

        return known.Packs;
    }

    private sealed record Entry(ConsentRules Rules, RulePackSet Packs);
}
