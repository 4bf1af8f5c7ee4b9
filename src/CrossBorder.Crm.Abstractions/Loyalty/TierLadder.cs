using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The tiers that orders lead to, and how they are kept and lost. Counted in the programme's zone.</summary>
public sealed record TierLadder
{
    /// <summary>The tiers, the lowest first: its threshold is zero, every member has at least it, and it never ends. Thresholds rise.</summary>
    public required ImmutableArray<LoyaltyTier> Tiers { get; init; }

    /// <summary>What follows when a tier's validity ends.</summary>
    public TierDowngrade Downgrade { get; init; } = TierDowngrade.OneDown;

    /// <summary>What is summed.</summary>
    public TierMeasure Measure { get; init; } = TierMeasure.Points;

    /// <summary>
    /// Null for calendar years: sums of one local year, and a tier holds to the end of the next. Else a window of so many local months, the
    /// current one the last, 1 to 24, and a tier holds for as many months after the month in which it was reached.
    /// </summary>
    public int? RollingMonths { get; init; }

    /// <summary>What a refund does to a tier.</summary>
    public TierRefunds Refunds { get; init; } = TierRefunds.WhenValidityEnds;

    /// <inheritdoc/>
    public bool Equals(TierLadder? other) =>
        other is not null && Tiers.SequenceEqual(other.Tiers) && Downgrade == other.Downgrade && Measure == other.Measure
        && RollingMonths == other.RollingMonths && Refunds == other.Refunds;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Tiers.Length, Downgrade, Measure, RollingMonths, Refunds);
}

/// <summary>A tier of a ladder.</summary>
public sealed record LoyaltyTier
{
    /// <summary>Its code, by which multipliers, benefits and support name it.</summary>
    public required ValueTier Tier { get; init; }

    /// <summary>From which sum on it is reached: points, or minor units of the programme's currency under <see cref="TierMeasure.Spend"/>.</summary>
    public required long Threshold { get; init; }

    /// <summary>Its name for people; null for its code.</summary>
    public string? Name { get; init; }
}

/// <summary>What follows when a tier's validity ends.</summary>
public enum TierDowngrade
{
    /// <summary>One tier lower, or what the window just ended supports if that is more: a soft landing. The default.</summary>
    OneDown,

    /// <summary>What the window just ended supports.</summary>
    Recalculate,
}

/// <summary>What leads to tiers.</summary>
public enum TierMeasure
{
    /// <summary>The points that orders earned. The default.</summary>
    Points,

    /// <summary>What was paid for goods that earned, in the programme's currency, rounded down to minor units an order.</summary>
    Spend,
}

/// <summary>What a refund does to a tier. It always lowers the sum of the window in which the order was placed.</summary>
public enum TierRefunds
{
    /// <summary>The tier is judged when its validity ends. The default.</summary>
    WhenValidityEnds,

    /// <summary>The tier falls at once to what the windows that it can still rest on support.</summary>
    AtOnce,
}
