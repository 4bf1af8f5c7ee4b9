using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What a tier gets in a market. Pure.</summary>
public static class BenefitRules
{
    /// <summary>The standard of a tier in a market, else in its region, else in the global market; null where none of them has one.</summary>
    /// <param name="program">The programme.</param>
    /// <param name="tier">The tier.</param>
    /// <param name="market">The customer's market.</param>
    /// <remarks>The nearest standard counts as a whole: what it leaves out is not taken from a larger market.</remarks>
    public static ServiceStandard? StandardOf(LoyaltyProgram program, ValueTier tier, Market market)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(market);
        foreach (var place in market.Fallback)
        {
            foreach (var standard in program.Benefits?.Standards ?? [])
            {
                if (standard.Tier == tier && standard.Market == place)
                {
                    return standard;
                }
            }
        }

        return null;
    }

    /// <summary>Whether a standard has a benefit.</summary>
    /// <param name="standard">The standard; null for a tier without one.</param>
    /// <param name="benefit">The code, such as <see cref="BenefitCodes.FreeReturns"/>. Compared ordinally.</param>
    public static bool Has(ServiceStandard? standard, string benefit) =>
        standard is not null && standard.Benefits.Contains(benefit, StringComparer.Ordinal);

    /// <summary>The discount that a standard gives on goods, rounded down to minor units; zero where it gives none.</summary>
    /// <param name="standard">The standard; null for a tier without one.</param>
    /// <param name="goods">What the goods come to; not negative.</param>
    public static Money DiscountOn(ServiceStandard? standard, Money goods)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(goods.Amount, nameof(goods));
        return standard?.DiscountPercent is { } percent
            ? (goods * (percent / 100m)).RoundToMinorUnits(MidpointRounding.ToZero)
            : Money.Zero(goods.Currency);
    }
}
