using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Points to add or take by hand.</summary>
public sealed record AdjustPoints
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The name of the request.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>How many: above zero to add, below zero to take.</summary>
    public required Points Points { get; init; }

    /// <summary>Until when added points are spendable, exclusive; null for what <see cref="Validity"/> says.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>How long added points are valid, from now; null for ever.</summary>
    public LotValidity? Validity { get; init; }

    /// <summary>Whether points that are not there become debt when they are taken; otherwise that is refused.</summary>
    public bool AllowNegative { get; init; }

    /// <summary>The host's code for why, at most 100 UTF-16 units; no personal data. Null for none.</summary>
    public string? Reason { get; init; }
}

/// <summary>Points to move to another account.</summary>
public sealed record TransferPoints
{
    /// <summary>The account that they leave.</summary>
    public required LoyaltyAccountId From { get; init; }

    /// <summary>The account that they go to; another one.</summary>
    public required LoyaltyAccountId To { get; init; }

    /// <summary>The name of the request, among those of the account that they leave.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>How many; from 1.</summary>
    public required Points Points { get; init; }
}

/// <summary>The receipt of an adjustment.</summary>
public sealed record AdjustReceipt
{
    /// <summary>How many points were added; below zero where they were taken.</summary>
    public required Points Points { get; init; }

    /// <summary>The number of the lot that was added; null where points were taken.</summary>
    public long? Lot { get; init; }

    /// <summary>How many of the taken points became debt.</summary>
    public required Points Owed { get; init; }

    /// <summary>What can be spent after it.</summary>
    public required Points Available { get; init; }
}

/// <summary>The receipt of a transfer.</summary>
public sealed record TransferReceipt
{
    /// <summary>How many points were moved.</summary>
    public required Points Points { get; init; }

    /// <summary>The numbers of the lots that they became in the other account, in the order in which they were taken here.</summary>
    public required ImmutableArray<long> Lots { get; init; }

    /// <summary>What can be spent after it, in the account that they left.</summary>
    public required Points Available { get; init; }

    /// <inheritdoc/>
    public bool Equals(TransferReceipt? other) =>
        other is not null && Points == other.Points && Lots.SequenceEqual(other.Lots) && Available == other.Available;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Points, Available);
}
