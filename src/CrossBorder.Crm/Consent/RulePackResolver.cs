using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>Resolves what rule packs inherit: what a pack gives replaces the parent's whole value, channel by channel and member by member.</summary>
public static class RulePackResolver
{
    /// <summary>Checks the packs and resolves their inheritance.</summary>
    /// <param name="packs">The packs, each jurisdiction once, in any order.</param>
    /// <param name="zones">Where their zones are looked up.</param>
    /// <exception cref="InvalidRulePackException">A pack is given twice, inherits from none or from itself, or has a value out of its range.</exception>
    public static RulePackSet Resolve(IEnumerable<RulePack> packs, IDateTimeZoneProvider zones)
    {
        ArgumentNullException.ThrowIfNull(packs);
        ArgumentNullException.ThrowIfNull(zones);
        var given = new Dictionary<Jurisdiction, RulePack>();
        foreach (var pack in packs)
        {
            RulePackValidation.Require(pack, zones);
            if (!given.TryAdd(pack.Jurisdiction, pack))
            {
                throw new InvalidRulePackException($"The rule pack '{pack.Jurisdiction}' is given twice.");
            }
        }

        return new(given.Values.Select(pack => Resolve(pack, given)).ToList(), zones);
    }

    private static RulePack Resolve(RulePack pack, Dictionary<Jurisdiction, RulePack> given)
    {
        var resolved = pack;
        var seen = new HashSet<Jurisdiction> { pack.Jurisdiction };
        while (resolved.Inherits is { } name)
        {
            if (!seen.Add(name))
            {
                throw new InvalidRulePackException($"The rule pack '{pack.Jurisdiction}' inherits from itself, over '{name}'.");
            }

            resolved = given.TryGetValue(name, out var parent)
                ? Over(parent, resolved)
                : throw new InvalidRulePackException($"The rule pack '{pack.Jurisdiction}' inherits from '{name}', which is not there.");
        }

        return resolved;
    }

    private static RulePack Over(RulePack parent, RulePack child) => child with
    {
        Inherits = parent.Inherits,
        Channels =
        [
            .. child.Channels,
            .. parent.Channels.Where(rules => !child.Channels.Any(own => own.Channel == rules.Channel)),
        ],
        Processing = child.Processing ?? parent.Processing,
        MinorAge = child.MinorAge ?? parent.MinorAge,
        MinorProhibited = child.MinorProhibited ?? parent.MinorProhibited,
        SaleShareOptInUnder = child.SaleShareOptInUnder ?? parent.SaleShareOptInUnder,
        PrivacySignalOptsOutOf = child.PrivacySignalOptsOutOf ?? parent.PrivacySignalOptsOutOf,
        ConsentRequestIsMarketing = child.ConsentRequestIsMarketing ?? parent.ConsentRequestIsMarketing,
        ConsentRequestsMax = child.ConsentRequestsMax ?? parent.ConsentRequestsMax,
        MerchantExempt = child.MerchantExempt ?? parent.MerchantExempt,
        Zones = child.Zones ?? parent.Zones,
        ValidUntil = child.ValidUntil ?? parent.ValidUntil,
    };
}
