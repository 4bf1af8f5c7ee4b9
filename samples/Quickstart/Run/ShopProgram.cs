using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using Quickstart.Input;

namespace Quickstart.Run;

/// <summary>How the shop grants and takes points: a point a unit of its currency, nine months, three tiers, and steps of 500 points at the checkout.</summary>
internal static class ShopProgram
{
    private const decimal StepValue = 5m;

    public static LoyaltyProgram Of(ShopData shop) => new()
    {
        Zone = shop.Markets[0].DefaultZone,
        Currency = shop.Currency,
        Rates = [new() { Unit = new(1m, shop.Currency), Points = new(1) }],
        Validity = new() { Months = 9, RoundUpTo = CalendarPeriod.Month },
        Burning = new() { Terms = [BurnTerms(StepValue, shop.Currency), .. shop.Rates.Where(rate => rate.Key != shop.Currency).Select(rate => BurnTerms(StepValue / rate.Value, rate.Key))] },
        Tiers = new()
        {
            RollingMonths = 12,
            Tiers =
            [
                new() { Tier = new("basic"), Threshold = 0, Name = "Basic" },
                new() { Tier = new("silver"), Threshold = (long)shop.TiersFrom.Important, Name = "Silver" },
                new() { Tier = new("gold"), Threshold = (long)shop.TiersFrom.Vip, Name = "Gold" },
            ],
        },
    };

    private static BurnTerms BurnTerms(decimal value, CurrencyCode currency) => new()
    {
        StepPoints = new(500),
        StepValue = new Money(value, currency).RoundToMinorUnits(MidpointRounding.ToZero),
    };
}
