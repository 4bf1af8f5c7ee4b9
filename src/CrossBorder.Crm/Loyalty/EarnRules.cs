using System.Numerics;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What an order earns. Pure and exact: one rounding down, at the very end. Usable without storage, on a product page for example.</summary>
/// <remarks>
/// In this order: exclusions, minimum, conversion, rate, multipliers, the one rounding down, caps. In <see cref="EarnMode.PerFullUnit"/> the units
/// are rounded down first, over all lines that share their multipliers.
/// </remarks>
public static class EarnRules
{
    /// <summary>What an amount earns at the programme's rate alone: exclusions, minimum, multipliers and caps need the order.</summary>
    /// <param name="program">The programme.</param>
    /// <param name="basis">What was paid for goods; not negative.</param>
    /// <param name="rate">Units of the programme's currency for one unit of the basis' currency; needed where that currency has no rate of its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">The basis is negative, or the rate not above zero.</exception>
    /// <exception cref="MissingExchangeRateException">The basis' currency has no rate of its own and none was given.</exception>
    /// <exception cref="OverflowException">The points are beyond <see cref="long"/>.</exception>
    public static EarnQuote Quote(LoyaltyProgram program, Money basis, decimal? rate = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentOutOfRangeException.ThrowIfNegative(basis.Amount, nameof(basis));
        var applied = EarnConversion.Of(program, basis.Currency, rate);
        var points = applied.Points(ExactProduct.Digits(basis.Amount), basis.Amount.Scale, program.Mode, 1, 1, basis);
        return Answer(program, basis, applied, points, reasons: null);
    }

    /// <summary>What an order earns, line by line, and what multiplied and cut.</summary>
    /// <param name="program">The programme.</param>
    /// <param name="order">The order.</param>
    /// <param name="zone">The programme's zone.</param>
    /// <remarks>Linear in the lines, and in the multipliers that are bound to products or categories.</remarks>
    /// <exception cref="ArgumentException">The order has no line, a negative amount, or the zone is not the programme's.</exception>
    /// <exception cref="CurrencyMismatchException">The lines are in several currencies.</exception>
    /// <exception cref="MissingExchangeRateException">The order's currency has no rate of its own and none was given.</exception>
    /// <exception cref="OverflowException">The amounts or the points are beyond what can be held.</exception>
    public static EarnQuote Quote(LoyaltyProgram program, EarnOrder order, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(zone);
        var plan = EarnPlan.Of(program, zone);
        if (order.Lines.IsDefaultOrEmpty)
        {
            throw new ArgumentException("An order that earns has at least one line.", nameof(order));
        }

        var goods = EarnBasis.Of(plan, order);
        var applied = EarnConversion.Of(program, goods.Currency, order.Rate);
        if (program.Earning is not { } terms)
        {
            return Answer(program, goods.Total, applied, Sum(program, goods, applied), goods.SaysNothing ? null : new() { Earning = goods.Earning, Lines = goods.Lines });
        }

        var missed = applied.Missed(terms, goods);
        var (points, cuts, countsIn) = EarnCaps.Apply(terms, missed is null ? Sum(program, goods, applied) : 0, order, zone);
        return Answer(program, goods.Total, applied, points, new()
        {
            Earning = goods.Earning,
            Lines = goods.Lines,
            Multipliers = goods.Multipliers,
            BelowMinimum = missed,
            Cuts = cuts,
            CountsIn = countsIn,
        });
    }

    /// <summary>What of an order earns, to be quoted.</summary>
    /// <param name="program">The programme.</param>
    /// <param name="order">What the order came to.</param>
    /// <returns>The basis; zero where points, vouchers and discounts paid for all of it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An amount is negative.</exception>
    /// <exception cref="CurrencyMismatchException">The amounts are in several currencies.</exception>
    public static Money BaseOf(LoyaltyProgram program, OrderAmounts order)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(order);
        var terms = program.Base ?? new();
        var currency = order.Goods.Currency;
        var sum = Required(order.Goods, "order.Goods");
        sum -= terms.BeforeDiscounts ? Money.Zero(currency) : Required(order.Discounts ?? Money.Zero(currency), "order.Discounts");
        sum += terms.WithFreight ? Required(order.Freight ?? Money.Zero(currency), "order.Freight") : Money.Zero(currency);
        if (!terms.WithTax)
        {
            sum -= Required(order.GoodsTax ?? Money.Zero(currency), "order.GoodsTax");
            sum -= terms.WithFreight ? Required(order.FreightTax ?? Money.Zero(currency), "order.FreightTax") : Money.Zero(currency);
        }

        sum -= terms.WithRedeemed ? Money.Zero(currency) : Required(order.Redeemed ?? Money.Zero(currency), "order.Redeemed");
        return sum.Amount > 0m ? sum : Money.Zero(currency);

        static Money Required(Money amount, string path) =>
            amount.Amount >= 0m ? amount : throw new ArgumentOutOfRangeException(path, amount, "An amount of an order is not negative.");
    }

    private static long Sum(LoyaltyProgram program, EarnBasis goods, EarnConversion applied)
    {
        if (goods.Groups is [var all])
        {
            var (numerator, denominator) = all.Factor.Product;
            return applied.Points(all.Digits, goods.Scale, program.Mode, numerator, denominator, goods.Total);
        }

        if (applied.TrySum(goods.Groups, goods.Scale, program.Mode, out var exact))
        {
            return exact <= long.MaxValue ? (long)exact : throw EarnConversion.TooMany(goods.Total);
        }

        var sum = Rational.Zero;
        foreach (var group in goods.Groups)
        {
            var (numerator, denominator) = group.Factor.Product;
            sum += applied.Share(group.Digits, goods.Scale, program.Mode) * new Rational((BigInteger)numerator, (BigInteger)denominator);
        }

        var points = sum.Floor();
        return points <= long.MaxValue ? (long)points : throw EarnConversion.TooMany(goods.Total);
    }

    private static EarnQuote Answer(LoyaltyProgram program, Money basis, EarnConversion applied, long points, EarnReasons? reasons) => new()
    {
        Points = new(points),
        Basis = basis,
        Unit = applied.Rate.Unit,
        PointsPerUnit = applied.Rate.Points,
        Rate = applied.Factor,
        ProgramVersion = program.Version,
        Reasons = reasons,
    };
}
