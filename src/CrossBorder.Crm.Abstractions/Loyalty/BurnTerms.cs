using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What points are worth at the checkout, by currency.</summary>
public sealed record BurnProgram
{
    /// <summary>The terms, one a currency; at least one. An order is paid under the terms of its own currency.</summary>
    public required ImmutableArray<BurnTerms> Terms { get; init; }

    /// <inheritdoc/>
    public bool Equals(BurnProgram? other) => other is not null && Terms.SequenceEqual(other.Terms);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Terms.Length);
}

/// <summary>What points are worth and how far they may be used.</summary>
public sealed record BurnTerms
{
    /// <summary>How many points make a step; from 1.</summary>
    public required Points StepPoints { get; init; }

    /// <summary>What a step is worth; above zero and whole in minor units.</summary>
    public required Money StepValue { get; init; }

    /// <summary>The fewest points that may be used at once.</summary>
    public Points Minimum { get; init; }

    /// <summary>The largest share of an order that points may pay, in percent, 0 to 100. The default is 100.</summary>
    public int MaxPercent { get; init; } = 100;
}

/// <summary>How many points an order can be paid with, and what they are worth.</summary>
public sealed record BurnQuote
{
    /// <summary>How many points; whole steps.</summary>
    public required Points Points { get; init; }

    /// <summary>What they are worth, in the order's currency.</summary>
    public required Money Discount { get; init; }

    /// <summary>What kept it from being more.</summary>
    public BurnLimit LimitedBy { get; init; }
}

/// <summary>What keeps points from paying more of an order.</summary>
public enum BurnLimit
{
    /// <summary>Nothing: all that was asked for.</summary>
    None,

    /// <summary>The balance.</summary>
    Balance,

    /// <summary>The share of the order that points may pay.</summary>
    Share,

    /// <summary>The fewest points that may be used at once: nothing can be.</summary>
    Minimum,

    /// <summary>What was asked for is no whole number of steps.</summary>
    Step,
}
