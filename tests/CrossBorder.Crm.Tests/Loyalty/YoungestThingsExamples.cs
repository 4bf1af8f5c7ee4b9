using CrossBorder.Crm.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Members that stored things got last. Last by name too: the further files of a stored name are counted in the order of these classes.</summary>
internal static class YoungestThingsExamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 8, 30);
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m17"));

    private static readonly TierStanding Standing = new()
    {
        Tier = ProgramSamples.Silver, ValidThrough = new(2026, 12, 31), EndsAt = Instant.FromUtc(2026, 12, 31, 23, 0), Since = new(2025, 5, 1), Reason = TierReason.Imported,
    };

    public static IEnumerable<object> Stored =>
    [
        new AccountImported
        {
            PostedAt = At,
            Source = new("oldsys", "m-17"),
            ImportedBefore = At,
            ForeignRefunds = ForeignRefunds.Waive,
            Clawback = ClawbackPolicy.AllowNegative,
            Debt = new(12),
            Sums = new()
            {
                Years = [new() { Year = 2025, Sum = new(1300), Peak = new(1300), AtEnd = new(1300) }], Windows = [new(new(2025, 2, 1), 700), new(new(2025, 9, 1), 600)],
            },
            Tier = Standing,
        },
        new PointsImported
        {
            PostedAt = At,
            Points = new(260),
            EarnedAt = At,
            AvailableFrom = At,
            Order = new() { Order = new("shop", "4711"), Earned = new(260), TotalMinor = 26000 },
            Clawback = ClawbackPolicy.AllowNegative,
            CountedYear = 2026,
            CountedMonth = new(2026, 3, 1),
        },
        new LoyaltyAccountState
        {
            Account = Account,
            Revision = 2,
            AsOf = At,
            Lots = [new() { Number = 2, Points = new(260), Remaining = new(210), EarnedAt = At, AvailableFrom = At, Order = new("shop", "4711") }],
            Totals = new() { Imported = new(248), Earned = new(30), Redeemed = new(68) },
        },
        new LoyaltyProgram
        {
            Zone = "Europe/Berlin",
            Currency = ProgramSamples.Eur,
            Rates = [new() { Unit = new(1m, ProgramSamples.Eur), Points = new(1) }],
            VoucherNotices = new() { DaysBefore = [30, 7] },
        },
    ];
}
