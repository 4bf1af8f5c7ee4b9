using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>One fully populated example of each thing that referrals store.</summary>
internal static class ReferralExamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 8, 30);
    private static readonly Instant Later = Instant.FromUtc(2026, 3, 31, 22, 0);
    private static readonly LoyaltyAccountId Friend = LoyaltyAccountId.FromExternal(new("shop", "m2"));
    private static readonly LoyaltyAccountId Referrer = LoyaltyAccountId.FromExternal(new("shop", "m1"));

    private static readonly ReferralOrder Order = new()
    {
        Order = new("shop", "4711"),
        Total = new(80.00m, new("EUR")),
        Minimum = new(50.00m, new("EUR")),
        PaidAt = At,
        ReturnableUntil = Later,
        AvailableFrom = Later,
        ExpiresAt = Instant.FromUtc(2027, 3, 31, 22, 0),
        FriendPoints = new(300),
        ReferrerPoints = new(500),
    };

    private static readonly ReferralReward Given = new() { Points = new(300) };

    private static readonly ReferralReward Refused = new()
    {
        Points = Points.Zero, Refusal = ReferralErrors.LimitReached.With(("times", 2), ("period", EarnPeriod.Month), ("start", "2026-03-01")),
    };

    private static readonly ReferralTakenBack TakenBack = new() { Due = new(300), Owed = new(120), Waived = new(30) };

    public static IEnumerable<object> Stored =>
    [
        new ReferralCode { Code = "K7MX3RTQ", Account = Referrer },
        new ReferralState
        {
            Referral = ReferralId.Of(Friend),
            Revision = 1,
            AsOf = Later,
            Friend = Friend,
            Referrer = Referrer,
            Code = "K7MX3RTQ",
            ProgramVersion = 11,
            RegisteredAt = At,
            LapsesAt = Later,
            Status = ReferralStatus.Reversed,
            Order = Order,
            FriendReward = Given,
            ReferrerReward = Refused,
            Refunded = new(80.00m, new("EUR")),
            Reversal = new() { Key = new("refund:shop:r2"), Refunded = new(60.00m, new("EUR")) },
            FriendTakenBack = TakenBack,
            ReferrerTakenBack = new() { Due = Points.Zero, Owed = Points.Zero, Waived = Points.Zero, Refusal = LoyaltyErrors.UnknownOrder.With(("order", "referral:referrer.1")) },
        },
        new ReferralRegistered { PostedAt = At, Friend = Friend, Referrer = Referrer, Code = "K7MX3RTQ", ProgramVersion = 11, LapsesAt = Later },
        new ReferralQualified { PostedAt = At, Order = Order },
        new ReferralRewarded { PostedAt = At, Friend = Given, Referrer = Refused },
        new ReferralRefunded { PostedAt = Later, Key = new("refund:shop:r2"), Refunded = new(60.00m, new("EUR")), Reverses = true },
        new ReferralReversed { PostedAt = Later, Friend = TakenBack, Referrer = TakenBack },
        new ReferralGranted
        {
            Friend = Friend, Referrer = Referrer, Order = Order.Order, AvailableFrom = Later, ExpiresAt = Order.ExpiresAt, FriendReward = Given, ReferrerReward = Refused,
        },
        new ReferralWithdrawn
        {
            Friend = Friend, Referrer = Referrer, Order = Order.Order, Refunded = new(80.00m, new("EUR")), FriendTakenBack = TakenBack, ReferrerTakenBack = TakenBack,
        },
    ];
}
