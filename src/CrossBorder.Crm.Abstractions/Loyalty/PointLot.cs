using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Points that were granted together and expire together; or a part of them, which is held, spent or returned.</summary>
public sealed record PointLot
{
    /// <summary>The version of the entry that granted it: its name within the account.</summary>
    /// <remarks>Two parts of one lot stand side by side where they came back at different times and have days of grace (<see cref="LedgerPolicies.GraceDays"/>).</remarks>
    public required long Number { get; init; }

    /// <summary>How many points were granted.</summary>
    public required Points Points { get; init; }

    /// <summary>How many of them are here: left in the account, or in this part; 0 to <see cref="Points"/>.</summary>
    public required Points Remaining { get; init; }

    /// <summary>When they were earned, which may be before they were posted.</summary>
    public required Instant EarnedAt { get; init; }

    /// <summary>From when on they are spendable, inclusive; before, they are pending.</summary>
    public required Instant AvailableFrom { get; init; }

    /// <summary>Until when they are spendable, exclusive; null for ever.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>The order that earned them, where one did.</summary>
    public ExternalRef? Order { get; init; }

    /// <summary>In a shared account: the member who earned or brought them; null for nobody in particular, and in an account of one's own.</summary>
    public LoyaltyAccountId? Member { get; init; }
}

/// <summary>A number of points of a lot.</summary>
/// <param name="Lot">The lot's number.</param>
/// <param name="Points">How many of its points.</param>
public readonly record struct LotShare(long Lot, Points Points);
