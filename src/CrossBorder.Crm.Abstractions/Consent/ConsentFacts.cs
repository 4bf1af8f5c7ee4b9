using System.Collections.Immutable;

namespace CrossBorder.Crm.Consent;

/// <summary>All that a decision about one person and one contact point may need, in any order.</summary>
public sealed record ConsentFacts
{
    /// <summary>Nothing is known.</summary>
    public static ConsentFacts None { get; } = new();

    /// <summary>The person's entries: the whole stream, or what its folded state kept. Also those of whom she absorbed.</summary>
    public ImmutableArray<ConsentEntry> Entries { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The entries of the contact point's suppression stream.</summary>
    public ImmutableArray<SuppressionEntry> Suppressions { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The tenant's privacy notices.</summary>
    public ImmutableArray<PrivacyNotice> Notices { get; init => field = value.IsDefault ? [] : value; } = [];
}
