using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What each tier is entitled to in each market: the data that checkout and support read.</summary>
public sealed record BenefitPlan
{
    /// <summary>The standards, each tier and market once.</summary>
    public required ImmutableArray<ServiceStandard> Standards { get; init; }

    /// <inheritdoc/>
    public bool Equals(BenefitPlan? other) => other is not null && Standards.SequenceEqual(other.Standards);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Standards.Length);
}

/// <summary>What a member is entitled to now.</summary>
public sealed record Entitlements
{
    /// <summary>Her tier; null in a programme without tiers.</summary>
    public ValueTier? Tier { get; init; }

    /// <summary>The last local day on which the tier is hers; null for a tier without end.</summary>
    public NodaTime.LocalDate? ValidThrough { get; init; }

    /// <summary>What the tier gets in her market, or in the nearest larger one that has a standard; null for nothing.</summary>
    public ServiceStandard? Standard { get; init; }
}
