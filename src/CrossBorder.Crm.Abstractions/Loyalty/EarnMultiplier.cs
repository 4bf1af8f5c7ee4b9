using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>A factor on what an order earns, for a tier, a segment, a market or a campaign. All conditions that are set must hold.</summary>
public sealed record EarnMultiplier
{
    /// <summary>Its name in the programme, such as <c>singles_day</c>: a code of 1 to 64 characters, kept with every order that it applied to.</summary>
    public required string Code { get; init; }

    /// <summary>The factor.</summary>
    public required Multiplier Factor { get; init; }

    /// <summary>Only for members of this tier.</summary>
    public ValueTier? Tier { get; init; }

    /// <summary>Only for members of this segment.</summary>
    public string? Segment { get; init; }

    /// <summary>Only for orders of this market.</summary>
    public MarketId? Market { get; init; }

    /// <summary>Only for orders from this wall time of the programme's zone on, inclusive. One that is skipped starts at the transition, one that happens twice at the first.</summary>
    public LocalDateTime? From { get; init; }

    /// <summary>Only for orders before this wall time of the programme's zone, exclusive.</summary>
    public LocalDateTime? To { get; init; }

    /// <summary>Only for these products; empty for all that <see cref="Categories"/> lets through.</summary>
    public ImmutableArray<string> Products { get; init; } = [];

    /// <summary>Only for products of these categories; a line is meant if its product or one of its categories is named.</summary>
    public ImmutableArray<string> Categories { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(EarnMultiplier? other) =>
        other is not null && Code == other.Code && Factor == other.Factor && Tier == other.Tier && Segment == other.Segment && Market == other.Market
        && From == other.From && To == other.To && Products.SequenceEqual(other.Products) && Categories.SequenceEqual(other.Categories);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Factor);
}
