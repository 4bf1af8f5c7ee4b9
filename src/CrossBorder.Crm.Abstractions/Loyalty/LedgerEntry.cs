using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>One immutable entry of an account's ledger. Corrections are new entries.</summary>
public abstract record LedgerEntry
{
    private protected LedgerEntry()
    {
    }

    /// <summary>The ledger's time of posting; never before that of the entry before.</summary>
    public required Instant PostedAt { get; init; }

    /// <summary>What had expired since the entry before, by lot: expiry takes effect by itself and is written down with the next entry.</summary>
    public ImmutableArray<LotShare> Expired { get; init; } = [];
}

/// <summary>Points were granted.</summary>
public sealed record PointsEarned : LedgerEntry
{
    /// <summary>How many. Zero only for an order that earned nothing, which is kept so that its refund is known.</summary>
    public required Points Points { get; init; }

    /// <summary>When they were earned.</summary>
    public required Instant EarnedAt { get; init; }

    /// <summary>From when on they are spendable, inclusive.</summary>
    public required Instant AvailableFrom { get; init; }

    /// <summary>Until when they are spendable, exclusive; null for ever.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>The order that earned them, where one did.</summary>
    public ExternalRef? Order { get; init; }

    /// <summary>What the order's points were computed from and how; null where the caller said how many.</summary>
    public EarnQuote? Quote { get; init; }

    /// <summary>What a refund beyond the balance does to this order, frozen when it was granted.</summary>
    public required ClawbackPolicy Clawback { get; init; }
}

/// <summary>Points were spent.</summary>
public sealed record PointsRedeemed : LedgerEntry
{
    /// <summary>The caller's name of the redemption, unique in the account.</summary>
    public required string Redemption { get; init; }

    /// <summary>How many.</summary>
    public required Points Points { get; init; }

    /// <summary>Which lots they came from, in the order in which they were taken.</summary>
    public required ImmutableArray<LotShare> From { get; init; }

    /// <summary>The order that they paid for, where there is one.</summary>
    public ExternalRef? Order { get; init; }
}

/// <summary>An order that had earned points was refunded, in part or whole.</summary>
public sealed record EarningRefunded : LedgerEntry
{
    /// <summary>The order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>How much of the order was refunded with this entry, in minor units of its currency.</summary>
    public required long RefundedMinor { get; init; }

    /// <summary>The order's total in the same minor units.</summary>
    public required long OrderTotalMinor { get; init; }

    /// <summary>How many points were newly due.</summary>
    public required Points Due { get; init; }

    /// <summary>Which lots they were taken from, in order.</summary>
    public required ImmutableArray<LotShare> From { get; init; }

    /// <summary>How many became debt.</summary>
    public required Points Owed { get; init; }

    /// <summary>How many were waived.</summary>
    public required Points Waived { get; init; }
}
