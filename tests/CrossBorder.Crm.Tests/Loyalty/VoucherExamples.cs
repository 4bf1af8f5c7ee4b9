using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>One fully populated example of each thing that vouchers store.</summary>
internal static class VoucherExamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 8, 30);
    private static readonly Instant Later = Instant.FromUtc(2026, 12, 31, 23, 0);
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly ExternalRef Order = new("shop", "4711");
    private static readonly LoyaltyAccountId Member = LoyaltyAccountId.FromExternal(new("shop", "m1"));

    private static readonly VoucherTerms Terms = new()
    {
        Value = new(25.00m, Eur),
        IsSingleUse = true,
        ValidFrom = At,
        ValidUntil = Later,
        MinimumOrder = new(50.00m, Eur),
        Markets = [new("DE"), new("FR")],
        Segments = ["regulars"],
        Holder = Member,
        ReturnedValidFor = Duration.FromDays(30),
    };

    private static readonly VoucherTerms Benefit = new() { Benefit = BenefitCodes.FreeDelivery, Uses = 3 };

    private static readonly VoucherPurchase Purchase = new()
    {
        Account = Member, Points = new(2500), Key = new("p1"), Redemption = "voucher:SPRING:p1", HeldUntil = At + Duration.FromMinutes(15),
    };

    private static readonly VoucherMark Mark = new() { Until = Later, DaysBefore = 30, NextAt = Later - Duration.FromDays(7) };

    private static readonly VoucherHold Hold = new()
    {
        Order = Order, Total = new(80.00m, Eur), Units = 2500, Pays = 2000, HeldAt = At, ExpiresAt = Later, LapsesWithVoucher = true,
    };

    public static IEnumerable<object> Stored =>
    [
        new VoucherState
        {
            Voucher = VoucherId.OfCode("SPRING"),
            Code = "SPRING",
            Revision = 1,
            AsOf = At,
            Terms = Terms,
            Status = VoucherStatus.Issued,
            ValidFrom = At,
            ValidUntil = Later,
            Purchase = Purchase,
            Remaining = 0,
            Holds = [Hold],
            Totals = new() { Issued = 10000, Used = 4000, Returned = 1000, Expired = 2000, Lapsed = 1500, Cancelled = 1000 },
        },
        new VoucherIssued { PostedAt = At, Code = "SPRING", Terms = Terms, Purchase = Purchase },
        new VoucherPaid { PostedAt = At },
        new VoucherHeld { PostedAt = At, Hold = Hold },
        new VoucherHoldVoided { PostedAt = At, Order = Order, Expired = 2500, TimedOut = [new("shop", "4712")] },
        new VoucherUsed { PostedAt = At, Order = Order, Total = new(80.00m, Eur), Units = 2000, Lapsed = 500, WasHeld = true },
        new VoucherReturned { PostedAt = At, Order = Order, Refunded = new(40.00m, Eur), Units = 1000, ValidUntil = Later },
        new VoucherCancelled { PostedAt = At, IsCallOff = true, Reason = "fraud" },
        new VoucherTimePassed { PostedAt = At, Expired = 2500, TimedOut = [Order] },
        new VoucherReceipt { Code = "SPRING", Units = 2000, Lost = 500, Remaining = 0, ValidUntil = Later, Currency = Eur },
        new VoucherBought { Code = "SPRING", Points = new(2500), Redemption = "voucher:SPRING:p1", Units = 2500, ValidUntil = Later, Currency = Eur },
        new VoucherIssued { PostedAt = At, Code = "POST", Terms = Benefit },
        new VoucherNoticed { PostedAt = At, Mark = Mark },
        new VoucherExpiring
        {
            Code = "SPRING", Holder = Member, LastDay = new(2026, 12, 31), ExpiresAt = Later, Units = 2500, Value = new(25.00m, Eur), DaysBefore = 30,
        },
        new VoucherExpired { Code = "POST", Holder = Member, ExpiredAt = Later, Units = 3, Benefit = BenefitCodes.FreeDelivery },
        new VoucherState
        {
            Voucher = VoucherId.OfCode("POST"),
            Code = "POST",
            Revision = 1,
            AsOf = At,
            Terms = Benefit,
            Status = VoucherStatus.Issued,
            ValidFrom = At,
            ValidUntil = Later,
            Remaining = 3,
            Totals = new() { Issued = 3 },
            Told = Mark,
        },
    ];
}
