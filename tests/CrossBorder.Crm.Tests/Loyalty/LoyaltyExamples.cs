using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>One fully populated example of each thing that the room stores.</summary>
internal static class LoyaltyExamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 8, 30);
    private static readonly Instant Later = Instant.FromUtc(2026, 12, 31, 23, 0);
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly ExternalRef Order = new("shop", "4711");

    public static IEnumerable<object> Stored =>
    [
        new LoyaltyProgram
        {
            Version = 3,
            Zone = "Europe/Berlin",
            Currency = Eur,
            Rates = [new() { Unit = new(1m, Eur), Points = new(1) }],
            Mode = EarnMode.PerFullUnit,
            Validity = new() { Months = 12, RoundUpTo = CalendarPeriod.Quarter },
            Activation = new() { Days = 14 },
            Clawback = ClawbackPolicy.ClampToZero,
        },
        new PointsEarned
        {
            PostedAt = At,
            Expired = [new(2, new(30))],
            Points = new(199),
            EarnedAt = At,
            AvailableFrom = At,
            ExpiresAt = Later,
            Order = Order,
            Quote = new() { Points = new(199), Basis = new(199.99m, Eur), Unit = new(1m, Eur), PointsPerUnit = new(1), Rate = 1m, ProgramVersion = 3 },
            Clawback = ClawbackPolicy.AllowNegative,
        },
        new PointsRedeemed { PostedAt = At, Expired = [], Redemption = "r1", Points = new(150), From = [new(1, new(100)), new(3, new(50))], Order = Order },
        new EarningRefunded
        {
            PostedAt = At, Expired = [], Order = Order, RefundedMinor = 5000, OrderTotalMinor = 19999, Due = new(50), From = [new(1, new(20))], Owed = new(30), Waived = new(0),
        },
        new LoyaltyAccountState
        {
            Account = LoyaltyAccountId.FromExternal(new("shop", "m1")),
            Revision = 1,
            AsOf = At,
            Lots = [new() { Number = 3, Points = new(199), Remaining = new(49), EarnedAt = At, AvailableFrom = At, ExpiresAt = Later, Order = Order }],
            Debt = new(0),
            Totals = new() { Earned = new(199), Redeemed = new(150), Expired = new(0), ClawedBack = new(0), Waived = new(0) },
        },
        new EarnReceipt { Points = new(199), Lot = 3, AvailableFrom = At, ExpiresAt = Later, Available = new(199) },
        new RedeemReceipt { Redemption = "r1", Points = new(150), Available = new(49) },
        new RefundReceipt { Due = new(50), Owed = new(30), Waived = new(0), Available = new(0) },
    ];
}
