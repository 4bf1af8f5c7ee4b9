using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>A friend's order counted, and both sides were asked to take their points. Raised once a referral, with <see cref="ReferralRewarded"/>.</summary>
/// <remarks>For a message such as "your friend's order counts: 500 points on 14 January".</remarks>
public sealed record ReferralGranted : IEventData
{
    /// <inheritdoc/>
    public static string Kind => "referral_granted.v1";

    /// <summary>The friend's account, by the name that she came under.</summary>
    public required LoyaltyAccountId Friend { get; init; }

    /// <summary>The account of the member who brought her, by the name that the code was issued to.</summary>
    public required LoyaltyAccountId Referrer { get; init; }

    /// <summary>The friend's order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>From when on the points are spendable, inclusive.</summary>
    public required Instant AvailableFrom { get; init; }

    /// <summary>Until when they are spendable, exclusive; null for ever.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>What the friend got, or why nothing.</summary>
    public required ReferralReward FriendReward { get; init; }

    /// <summary>What the member got, or why nothing, such as her limit.</summary>
    public required ReferralReward ReferrerReward { get; init; }
}

/// <summary>A refund broke the condition, and both rewards were taken back. Raised once a referral at most, with <see cref="ReferralReversed"/>.</summary>
public sealed record ReferralWithdrawn : IEventData
{
    /// <inheritdoc/>
    public static string Kind => "referral_withdrawn.v1";

    /// <summary>The friend's account, by the name that she came under.</summary>
    public required LoyaltyAccountId Friend { get; init; }

    /// <summary>The account of the member who brought her, by the name that the code was issued to.</summary>
    public required LoyaltyAccountId Referrer { get; init; }

    /// <summary>The friend's order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>How much of it was refunded so far.</summary>
    public required Money Refunded { get; init; }

    /// <summary>What was taken from the friend.</summary>
    public required ReferralTakenBack FriendTakenBack { get; init; }

    /// <summary>What was taken from the member.</summary>
    public required ReferralTakenBack ReferrerTakenBack { get; init; }
}
