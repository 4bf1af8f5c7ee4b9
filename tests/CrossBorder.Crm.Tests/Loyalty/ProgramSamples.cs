using System.Collections.Immutable;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>A programme that uses everything, in Berlin, and the orders that tests hold against it.</summary>
internal static class ProgramSamples
{
    public static readonly CurrencyCode Eur = new("EUR");
    public static readonly CurrencyCode Usd = new("USD");
    public static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
    public static readonly ValueTier Base = new("base");
    public static readonly ValueTier Silver = new("silver");
    public static readonly ValueTier Gold = new("gold");

    public static TierLadder Ladder { get; } = new()
    {
        Tiers = [new() { Tier = Base, Threshold = 0 }, new() { Tier = Silver, Threshold = 1000 }, new() { Tier = Gold, Threshold = 5000, Name = "Gold" }],
    };

    /// <summary>One point a euro, nothing else.</summary>
    public static LoyaltyProgram Plain { get; } = LoyaltyShop.Program with { Version = 1 };

    public static LoyaltyProgram Full { get; } = Plain with
    {
        Version = 7,
        Rates = [new() { Unit = new(1m, Eur), Points = new(1) }, new() { Unit = new(2m, Usd), Points = new(3) }],
        Validity = new() { Days = 365, CountsFrom = ValidityStart.Activation },
        Activation = new() { Days = 14 },
        Earning = new()
        {
            MinimumOrders = [new(20m, Eur), new(25m, Usd)],
            MinimumCounts = MinimumMeasure.AllGoods,
            ExcludedProducts = ["gift-card"],
            ExcludedCategories = ["books"],
            Multipliers =
            [
                new() { Code = "gold", Factor = new(3, 2), Tier = Gold },
                new() { Code = "champions", Factor = new(2), Segment = "champions" },
                new() { Code = "japan", Factor = new(5, 4), Market = new("JP") },
                new() { Code = "singles_day", Factor = new(2), From = new(2026, 11, 11, 0, 0), To = new(2026, 11, 12, 0, 0), Products = ["lipstick"], Categories = ["skin"] },
            ],
            Combination = MultiplierCombination.Best,
            CapPerOrder = new(1000),
            PeriodCaps = [new(EarnPeriod.Day, new(1500)), new(EarnPeriod.Week, new(2000)), new(EarnPeriod.Month, new(3000)), new(EarnPeriod.Year, new(9000))],
        },
        Burning = new() { Terms = [new() { StepPoints = new(100), StepValue = new(1m, Eur), Minimum = new(300), MaxPercent = 50 }] },
        Tiers = Ladder with { Downgrade = TierDowngrade.Recalculate, Measure = TierMeasure.Spend, RollingMonths = 12, Refunds = TierRefunds.AtOnce },
        Benefits = new()
        {
            Standards =
            [
                new()
                {
                    Tier = Gold, Market = new("JP"), SlaPolicy = "gold", RoutingWish = "gold-desk", Benefits = [BenefitCodes.FreeReturns, BenefitCodes.PriorityDelivery],
                    DiscountPercent = 7.5m, SelfServiceHint = "gold-faq",
                },
                new() { Tier = Gold, Benefits = [BenefitCodes.FreeReturns] },
            ],
        },
    };

    public static EarnLine Line(decimal amount, string? product = null, params ImmutableArray<string> categories) =>
        new() { Amount = new(amount, Eur), Product = product, Categories = categories };

    public static EarnOrder Order(params ImmutableArray<EarnLine> lines) => new() { Lines = lines, PlacedAt = Instant.FromUtc(2026, 6, 15, 10, 0) };

    public static LoyaltyProgram With(EarnTerms terms) => Plain with { Earning = terms };
}
