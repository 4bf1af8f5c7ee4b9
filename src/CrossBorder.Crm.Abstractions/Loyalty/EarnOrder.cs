using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>An order as far as its points depend on it.</summary>
public sealed record EarnOrder
{
    /// <summary>What was bought; at least one line, all in one currency.</summary>
    public required ImmutableArray<EarnLine> Lines { get; init; }

    /// <summary>When it was placed: decides which campaigns run and which period it counts in.</summary>
    public required Instant PlacedAt { get; init; }

    /// <summary>How many units of the programme's currency one unit of the order's currency is worth; needed where that currency has no rate of its own.</summary>
    public decimal? Rate { get; init; }

    /// <summary>The member's tier, where she has one.</summary>
    public ValueTier? Tier { get; init; }

    /// <summary>The member's segments.</summary>
    public ImmutableArray<string> Segments { get; init; } = [];

    /// <summary>The market that she ordered in, where it is known.</summary>
    public MarketId? Market { get; init; }

    /// <summary>What her earlier orders earned, by period; what is missing is zero. <see cref="LoyaltyAccountState.EarnedIn"/> has it.</summary>
    public ImmutableArray<PeriodSum> EarnedIn { get; init; } = [];
}

/// <summary>A line of an order.</summary>
public sealed record EarnLine
{
    /// <summary>The host's name of the line, where it wants to find it again in the explanation.</summary>
    public string? Line { get; init; }

    /// <summary>What was paid for it, after discounts, without freight and without what points or vouchers paid; not negative.</summary>
    public required Money Amount { get; init; }

    /// <summary>The part of <see cref="Amount"/> that earns nothing, whatever the programme says; null for none. More than all is all.</summary>
    public Money? Excluded { get; init; }

    /// <summary>The product, where the programme names products.</summary>
    public string? Product { get; init; }

    /// <summary>The product's categories, where the programme names categories.</summary>
    public ImmutableArray<string> Categories { get; init; } = [];
}

/// <summary>What orders of one period have earned.</summary>
/// <param name="Period">The period.</param>
/// <param name="Start">Its first local day in the programme's zone.</param>
/// <param name="Points">The points; not negative.</param>
public readonly record struct PeriodSum(EarnPeriod Period, LocalDate Start, Points Points);
