using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What stands between an order and its points besides the rate. Applied in this order: exclusions, minimum, rate, multipliers, caps.</summary>
public sealed record EarnTerms
{
    /// <summary>The least that an order must come to, to earn at all: none, or one for each currency that has a rate. Converted orders are held against that of the programme's currency.</summary>
    public ImmutableArray<Money> MinimumOrders { get; init; } = [];

    /// <summary>What is held against <see cref="MinimumOrders"/>.</summary>
    public MinimumMeasure MinimumCounts { get; init; } = MinimumMeasure.EarningGoods;

    /// <summary>Products that earn nothing. Compared ordinally.</summary>
    public ImmutableArray<string> ExcludedProducts { get; init; } = [];

    /// <summary>Categories whose products earn nothing. Compared ordinally.</summary>
    public ImmutableArray<string> ExcludedCategories { get; init; } = [];

    /// <summary>Whatever makes an order earn more or less, each with its conditions; at most 64.</summary>
    public ImmutableArray<EarnMultiplier> Multipliers { get; init; } = [];

    /// <summary>What several multipliers of one line come to.</summary>
    public MultiplierCombination Combination { get; init; } = MultiplierCombination.Multiply;

    /// <summary>The most that one order earns; null for no limit.</summary>
    public Points? CapPerOrder { get; init; }

    /// <summary>The most that the orders of a period earn together; each period once, and a longer one never below a shorter one.</summary>
    public ImmutableArray<PeriodCap> PeriodCaps { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(EarnTerms? other) =>
        other is not null && MinimumOrders.SequenceEqual(other.MinimumOrders) && MinimumCounts == other.MinimumCounts
        && ExcludedProducts.SequenceEqual(other.ExcludedProducts) && ExcludedCategories.SequenceEqual(other.ExcludedCategories)
        && Multipliers.SequenceEqual(other.Multipliers) && Combination == other.Combination && CapPerOrder == other.CapPerOrder
        && PeriodCaps.SequenceEqual(other.PeriodCaps);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MinimumOrders.Length, CapPerOrder, Multipliers.Length, PeriodCaps.Length);
}

/// <summary>What is held against the minimum of an order.</summary>
public enum MinimumMeasure
{
    /// <summary>The goods that earn, after exclusions. The default.</summary>
    EarningGoods,

    /// <summary>All goods of the order.</summary>
    AllGoods,
}

/// <summary>What several multipliers come to.</summary>
public enum MultiplierCombination
{
    /// <summary>Their product: double points in a tier with half as much again are three times the points. The default.</summary>
    Multiply,

    /// <summary>The largest of them alone.</summary>
    Best,
}

/// <summary>A stretch of the local calendar of the programme's zone over which earned points are counted.</summary>
public enum EarnPeriod
{
    /// <summary>A day.</summary>
    Day,

    /// <summary>A week of ISO 8601: Monday to Sunday.</summary>
    Week,

    /// <summary>A month.</summary>
    Month,

    /// <summary>A year.</summary>
    Year,
}

/// <summary>The most that the orders of a period earn together.</summary>
/// <param name="Period">The period that the order's local day lies in.</param>
/// <param name="Points">How many points; from 1. Points that a refund takes back do not make room again.</param>
public readonly record struct PeriodCap(EarnPeriod Period, Points Points);
