using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What points cost the shop: deferred revenue by IFRS 15, and what is outstanding. Pure; every rounding is half up, to the minor unit.</summary>
/// <remarks>Source: IFRS 15 Revenue from Contracts with Customers, B39-B43 (customer options), B44-B47 (breakage) and Example 52.</remarks>
public static class LiabilityRules
{
    /// <summary>Divides a price between goods and points by their relative stand-alone prices.</summary>
    /// <param name="sale">The sale. The points' stand-alone price is points × value × expected redemption rate.</param>
    /// <exception cref="ArgumentException">A member is out of its range, or goods and points are both worth nothing.</exception>
    /// <exception cref="CurrencyMismatchException">The amounts are in several currencies.</exception>
    public static PriceAllocation Allocate(PointSale sale)
    {
        ArgumentNullException.ThrowIfNull(sale);
        ArgumentOutOfRangeException.ThrowIfNegative(sale.TransactionPrice.Amount, "sale.TransactionPrice");
        ArgumentOutOfRangeException.ThrowIfNegative(sale.GoodsStandAlonePrice.Amount, "sale.GoodsStandAlonePrice");
        ArgumentOutOfRangeException.ThrowIfNegative(sale.PointsIssued.Value, "sale.PointsIssued");
        ArgumentOutOfRangeException.ThrowIfNegative(sale.ValuePerPoint.Amount, "sale.ValuePerPoint");
        ArgumentOutOfRangeException.ThrowIfNegative(sale.ExpectedRedemptionRate, "sale.ExpectedRedemptionRate");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sale.ExpectedRedemptionRate, 1m, "sale.ExpectedRedemptionRate");
        var currency = sale.TransactionPrice.Currency;
        foreach (var other in (ReadOnlySpan<Money>)[sale.GoodsStandAlonePrice, sale.ValuePerPoint])
        {
            if (other.Currency != currency)
            {
                throw new CurrencyMismatchException(currency, other.Currency);
            }
        }

        var points = Rational.Of(sale.PointsIssued.Value) * Rational.Of(sale.ValuePerPoint.Amount) * Rational.Of(sale.ExpectedRedemptionRate);
        var whole = points + Rational.Of(sale.GoodsStandAlonePrice.Amount);
        if (whole.Numerator.IsZero)
        {
            throw new ArgumentException("Neither the goods nor the points are worth anything: there is nothing to divide the price by.", nameof(sale));
        }

        var toPoints = new Money((Rational.Of(sale.TransactionPrice.Amount) * points / whole).RoundHalfUp(currency.MinorUnits), currency);
        return new() { ToPoints = toPoints, ToGoods = sale.TransactionPrice - toPoints };
    }

    /// <summary>The revenue of successive periods: deferred × redeemed to date ÷ expected total, less what was revenue before.</summary>
    /// <param name="deferred">What was allocated to the points; not negative, whole in minor units.</param>
    /// <param name="periods">What was known at the end of each period, the earliest first.</param>
    /// <remarks>A changed estimate catches up in the period in which it changed. Where nothing is expected to be redeemed, all is revenue: breakage.</remarks>
    /// <exception cref="ArgumentException">More was redeemed than is expected in total, or a number is negative.</exception>
    public static ImmutableArray<RecognisedRevenue> Recognise(Money deferred, params ReadOnlySpan<RedemptionEstimate> periods)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deferred.Amount, nameof(deferred));
        var statements = ImmutableArray.CreateBuilder<RecognisedRevenue>(periods.Length);
        var before = Money.Zero(deferred.Currency);
        for (var i = 0; i < periods.Length; i++)
        {
            var (redeemed, expected) = periods[i];
            if (redeemed < 0 || redeemed > expected)
            {
                throw new ArgumentException($"Period {i + 1}: {redeemed} points are redeemed, of {expected} expected in total; 0 to all of them is possible.", nameof(periods));
            }

            var toDate = expected == 0 ? deferred : new Money(
                (Rational.Of(deferred.Amount) * Rational.Of(redeemed) / Rational.Of(expected)).RoundHalfUp(deferred.Currency.MinorUnits), deferred.Currency);
            statements.Add(new(toDate - before, deferred - toDate));
            before = toDate;
        }

        return statements.MoveToImmutable();
    }

    /// <summary>All that is expected to be redeemed of what was issued: what was redeemed, and the share of the outstanding points that will be, rounded down.</summary>
    /// <param name="report">What is outstanding.</param>
    /// <param name="redemptionRate">The share of outstanding points that will be redeemed, 0 to 1; the rest is breakage.</param>
    public static RedemptionEstimate Estimate(LiabilityReport report, decimal redemptionRate)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentOutOfRangeException.ThrowIfNegative(redemptionRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(redemptionRate, 1m);
        var more = (long)(Rational.Of(report.Outstanding.Value) * Rational.Of(redemptionRate)).Floor();
        return new(report.Redeemed.Value, report.Redeemed.Value + more);
    }

    /// <summary>The share of points that were redeemed among those that were redeemed or expired, rounded to four decimals; null where none were.</summary>
    /// <param name="report">What happened so far.</param>
    /// <remarks>A rate of the past: it understates the future of a young programme, whose points have hardly begun to expire or to be spent.</remarks>
    public static decimal? PastRedemptionRate(LiabilityReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var closed = report.Redeemed + report.Totals.Expired;
        return closed > Points.Zero ? (Rational.Of(report.Redeemed.Value) / Rational.Of(closed.Value)).RoundHalfUp(4) : null;
    }

    /// <summary>What is outstanding over accounts.</summary>
    /// <param name="balances">The accounts, all as of one instant.</param>
    /// <param name="asOf">The instant.</param>
    /// <param name="zone">The programme's zone, in which months are counted.</param>
    public static LiabilityReport Report(IEnumerable<LoyaltyBalance> balances, Instant asOf, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(balances);
        ArgumentNullException.ThrowIfNull(zone);
        var tally = new LiabilityTally(asOf, zone);
        foreach (var balance in balances)
        {
            tally.Add(balance);
        }

        return tally.ToReport();
    }
}
