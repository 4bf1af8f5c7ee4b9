using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Points went to another account.</summary>
public sealed record PointsSent : LedgerEntry
{
    /// <summary>The key of the request at the sender: the transfer's name.</summary>
    public required string Transfer { get; init; }

    /// <summary>The account that received them.</summary>
    public required LoyaltyAccountId To { get; init; }

    /// <summary>How many.</summary>
    public required Points Points { get; init; }

    /// <summary>Which lots they came from, in the order in which they were taken.</summary>
    public required ImmutableArray<LotShare> From { get; init; }

    /// <summary>The hold that had set them aside, where the storage cannot write two accounts at once; null otherwise.</summary>
    public string? Hold { get; init; }
}

/// <summary>Points came from another account: one entry a lot.</summary>
public sealed record PointsReceived : LedgerEntry
{
    /// <summary>The key of the request at the sender: the transfer's name.</summary>
    public required string Transfer { get; init; }

    /// <summary>The account that sent them.</summary>
    public required LoyaltyAccountId Sender { get; init; }

    /// <summary>How many.</summary>
    public required Points Points { get; init; }

    /// <summary>When they were earned.</summary>
    public required Instant EarnedAt { get; init; }

    /// <summary>From when on they are spendable, inclusive: the time of the transfer.</summary>
    public required Instant AvailableFrom { get; init; }

    /// <summary>Until when they are spendable, exclusive; null for ever.</summary>
    public Instant? ExpiresAt { get; init; }
}
