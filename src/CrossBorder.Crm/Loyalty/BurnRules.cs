using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What points can pay. Pure: whole steps only, limited by the balance, the share of the order and the minimum.</summary>
public static class BurnRules
{
    /// <summary>The most points that an order can be paid with under a programme.</summary>
    /// <param name="program">The programme, with terms for the order's currency.</param>
    /// <param name="available">What the account has available; not negative.</param>
    /// <param name="order">What the order comes to; not negative, whole in minor units.</param>
    /// <param name="requested">How many the customer wants to use, not negative; null for as many as possible.</param>
    /// <exception cref="ArgumentException">A value breaks its rule, or the programme has no terms for the currency.</exception>
    public static BurnQuote Quote(LoyaltyProgram program, Points available, Money order, Points? requested = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        foreach (var terms in program.Burning?.Terms ?? [])
        {
            if (terms.StepValue.Currency == order.Currency)
            {
                return Quote(terms, available, order, requested);
            }
        }

        throw new ArgumentException($"Version {program.Version} of the programme does not say what points are worth in {order.Currency}.", nameof(order));
    }

    /// <summary>The most points that an order can be paid with.</summary>
    /// <param name="terms">What points are worth.</param>
    /// <param name="available">What the account has available; not negative.</param>
    /// <param name="order">What the order comes to, in the currency of the steps; not negative, whole in minor units.</param>
    /// <param name="requested">How many the customer wants to use, not negative; null for as many as possible. Rounded down to whole steps.</param>
    /// <exception cref="ArgumentException">A value breaks its rule.</exception>
    /// <exception cref="CurrencyMismatchException">The order is in another currency than the steps.</exception>
    public static BurnQuote Quote(BurnTerms terms, Points available, Money order, Points? requested = null)
    {
        Require(terms, nameof(terms));
        ArgumentOutOfRangeException.ThrowIfNegative(available.Value, nameof(available));
        ArgumentOutOfRangeException.ThrowIfNegative(order.Amount, nameof(order));
        ArgumentOutOfRangeException.ThrowIfNegative(requested?.Value ?? 0, nameof(requested));
        if (order.Currency != terms.StepValue.Currency)
        {
            throw new CurrencyMismatchException($"The order is in {order.Currency}; points are worth {terms.StepValue.Currency}.");
        }

        if (!order.IsWholeMinorUnits)
        {
            throw new ArgumentException($"The order's {order} are finer than the minor unit of {order.Currency}; round it by name first.", nameof(order));
        }

        var asked = (requested ?? available).Value / terms.StepPoints.Value;
        var byBalance = available.Value / terms.StepPoints.Value;
        var byShare = (long)((Int128)order.ToMinorUnits() * terms.MaxPercent / 100 / terms.StepValue.ToMinorUnits());
        var steps = Math.Min(asked, Math.Min(byBalance, byShare));
        var points = new Points(steps * terms.StepPoints.Value);
        if (points < terms.Minimum || steps == 0)
        {
            return new() { Points = Points.Zero, Discount = Money.Zero(order.Currency), LimitedBy = LimitOf(steps, asked, byBalance, requested, points, terms.Minimum) };
        }

        return new() { Points = points, Discount = terms.StepValue * steps, LimitedBy = LimitOf(steps, asked, byBalance, requested, points, Points.Zero) };
    }

    /// <summary>Refuses terms that cannot compute, naming the member, the value and the rule.</summary>
    internal static void Require(BurnTerms terms, string parameter)
    {
        ArgumentNullException.ThrowIfNull(terms, parameter);
        ArgumentOutOfRangeException.ThrowIfLessThan(terms.StepPoints.Value, 1, $"{parameter}.{nameof(terms.StepPoints)}");
        ArgumentOutOfRangeException.ThrowIfNegative(terms.Minimum.Value, $"{parameter}.{nameof(terms.Minimum)}");
        ArgumentOutOfRangeException.ThrowIfLessThan(terms.MaxPercent, 0, $"{parameter}.{nameof(terms.MaxPercent)}");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(terms.MaxPercent, 100, $"{parameter}.{nameof(terms.MaxPercent)}");
        if (terms.StepValue == default || terms.StepValue.Amount <= 0m || !terms.StepValue.IsWholeMinorUnits)
        {
            throw new ArgumentException($"What a step is worth, {terms.StepValue}, is not above zero and whole in minor units.", $"{parameter}.{nameof(terms.StepValue)}");
        }
    }

    private static BurnLimit LimitOf(long steps, long asked, long byBalance, Points? requested, Points points, Points minimum) =>
        points < minimum && steps > 0 ? BurnLimit.Minimum
        : steps < asked && steps == byBalance ? BurnLimit.Balance
        : steps < asked ? BurnLimit.Share
        : requested is { } wish && wish > points ? BurnLimit.Step
        : requested is null ? BurnLimit.Balance
        : BurnLimit.None;
}
