using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>One immutable entry of a referral's history. The points themselves are entries of the two accounts.</summary>
public abstract record ReferralEntry
{
    private protected ReferralEntry()
    {
    }

    /// <summary>The referral's time of posting; never before that of the entry before.</summary>
    public required Instant PostedAt { get; init; }
}

/// <summary>A friend came with a member's code.</summary>
public sealed record ReferralRegistered : ReferralEntry
{
    /// <summary>The friend's account.</summary>
    public required LoyaltyAccountId Friend { get; init; }

    /// <summary>The account of the member who brought her.</summary>
    public required LoyaltyAccountId Referrer { get; init; }

    /// <summary>The member's code.</summary>
    public required string Code { get; init; }

    /// <summary>The version of the programme whose terms she was promised.</summary>
    public required long ProgramVersion { get; init; }

    /// <summary>Until when her order must be paid, exclusive.</summary>
    public required Instant LapsesAt { get; init; }
}

/// <summary>The friend's order met the condition: what both are granted is settled, and follows in their accounts.</summary>
public sealed record ReferralQualified : ReferralEntry
{
    /// <summary>The order, and what it leads to.</summary>
    public required ReferralOrder Order { get; init; }
}

/// <summary>Both accounts were asked to take the points.</summary>
public sealed record ReferralRewarded : ReferralEntry
{
    /// <summary>What the friend got.</summary>
    public required ReferralReward Friend { get; init; }

    /// <summary>What the member got who brought her.</summary>
    public required ReferralReward Referrer { get; init; }
}

/// <summary>The order was refunded, in part or whole.</summary>
public sealed record ReferralRefunded : ReferralEntry
{
    /// <summary>The name of the request.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>How much was refunded with this entry.</summary>
    public required Money Refunded { get; init; }

    /// <summary>Whether what is left of the order no longer meets the condition, so that both rewards are taken back.</summary>
    public bool Reverses { get; init; }
}

/// <summary>Both rewards were taken back.</summary>
public sealed record ReferralReversed : ReferralEntry
{
    /// <summary>What was taken from the friend.</summary>
    public required ReferralTakenBack Friend { get; init; }

    /// <summary>What was taken from the member who brought her.</summary>
    public required ReferralTakenBack Referrer { get; init; }
}

/// <summary>The order that a referral is rewarded for, with the terms as they were worked out for it.</summary>
public sealed record ReferralOrder
{
    /// <summary>The host's order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>What it came to.</summary>
    public required Money Total { get; init; }

    /// <summary>What it must come to, refunds taken off.</summary>
    public required Money Minimum { get; init; }

    /// <summary>When it was paid.</summary>
    public required Instant PaidAt { get; init; }

    /// <summary>Until when it can be returned, where the host said so.</summary>
    public Instant? ReturnableUntil { get; init; }

    /// <summary>From when on the points are spendable, inclusive.</summary>
    public required Instant AvailableFrom { get; init; }

    /// <summary>Until when they are spendable, exclusive; null for ever.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>What the friend is to get.</summary>
    public required Points FriendPoints { get; init; }

    /// <summary>What the member is to get who brought her, within her limits.</summary>
    public required Points ReferrerPoints { get; init; }
}

/// <summary>What one side of a referral got.</summary>
public sealed record ReferralReward
{
    /// <summary>How many points; 0 where the plan gives none, or where they were refused.</summary>
    public required Points Points { get; init; }

    /// <summary>Why nothing was granted, such as <c>loyalty.referral_limit_reached</c>; null otherwise.</summary>
    public CrmError? Refusal { get; init; }
}

/// <summary>What the reversal took from one side of a referral.</summary>
public sealed record ReferralTakenBack
{
    /// <summary>How many points were due: what was granted, unless some of it had expired.</summary>
    public required Points Due { get; init; }

    /// <summary>How many of them became debt.</summary>
    public required Points Owed { get; init; }

    /// <summary>How many of them were waived.</summary>
    public required Points Waived { get; init; }

    /// <summary>Why nothing could be taken, such as <c>loyalty.unknown_order</c> where the account has no such grant any more; null otherwise.</summary>
    public CrmError? Refusal { get; init; }
}
