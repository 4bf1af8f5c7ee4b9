using System.Collections.Immutable;

namespace CrossBorder.Crm.Primitives;

/// <summary>What customers of one value tier get in one market. Support, loyalty and returns read it as data.</summary>
public sealed record ServiceStandard
{
    /// <summary>The tier that it is for.</summary>
    public required ValueTier Tier { get; init; }

    /// <summary>The market that it is for; <see cref="MarketId.Global"/> where no nearer one is defined.</summary>
    public MarketId Market { get; init; } = MarketId.Global;

    /// <summary>The name of the service-level policy that applies to the tier's tickets, where it has one of its own.</summary>
    public string? SlaPolicy { get; init; }

    /// <summary>The queue or skill that the tier's tickets should go to, where there is one.</summary>
    public string? RoutingWish { get; init; }

    /// <summary>Codes of what the tier is entitled to, such as <see cref="BenefitCodes.FreeReturns"/>.</summary>
    public ImmutableArray<string> Benefits { get; init; } = [];

    /// <summary>The discount on goods, in percent, above 0 to 100; null for none.</summary>
    public decimal? DiscountPercent { get; init; }

    /// <summary>A hint for self-service, such as an article to offer first, where there is one.</summary>
    public string? SelfServiceHint { get; init; }

    /// <inheritdoc/>
    public bool Equals(ServiceStandard? other) =>
        other is not null && Tier == other.Tier && Market == other.Market && SlaPolicy == other.SlaPolicy && RoutingWish == other.RoutingWish
        && Benefits.SequenceEqual(other.Benefits) && DiscountPercent == other.DiscountPercent && SelfServiceHint == other.SelfServiceHint;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Tier, Market);
}
