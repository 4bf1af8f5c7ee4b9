using System.Collections.Frozen;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>Rule packs, checked and with their inheritance resolved; made by <see cref="RulePackResolver"/>. Safe for all threads.</summary>
public sealed class RulePackSet
{
    private readonly FrozenDictionary<string, RulePack> packs;
    private readonly IDateTimeZoneProvider zones;

    internal RulePackSet(IEnumerable<RulePack> packs, IDateTimeZoneProvider zones)
    {
        this.packs = packs.ToFrozenDictionary(pack => pack.Jurisdiction.Code, StringComparer.Ordinal);
        this.zones = zones;
    }

    /// <summary>The jurisdictions that are known, in no particular order.</summary>
    public IEnumerable<Jurisdiction> Jurisdictions => packs.Values.Select(pack => pack.Jurisdiction);

    /// <summary>The pack of a jurisdiction with all that it inherits, or null where there is none.</summary>
    /// <param name="jurisdiction">The jurisdiction.</param>
    public RulePack? Find(Jurisdiction jurisdiction) => jurisdiction.Code is { } code ? packs.GetValueOrDefault(code) : null;

    internal DateTimeZone? ZoneOf(string id) => zones.GetZoneOrNull(id);
}
