using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What of an order earns points: one named choice each. The rule <c>EarnRules.BaseOf</c> applies it.</summary>
/// <remarks>The defaults: what the customer paid for goods, after discounts, tax included, without freight, and without what points or vouchers paid.</remarks>
public sealed record EarnBase
{
    /// <summary>Whether discounts are left out of account, so that the prices before them earn. The default is that they are taken off.</summary>
    public bool BeforeDiscounts { get; init; }

    /// <summary>Whether tax earns. The default is that it does.</summary>
    public bool WithTax { get; init; } = true;

    /// <summary>Whether freight earns. The default is that it does not.</summary>
    public bool WithFreight { get; init; }

    /// <summary>Whether what points and vouchers paid for earns. The default is that it does not.</summary>
    public bool WithRedeemed { get; init; }
}

/// <summary>What an order came to, as its invoice says; all in one currency, none negative.</summary>
public sealed record OrderAmounts
{
    /// <summary>The goods at their prices, tax included, before discounts.</summary>
    public required Money Goods { get; init; }

    /// <summary>All discounts on goods, those of the whole order included; null for none.</summary>
    public Money? Discounts { get; init; }

    /// <summary>The tax that is contained in what the customer paid for goods; null for none.</summary>
    public Money? GoodsTax { get; init; }

    /// <summary>Freight, tax included; null for none.</summary>
    public Money? Freight { get; init; }

    /// <summary>The tax that is contained in <see cref="Freight"/>; null for none.</summary>
    public Money? FreightTax { get; init; }

    /// <summary>What points and vouchers paid; null for nothing.</summary>
    public Money? Redeemed { get; init; }
}
