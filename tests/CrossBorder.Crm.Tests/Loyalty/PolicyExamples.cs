using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>What choices of the ledger that came later leave in storage.</summary>
internal static class PolicyExamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 8, 30);
    private static readonly Instant Later = Instant.FromUtc(2026, 12, 31, 23, 0);
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly LoyaltyAccountId Other = LoyaltyAccountId.FromExternal(new("shop", "m2"));
    private static readonly CrmError Error = LoyaltyErrors.InsufficientPoints.With(("asked", 150), ("available", 49));

    private static readonly PointLot Part = new()
    {
        Number = 3, Points = new(199), Remaining = new(49), EarnedAt = At, AvailableFrom = At, ExpiresAt = Later, Order = new("shop", "4711"),
    };

    public static IEnumerable<object> Stored =>
    [
        new RequestRefused { PostedAt = At, Error = Error },
        new RefusalReceipt { Error = Error },
        new PointsHeld { PostedAt = At, Hold = "h1", Points = new(49), From = [Part], ExpiresAt = Later, GraceDays = 14 },
        new RedemptionReturned { PostedAt = At, Redemption = "h1", Points = new(49), To = [Part], GraceDays = 14 },
        new LoyaltyAccountState
        {
            Account = Other, Revision = 2, AsOf = At, Holds = [new() { Name = "h1", Points = new(49), From = [Part], HeldAt = At, ExpiresAt = Later, GraceDays = 14 }],
        },
        new LoyaltyProgram
        {
            Zone = "Europe/Berlin",
            Currency = Eur,
            Rates = [new() { Unit = new(1m, Eur), Points = new(1) }],
            Policies = new() { GraceDays = 14, RefusalsAreKept = true },
            Base = new() { BeforeDiscounts = true, WithTax = false, WithFreight = true, WithRedeemed = true },
        },
    ];
}
