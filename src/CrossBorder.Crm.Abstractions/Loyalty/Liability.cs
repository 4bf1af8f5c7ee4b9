using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Goods sold together with points: what IFRS 15 divides the price of.</summary>
public sealed record PointSale
{
    /// <summary>What the customer paid, for both; not negative.</summary>
    public required Money TransactionPrice { get; init; }

    /// <summary>What the goods alone would be sold for; not negative.</summary>
    public required Money GoodsStandAlonePrice { get; init; }

    /// <summary>How many points came with them; not negative.</summary>
    public required Points PointsIssued { get; init; }

    /// <summary>What a point is worth to the customer who redeems it; not negative, may be finer than the minor unit.</summary>
    public required Money ValuePerPoint { get; init; }

    /// <summary>The share of points that will be redeemed, 0 to 1.</summary>
    public required decimal ExpectedRedemptionRate { get; init; }
}

/// <summary>A price, divided between points and goods; the two add up to it.</summary>
public sealed record PriceAllocation
{
    /// <summary>The part that is deferred until the points are redeemed.</summary>
    public required Money ToPoints { get; init; }

    /// <summary>The part that is revenue with the goods.</summary>
    public required Money ToGoods { get; init; }
}

/// <summary>What is known of redemptions at the end of a period.</summary>
/// <param name="RedeemedToDate">The points redeemed since they were issued; from 0 to <paramref name="ExpectedTotal"/>.</param>
/// <param name="ExpectedTotal">All the points that are now expected to be redeemed, those already redeemed included.</param>
public readonly record struct RedemptionEstimate(long RedeemedToDate, long ExpectedTotal);

/// <summary>What a period adds to revenue, and what is still deferred at its end.</summary>
/// <param name="Revenue">The revenue of the period; negative where an estimate rose so much that earlier revenue is taken back.</param>
/// <param name="Liability">What is deferred at the end of the period; not negative.</param>
public readonly record struct RecognisedRevenue(Money Revenue, Money Liability);

/// <summary>What a programme owes its members, in points, as of an instant.</summary>
public sealed record LiabilityReport
{
    /// <summary>The instant.</summary>
    public required Instant AsOf { get; init; }

    /// <summary>How many accounts were counted.</summary>
    public required long Accounts { get; init; }

    /// <summary>All that was ever posted, by kind, over all accounts.</summary>
    public required LedgerTotals Totals { get; init; }

    /// <summary>What members hold: available, pending and reserved.</summary>
    public required Points Outstanding { get; init; }

    /// <summary>What members owe.</summary>
    public required Points Debt { get; init; }

    /// <summary>What is outstanding by age, the youngest first.</summary>
    public required ImmutableArray<AgeBand> ByAge { get; init; }

    /// <summary>What is outstanding by the local month of its last usable day, the earliest first, never-expiring points last.</summary>
    public required ImmutableArray<ExpiryBand> ByExpiry { get; init; }

    /// <summary>Points redeemed for good: redemptions less what was returned.</summary>
    public Points Redeemed => Totals.Redeemed - Totals.Returned;

    /// <summary>How far the totals and the open lots are apart: zero in a sound ledger, to the point.</summary>
    public Points Unreconciled => Totals.Net - Outstanding + Debt;
}

/// <summary>Outstanding points of an age.</summary>
public sealed record AgeBand
{
    /// <summary>From so many whole local months after the earn, inclusive.</summary>
    public required int FromMonths { get; init; }

    /// <summary>To so many, exclusive; null for any older.</summary>
    public int? ToMonths { get; init; }

    /// <summary>How many points.</summary>
    public required Points Points { get; init; }
}

/// <summary>Outstanding points that end together.</summary>
public sealed record ExpiryBand
{
    /// <summary>The local month of the last usable day; null for points that never expire.</summary>
    public YearMonth? Month { get; init; }

    /// <summary>How many points.</summary>
    public required Points Points { get; init; }
}
