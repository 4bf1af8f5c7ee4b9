using CrossBorder.Crm.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>What members who bring friends along add to what was stored before: further examples, which come after those that have their files.</summary>
internal static class WordOfMouthExamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 8, 30);
    private static readonly Instant Later = Instant.FromUtc(2026, 3, 31, 22, 0);
    private static readonly LoyaltyAccountId Friend = LoyaltyAccountId.FromExternal(new("shop", "m2"));

    public static IEnumerable<object> Stored =>
    [
        LoyaltyShop.Program with
        {
            Version = 11,
            Referrals = new()
            {
                FriendPoints = new(300),
                ReferrerPoints = new(500),
                MinimumOrders = [new(50.00m, new("EUR")), new(5_000m, new("JPY"))],
                WindowDays = 60,
                ReturnDays = 30,
                Activation = new() { Days = 1 },
                Validity = new() { Months = 6 },
                Limits = [new(EarnPeriod.Month, 2), new(EarnPeriod.Year, 10)],
            },
        },
        new PointsEarned
        {
            PostedAt = At,
            Points = new(500),
            EarnedAt = At,
            AvailableFrom = Later,
            Order = ReferralRules.NameOf(ReferralRules.ReferrerTrigger, Friend),
            Clawback = ClawbackPolicy.ClampToZero,
            Trigger = new() { Trigger = ReferralRules.ReferrerTrigger, Occurrence = new("shop", "4711"), ProgramVersion = 11, CountsIn = [new(EarnPeriod.Month, new(2026, 3, 1))] },
        },
    ];
}
