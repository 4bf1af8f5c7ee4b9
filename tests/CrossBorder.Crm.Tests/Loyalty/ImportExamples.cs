using CrossBorder.Crm.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>One fully populated example of each thing that imports store.</summary>
internal static class ImportExamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 8, 30);
    private static readonly Instant Earned = Instant.FromUtc(2025, 11, 2, 10, 0);
    private static readonly Instant Later = Instant.FromUtc(2026, 12, 31, 23, 0);

    public static IEnumerable<object> Stored =>
    [
        new AccountImported
        {
            PostedAt = At, Source = new("oldsys", "m-17"), ImportedBefore = At, ForeignRefunds = ForeignRefunds.TakeFromBalance, Clawback = ClawbackPolicy.ClampToZero, Debt = new(12),
        },
        new PointsImported
        {
            PostedAt = At,
            Points = new(60),
            EarnedAt = Earned,
            AvailableFrom = Earned,
            ExpiresAt = Later,
            Order = new() { Order = new("shop", "4711"), Earned = new(200), TotalMinor = 19999, RefundedMinor = 5000, Expired = new(10) },
            Clawback = ClawbackPolicy.AllowNegative,
            RefundTerms = new() { IgnoresExpired = true, AsksForWaived = true },
        },
        new ImportReceipt { Points = new(260), Lots = 3, Expired = new(20), Debt = new(12) },
    ];
}
