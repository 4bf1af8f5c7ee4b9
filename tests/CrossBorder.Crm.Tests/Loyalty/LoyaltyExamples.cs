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

    private static readonly PointLot Part = new()
    {
        Number = 3, Points = new(199), Remaining = new(49), EarnedAt = At, AvailableFrom = At, ExpiresAt = Later, Order = Order,
    };

    private static readonly TierStanding Standing = new()
    {
        Tier = ProgramSamples.Silver, ValidThrough = new(2027, 12, 31), EndsAt = Later, Since = new(2026, 3, 1), Reason = TierReason.Reached,
    };

    private static readonly LoyaltyAccountId Other = LoyaltyAccountId.FromExternal(new("shop", "m2"));

    private static readonly PointHold Hold = new()
    {
        Name = "h1", Points = new(49), From = [Part], HeldAt = At, ExpiresAt = Later, Order = Order, Value = new(0.49m, Eur), LapsesWithLots = true, TransferTo = Other,
    };

    public static IEnumerable<object> Stored => [.. First, .. Holds, .. Corrections, .. Receipts, .. Further];

    private static IEnumerable<object> First =>
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

    private static IEnumerable<object> Holds =>
    [
        new PointsHeld
        {
            PostedAt = At, Hold = "h1", Points = new(49), From = [Part], ExpiresAt = Later, Order = Order, Value = new(0.49m, Eur), LapsesWithLots = true, TransferTo = Other,
        },
        new HoldChanged
        {
            PostedAt = At, Hold = "h1", Points = new(49), From = [Part], Added = [new(3, new(9))], Released = [Part with { Number = 4 }], ExpiresAt = Later, Order = Order,
            Value = new(0.49m, Eur),
        },
        new HoldCaptured
        {
            PostedAt = At, Hold = "h1", Points = new(49), From = [Part], Released = [Part with { Number = 4 }], Order = Order, Value = new(0.49m, Eur),
        },
        new HoldVoided { PostedAt = At, Hold = "h1", Released = [Part], Order = Order },
        new RedemptionReturned { PostedAt = At, Redemption = "h1", Order = Order, Points = new(49), To = [Part], Refund = new(100, 19999, 51) },
    ];

    private static IEnumerable<object> Corrections =>
    [
        new PointsCredited { PostedAt = At, Points = new(10), ExpiresAt = Later, Reason = "goodwill" },
        new PointsDebited { PostedAt = At, Points = new(10), From = [new(3, new(7))], Owed = new(3), Reason = "abuse" },
        new PointsSent { PostedAt = At, Transfer = "t1", To = Other, Points = new(10), From = [new(3, new(10))], Hold = "transfer:t1" },
        new PointsReceived { PostedAt = At, Transfer = "t1", Sender = Other, Points = new(10), EarnedAt = At, AvailableFrom = At, ExpiresAt = Later },
        new TimePassed { PostedAt = At, Expired = [new(3, new(49))], TimedOut = ["h1"] },
    ];

    private static IEnumerable<object> Receipts =>
    [
        new HoldReceipt { Hold = "h1", Points = new(49), ExpiresAt = Later, Available = new(0) },
        new CaptureReceipt { Redemption = "h1", Points = new(40), Released = new(9), Value = new(0.40m, Eur), Available = new(9) },
        new VoidReceipt { Hold = "h1", Released = new(49), Available = new(49) },
        new ReturnReceipt { Points = new(49), Expired = new(9), Available = new(40) },
        new AdjustReceipt { Points = new(10), Lot = 5, Owed = new(0), Available = new(10) },
        new TransferReceipt { Points = new(10), Lots = [5, 6], Available = new(39) },
        new OrderRefundReceipt
        {
            Returned = new(49), Expired = new(9), Cash = new(0.51m, Eur), Due = new(50), Owed = new(30), Waived = new(0), Available = new(40),
        },
    ];

    // What these names got after their first files were written.
    private static IEnumerable<object> Further =>
    [
        new PointsEarned
        {
            PostedAt = At,
            Expired = [new(2, new(30))],
            TimedOut = ["h0"],
            Points = new(199),
            EarnedAt = At,
            AvailableFrom = At,
            Order = Order,
            Clawback = ClawbackPolicy.ClampToZero,
            Qualifying = new(2025, 2026, new(199)),
            RefundTerms = new() { IgnoresExpired = true, AsksForWaived = true },
        },
        new PointsRedeemed { PostedAt = At, Redemption = "r1", Points = new(49), From = [new(3, new(49))], Order = Order, Value = new(0.49m, Eur), Lots = [Part] },
        new LoyaltyAccountState
        {
            Account = LoyaltyAccountId.FromExternal(new("shop", "m1")),
            Revision = 2,
            AsOf = At,
            Lots = [Part],
            Debt = new(0),
            Totals = new()
            {
                Earned = new(199), Redeemed = new(150), Expired = new(0), ClawedBack = new(0), Waived = new(0), Returned = new(20), Adjusted = new(-5), TransferredIn = new(7),
                TransferredOut = new(3),
            },
            Holds = [Hold],
            Years = [new() { Year = 2026, Sum = new(199), Peak = new(250), AtEnd = new(199) }],
        },
        new LoyaltyProgram
        {
            Zone = "Europe/Berlin",
            Currency = Eur,
            Rates = [new() { Unit = new(1m, Eur), Points = new(1) }],
            Policies = new()
            {
                ExpiredCountAgainstRefund = false, WaivedForGood = false, CaptureHonoursExpired = false, PostExpired = false, TransfersKeepAge = false,
            },
        },
        ProgramSamples.Full,
        new PointsEarned
        {
            PostedAt = At,
            Points = new(100),
            EarnedAt = At,
            AvailableFrom = At,
            Order = Order,
            Clawback = ClawbackPolicy.AllowNegative,
            Qualifying = new(2026, 2026, new(100)),
            Window = new(new(2026, 3, 1), 8000),
            Tier = Standing,
            Quote = new()
            {
                Points = new(100),
                Basis = new(100m, Eur),
                Unit = new(1m, Eur),
                PointsPerUnit = new(1),
                Rate = 1m,
                ProgramVersion = 7,
                Reasons = new()
                {
                    Earning = new(80m, Eur),
                    Lines =
                    [
                        new() { Line = "1", Amount = new(80m, Eur), Earning = new(80m, Eur), Factor = "3/2" },
                        new() { Line = "2", Amount = new(20m, Eur), Earning = new(0m, Eur), Excluded = EarnExclusion.Category },
                    ],
                    Multipliers = [new("gold", new(3, 2))],
                    BelowMinimum = new(90m, Eur),
                    Cuts = [new() { Period = EarnPeriod.Month, Cap = new(3000), EarnedBefore = new(2900), Lost = new(20) }],
                    CountsIn = [new(EarnPeriod.Month, new(2026, 3, 1), new(100))],
                },
            },
        },
        new LoyaltyAccountState
        {
            Account = LoyaltyAccountId.FromExternal(new("shop", "m1")),
            Revision = 2,
            AsOf = At,
            Tier = Standing,
            Windows = [new(new(2026, 3, 1), 8000)],
            EarnedIn = [new(EarnPeriod.Month, new(2026, 3, 1), new(100))],
        },
        new TierReached { Account = Other, From = ProgramSamples.Base, To = ProgramSamples.Silver, ValidThrough = new(2027, 12, 31) },
        new TierLapsed
        {
            Account = Other, From = ProgramSamples.Gold, To = ProgramSamples.Silver, Since = new(2028, 1, 1), ValidThrough = new(2028, 12, 31), Reason = TierReason.Lapsed,
        },
    ];
}
