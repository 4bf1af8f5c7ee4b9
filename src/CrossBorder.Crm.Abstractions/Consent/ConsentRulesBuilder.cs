namespace CrossBorder.Crm.Consent;

/// <summary>Collects the rules of a host. A pack given later replaces one of the same jurisdiction: the host has the last word.</summary>
public sealed class ConsentRulesBuilder
{
    private readonly Dictionary<Jurisdiction, RulePack> packs = [];
    private readonly List<PrivacyNotice> notices = [];

    /// <summary>Adds rule packs.</summary>
    /// <param name="packs">The packs.</param>
    public ConsentRulesBuilder AddPacks(params IEnumerable<RulePack> packs)
    {
        ArgumentNullException.ThrowIfNull(packs);
        foreach (var pack in packs)
        {
            this.packs[pack.Jurisdiction] = pack;
        }

        return this;
    }

    /// <summary>Adds privacy notices.</summary>
    /// <param name="notices">The notices.</param>
    public ConsentRulesBuilder AddNotices(params IEnumerable<PrivacyNotice> notices)
    {
        ArgumentNullException.ThrowIfNull(notices);
        this.notices.AddRange(notices);
        return this;
    }

    /// <summary>The rules so far.</summary>
    public ConsentRules Build() => new() { Packs = [.. packs.Values], Notices = [.. notices] };
}
