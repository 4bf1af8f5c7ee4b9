using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>An order that earns. Its reference is the key: one order earns once.</summary>
public sealed record EarnForOrder
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The host's order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>When it was placed.</summary>
    public required Instant OccurredAt { get; init; }

    /// <summary>What was paid for goods, after discounts, without freight and without what points paid; not negative.</summary>
    public required Money Basis { get; init; }

    /// <summary>The version of the programme; null for the one in force.</summary>
    public long? ProgramVersion { get; init; }

    /// <summary>How many units of the programme's currency one unit of the basis' currency is worth; needed where the basis' currency has no rate of its own.</summary>
    public decimal? Rate { get; init; }

    /// <summary>What was bought, where the programme excludes or multiplies by product or category; empty for one line of <see cref="Basis"/>, which its amounts come to.</summary>
    public ImmutableArray<EarnLine> Lines { get; init; } = [];

    /// <summary>The member's tier where the programme has no ladder of its own; with one, null for the tier that she has when the order is posted.</summary>
    /// <remarks>Tier, segments and market are not part of what makes a repetition equal.</remarks>
    public ValueTier? Tier { get; init; }

    /// <summary>The member's segments, where the programme multiplies by segment.</summary>
    public ImmutableArray<string> Segments { get; init; } = [];

    /// <summary>The market that she ordered in, where the programme multiplies by market.</summary>
    public MarketId? Market { get; init; }

    /// <summary>The host's key of the member, kept beside the account so that reports can join the host's tables; null keeps what is stored.</summary>
    /// <remarks>Not part of what makes a repetition equal.</remarks>
    public ExternalRef? Owner { get; init; }
}

/// <summary>Points that the caller decided to grant.</summary>
public sealed record EarnPoints
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The name of the request.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>How many; from 1.</summary>
    public required Points Points { get; init; }

    /// <summary>The order that earned them, where one did; needed to take them back on a refund.</summary>
    public ExternalRef? Order { get; init; }

    /// <summary>When they were earned; null for now. The age of the lot, and what its validity counts from.</summary>
    public Instant? OccurredAt { get; init; }

    /// <summary>From when on they are spendable; null for what <see cref="Activation"/> says.</summary>
    public Instant? AvailableFrom { get; init; }

    /// <summary>When they become spendable; null for what the programme says, at once without one.</summary>
    public LotActivation? Activation { get; init; }

    /// <summary>Until when they are spendable, exclusive; null for what <see cref="Validity"/> says.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>How long they are valid; null for what the programme says, for ever without one.</summary>
    public LotValidity? Validity { get; init; }

    /// <summary>The host's key of the member, kept beside the account so that reports can join the host's tables; null keeps what is stored.</summary>
    /// <remarks>Not part of what makes a repetition equal.</remarks>
    public ExternalRef? Owner { get; init; }
}

/// <summary>The receipt of a grant.</summary>
public sealed record EarnReceipt
{
    /// <summary>How many points were granted.</summary>
    public required Points Points { get; init; }

    /// <summary>The number of the lot; null where none was granted.</summary>
    public long? Lot { get; init; }

    /// <summary>From when on they are spendable.</summary>
    public required Instant AvailableFrom { get; init; }

    /// <summary>Until when they are spendable, exclusive; null for ever.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>What can be spent after it.</summary>
    public required Points Available { get; init; }
}
