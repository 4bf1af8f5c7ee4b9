using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

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

    /// <summary>The order that earned them, where one did; of a referral's reward its own name, <c>referral:friend.…</c> or <c>referral:referrer.…</c>.</summary>
    public ExternalRef? Order { get; init; }

    /// <summary>What the order's points were computed from and how; null where the caller said how many.</summary>
    public EarnQuote? Quote { get; init; }

    /// <summary>What a refund beyond the balance does to this order, frozen when it was granted.</summary>
    public required ClawbackPolicy Clawback { get; init; }

    /// <summary>What else a refund of this order follows, frozen when it was granted; null for the default.</summary>
    public RefundTerms? RefundTerms { get; init; }

    /// <summary>What they were granted for besides an order; null for an order, and where the caller said how many.</summary>
    public TriggerGrant? Trigger { get; init; }
}

/// <summary>An order that had earned points was refunded, in part or whole.</summary>
public sealed record EarningRefunded : LedgerEntry
{
    /// <summary>The order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>How much of the order was refunded with this entry, in minor units of its currency; of a mixed order, the part paid back in cash.</summary>
    public required long RefundedMinor { get; init; }

    /// <summary>The order's total in the same minor units; of a mixed order, what was not paid with points.</summary>
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
