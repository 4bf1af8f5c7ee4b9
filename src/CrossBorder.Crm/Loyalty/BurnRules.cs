using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>How many points an order can be paid with, and what they are worth.</summary>
public sealed record BurnQuote
{
    /// <summary>How many points; whole steps.</summary>
    public required Points Points { get; init; }

    /// <summary>What they are worth, in the order's currency.</summary>
    public required Money Discount { get; init; }
}

/// <summary>What points are worth and how far they may be used.</summary>
public sealed record BurnTerms
{
    /// <summary>How many points make a step; from 1.</summary>
    public required Points StepPoints { get; init; }

    /// <summary>What a step is worth; above zero and whole in minor units.</summary>
    public required Money StepValue { get; init; }

    /// <summary>The fewest points that may be used at once.</summary>
    public Points Minimum { get; init; }

    /// <summary>The largest share of an order that points may pay, in percent, 1 to 100. The default is 100.</summary>
    public int MaxPercent { get; init; } = 100;
}

/// <summary>What points can pay. Pure: whole steps only, limited by the balance, the share of the order and the minimum.</summary>
public static class BurnRules
{
    /// <summary>The most points that an order can be paid with.</summary>
    /// <param name="terms">What points are worth.</param>
    /// <param name="available">What the account has available; not negative.</param>
    /// <param name="order">What the order comes to, in the currency of the steps; not negative, whole in minor units.</param>
    /// <param name="requested">How many the customer wants to use; null for as many as possible.</param>
    /// <exception cref="ArgumentException">A value breaks its rule.</exception>
    public static BurnQuote Quote(BurnTerms terms, Points available, Money order, Points? requested = null)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentOutOfRangeException.ThrowIfLessThan(terms.StepPoints.Value, 1, nameof(terms));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(terms.StepValue.Amount, nameof(terms));
        ArgumentOutOfRangeException.ThrowIfLessThan(terms.MaxPercent, 1, nameof(terms));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(terms.MaxPercent, 100, nameof(terms));
        ArgumentOutOfRangeException.ThrowIfNegative(available.Value, nameof(available));
        ArgumentOutOfRangeException.ThrowIfNegative(order.Amount, nameof(order));
        if (order.Currency != terms.StepValue.Currency)
        {
            throw new CurrencyMismatchException($"The order is in {order.Currency}; points are worth {terms.StepValue.Currency}.");
        }

        var usable = requested is { } wish ? Points.Min(available, wish) : available;
        var byBalance = usable.Value / terms.StepPoints.Value;
        var byOrder = (long)((Int128)order.ToMinorUnits() * terms.MaxPercent / 100 / terms.StepValue.ToMinorUnits());
        var steps = Math.Max(0, Math.Min(byBalance, byOrder));
        var points = new Points(steps * terms.StepPoints.Value);
        return points >= terms.Minimum && steps > 0
            ? new() { Points = points, Discount = terms.StepValue * steps }
            : new() { Points = Points.Zero, Discount = Money.Zero(order.Currency) };
    }
}
