using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Points were set aside for a purchase: reserved, until the hold is captured, voided or times out.</summary>
public sealed record PointsHeld : LedgerEntry
{
    /// <summary>The caller's name of the hold.</summary>
    public required string Hold { get; init; }

    /// <summary>How many.</summary>
    public required Points Points { get; init; }

    /// <summary>The parts of lots that are held, in the order in which a capture takes them.</summary>
    public required ImmutableArray<PointLot> From { get; init; }

    /// <summary>From when on it is void by itself; null for never.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>The order that it is for, where there is one.</summary>
    public ExternalRef? Order { get; init; }

    /// <summary>What the points are worth to the order; null where the caller did not say.</summary>
    public Money? Value { get; init; }

    /// <summary>Whether held points expire with their lots; otherwise a capture takes them all the same, which is the default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LapsesWithLots { get; init; }

    /// <summary>For how many days of 24 hours points can be spent that are released after their lot has expired; 0 for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int GraceDays { get; init; }

    /// <summary>The account that the points are on their way to, where a transfer holds them; null otherwise.</summary>
    public LoyaltyAccountId? TransferTo { get; init; }
}

/// <summary>A hold follows its cart: more points, fewer, or another time-out.</summary>
public sealed record HoldChanged : LedgerEntry
{
    /// <summary>The hold.</summary>
    public required string Hold { get; init; }

    /// <summary>How many points it has now.</summary>
    public required Points Points { get; init; }

    /// <summary>All parts of lots that it has now, in the order in which a capture takes them.</summary>
    public required ImmutableArray<PointLot> From { get; init; }

    /// <summary>What was added, by lot.</summary>
    public required ImmutableArray<LotShare> Added { get; init; }

    /// <summary>The parts that were released.</summary>
    public required ImmutableArray<PointLot> Released { get; init; }

    /// <summary>From when on it is void by itself; null for never.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>The order that it is for, where there is one.</summary>
    public ExternalRef? Order { get; init; }

    /// <summary>What the points are worth to the order now; null where the caller did not say.</summary>
    public Money? Value { get; init; }
}

/// <summary>A hold was captured: its points are spent, and what was not needed is released. From now on a redemption under the hold's name.</summary>
public sealed record HoldCaptured : LedgerEntry
{
    /// <summary>The hold.</summary>
    public required string Hold { get; init; }

    /// <summary>How many points were spent.</summary>
    public required Points Points { get; init; }

    /// <summary>The parts of lots that were spent, in the order in which they were taken.</summary>
    public required ImmutableArray<PointLot> From { get; init; }

    /// <summary>The parts that were released.</summary>
    public required ImmutableArray<PointLot> Released { get; init; }

    /// <summary>The order that the points paid for, where there is one.</summary>
    public ExternalRef? Order { get; init; }

    /// <summary>What the spent points were worth to the order; null where nobody said.</summary>
    public Money? Value { get; init; }
}

/// <summary>A hold was called off, and all its points released.</summary>
public sealed record HoldVoided : LedgerEntry
{
    /// <summary>The hold.</summary>
    public required string Hold { get; init; }

    /// <summary>The parts that were released.</summary>
    public required ImmutableArray<PointLot> Released { get; init; }

    /// <summary>The order that it was for, where there is one.</summary>
    public ExternalRef? Order { get; init; }
}
