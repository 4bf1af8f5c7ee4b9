using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>The law of one jurisdiction on contact and processing, as data. Not legal advice: the host decides what stands in it.</summary>
/// <remarks>
/// A pack that inherits takes over whatever it does not give: a member that is null, and each channel that it does not name. What it gives replaces
/// the parent's whole value. What nobody gives is the strict reading: a channel without rules needs consent.
/// </remarks>
public sealed record RulePack
{
    /// <summary>The jurisdiction.</summary>
    public required Jurisdiction Jurisdiction { get; init; }

    /// <summary>The pack whose values hold where this one gives none.</summary>
    public Jurisdiction? Inherits { get; init; }

    /// <summary>The rules by channel, each channel once.</summary>
    public ImmutableArray<ChannelRules> Channels { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>What processing that contacts nobody needs, by purpose.</summary>
    public ImmutableArray<ProcessingRule>? Processing { get; init; }

    /// <summary>The age, in years, below which only a guardian's consent counts. 1 to 25.</summary>
    public int? MinorAge { get; init; }

    /// <summary>The purposes that are barred below <see cref="MinorAge"/>, whatever the consent.</summary>
    public ImmutableArray<Purpose>? MinorProhibited { get; init; }

    /// <summary>The age below which <see cref="Purpose.SaleShare"/> needs consent, whatever the model. 1 to 25.</summary>
    public int? SaleShareOptInUnder { get; init; }

    /// <summary>The purposes for which a browser's privacy signal is an opt-out.</summary>
    public ImmutableArray<Purpose>? PrivacySignalOptsOutOf { get; init; }

    /// <summary>Whether asking for consent is itself marketing. Informative.</summary>
    public bool? ConsentRequestIsMarketing { get; init; }

    /// <summary>How often a person may be asked for her consent; null where asking is judged as direct marketing.</summary>
    public int? ConsentRequestsMax { get; init; }

    /// <summary>Whether merchants may be contacted until they say no.</summary>
    public bool? MerchantExempt { get; init; }

    /// <summary>The IANA zones of the jurisdiction, for a person whose zone is not known: the strictest counts.</summary>
    public ImmutableArray<string>? Zones { get; init; }

    /// <summary>The last local day on which the pack may be used. Afterwards its jurisdiction is unknown.</summary>
    public LocalDate? ValidUntil { get; init; }

    /// <summary>Where the rules come from. Informative, not inherited.</summary>
    public ImmutableArray<RuleProvenance> Provenance { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <summary>Where a rule of a pack comes from, and how far that was checked.</summary>
public sealed record RuleProvenance
{
    /// <summary>What of the pack, such as <c>email.model</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>The law.</summary>
    public required string Law { get; init; }

    /// <summary>How far it was checked: the source that was read, or that none was.</summary>
    public required string Checked { get; init; }
}
