using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The referral of a friend: one an account.</summary>
/// <param name="Value">The wrapped value.</param>
public readonly record struct ReferralId(Guid Value) : IEntityId<ReferralId>
{
    /// <inheritdoc/>
    public static string Kind => "referral";

    /// <inheritdoc/>
    public static ReferralId From(Guid value) => new(value);

    /// <summary>The referral of a friend.</summary>
    /// <param name="friend">Her account.</param>
    public static ReferralId Of(LoyaltyAccountId friend) => EntityId.FromExternal<ReferralId>(new("friend", friend.ToString()));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>A referral folded from its entries.</summary>
public sealed record ReferralState
{
    /// <summary>The referral.</summary>
    public required ReferralId Referral { get; init; }

    /// <summary>The revision of the fold that made this state.</summary>
    public required int Revision { get; init; }

    /// <summary>The instant that the state is of.</summary>
    public required Instant AsOf { get; init; }

    /// <summary>The friend's account.</summary>
    public required LoyaltyAccountId Friend { get; init; }

    /// <summary>The account of the member who brought her.</summary>
    public required LoyaltyAccountId Referrer { get; init; }

    /// <summary>The member's code.</summary>
    public required string Code { get; init; }

    /// <summary>The version of the programme whose terms she was promised.</summary>
    public required long ProgramVersion { get; init; }

    /// <summary>When she came.</summary>
    public required Instant RegisteredAt { get; init; }

    /// <summary>Until when her order must be paid, exclusive.</summary>
    public required Instant LapsesAt { get; init; }

    /// <summary>How far it has come.</summary>
    public required ReferralStatus Status { get; init; }

    /// <summary>The order that it is rewarded for, and the terms worked out for it; null before there was one.</summary>
    public ReferralOrder? Order { get; init; }

    /// <summary>What the friend got; null before she was asked.</summary>
    public ReferralReward? FriendReward { get; init; }

    /// <summary>What the member got who brought her; null before she was asked.</summary>
    public ReferralReward? ReferrerReward { get; init; }

    /// <summary>How much of the order was refunded so far; null for nothing.</summary>
    public Money? Refunded { get; init; }

    /// <summary>The refund with which the order no longer met the condition; null for none.</summary>
    public ReferralReversal? Reversal { get; init; }

    /// <summary>What the reversal took from the friend; null without one.</summary>
    public ReferralTakenBack? FriendTakenBack { get; init; }

    /// <summary>What the reversal took from the member who brought her; null without one.</summary>
    public ReferralTakenBack? ReferrerTakenBack { get; init; }
}

/// <summary>The refund that reverses a referral.</summary>
public sealed record ReferralReversal
{
    /// <summary>The name of the request.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>How much it refunded.</summary>
    public required Money Refunded { get; init; }
}

/// <summary>How far a referral has come.</summary>
public enum ReferralStatus
{
    /// <summary>The friend came with a code; her order is to come.</summary>
    Registered,

    /// <summary>No order met the condition in time: she may be brought along anew, as long as she has never ordered. Takes effect by itself.</summary>
    Lapsed,

    /// <summary>An order met the condition; the points are on their way to the accounts.</summary>
    Qualified,

    /// <summary>Both accounts were asked to take the points.</summary>
    Rewarded,

    /// <summary>A refund broke the condition; the points are on their way back.</summary>
    Reversing,

    /// <summary>Both rewards were taken back, for good: a later order does not bring them again.</summary>
    Reversed,
}
