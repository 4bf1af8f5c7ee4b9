using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What the refund of an order takes back of what it earned. Pure; cumulative over its refunds, so that parts come to what the whole would.</summary>
internal static class RefundRules
{
    /// <summary>A refund to judge.</summary>
    /// <param name="Order">The order.</param>
    /// <param name="RefundedMinor">How much is refunded now.</param>
    /// <param name="TotalMinor">What the order came to.</param>
    internal readonly record struct Asked(ExternalRef Order, long RefundedMinor, long TotalMinor)
    {
        /// <summary>When the order was placed, where it may be of another system.</summary>
        public Instant? PlacedAt { get; init; }

        /// <summary>What it had earned there.</summary>
        public Points? Earned { get; init; }
    }

    /// <param name="state">The account, moved on to the time of posting.</param>
    /// <param name="filed">The entries that are filed under the order.</param>
    /// <param name="expiredNow">What expired since the last entry.</param>
    /// <param name="asked">The refund.</param>
    /// <param name="now">The time of posting.</param>
    /// <param name="postedYear">The local year of the posting; null without a programme.</param>
    public static CrmResult<EarningRefunded> Refund(
        LoyaltyAccountState state,
        ImmutableArray<Versioned<LedgerEntry>> filed,
        ImmutableArray<LotShare> expiredNow,
        Asked asked,
        Instant now,
        int? postedYear)
    {
        var earned = ImportedOrders.Grants(filed, asked.Order);
        var foreign = earned.Count == 0 ? ImportedOrders.Before(filed, asked) : null;
        if (foreign is { ForeignRefunds: ForeignRefunds.Refuse })
        {
            return ImportErrors.OrderBeforeImport.With(("order", asked.Order), ("before", foreign.ImportedBefore));
        }

        if (foreign is not null)
        {
            earned.Add(ImportedOrders.Foreign(foreign, asked));
        }
        else if (earned.Count == 0)
        {
            return LoyaltyErrors.UnknownOrder.With(("order", asked.Order));
        }

        var before = ImportedOrders.Refunds(filed, asked.Order);
        var refundedBefore = before.Sum(r => r.RefundedMinor);
        if (asked.RefundedMinor > asked.TotalMinor - refundedBefore)
        {
            return Exceeds(asked, refundedBefore);
        }

        var grant = (PointsEarned)earned[0].Value;
        var lots = earned.Select(e => e.Version).ToHashSet();
        var points = new Points(earned.Sum(e => ((PointsEarned)e.Value).Points.Value));
        var left = asked.TotalMinor - refundedBefore - asked.RefundedMinor;
        var expired = grant.RefundTerms is { IgnoresExpired: true } ? 0 : Expired(filed, expiredNow, lots) + ImportedOrders.Expired(filed, asked.Order);
        var taken = before.Sum(r => r.Due.Value - (grant.RefundTerms is { AsksForWaived: true } ? r.Waived.Value : 0));
        var due = new Points(Math.Max(0, Math.Max(0, (points - Kept(points, left, asked.TotalMinor)).Value - expired) - taken));
        var isWaived = foreign is { ForeignRefunds: ForeignRefunds.Waive };
        var from = isWaived ? [] : Plan(state.Lots, lots, due, now);
        var rest = due - LotConsumption.Sum(from);
        var isOwed = !isWaived && grant.Clawback == ClawbackPolicy.AllowNegative;
        return new EarningRefunded
        {
            PostedAt = now,
            Order = asked.Order,
            RefundedMinor = asked.RefundedMinor,
            OrderTotalMinor = asked.TotalMinor,
            Due = due,
            From = from,
            Owed = isOwed ? rest : Points.Zero,
            Waived = isOwed ? Points.Zero : rest,
            Qualifying = Qualifying(earned, asked.TotalMinor - refundedBefore, left, asked.TotalMinor, postedYear),
            Window = Window(earned, asked.TotalMinor - refundedBefore, left, asked.TotalMinor),
        };
    }

    public static CrmError Exceeds(Asked asked, long refundedBefore) => LoyaltyErrors.RefundExceedsOrder.With(
        ("order", asked.Order), ("total", asked.TotalMinor), ("refunded", refundedBefore), ("asked", asked.RefundedMinor));

    // What stays granted when so much of the order is still paid for.
    private static Points Kept(Points points, long left, long total) => new((long)((Int128)points.Value * left / total));

    private static long Expired(ImmutableArray<Versioned<LedgerEntry>> filed, ImmutableArray<LotShare> expiredNow, HashSet<long> lots) =>
        filed.SelectMany(e => e.Value.Expired).Concat(expiredNow).Where(share => lots.Contains(share.Lot)).Sum(share => share.Points.Value);

    // The refunded part of the order no longer counts for its year, whatever became of its points.
    private static QualifyingPoints? Qualifying(List<Versioned<LedgerEntry>> earned, long leftBefore, long leftAfter, long total, int? postedYear)
    {
        var counted = earned.Select(e => e.Value.Qualifying).OfType<QualifyingPoints>().ToList();
        if (postedYear is not { } year || counted.Count == 0)
        {
            return null;
        }

        var sum = new Points(counted.Sum(q => q.Points.Value));
        var taken = Kept(sum, leftBefore, total) - Kept(sum, leftAfter, total);
        return taken == Points.Zero ? null : new(counted[0].Year, year, -taken);
    }

    private static QualifyingSum? Window(List<Versioned<LedgerEntry>> earned, long leftBefore, long leftAfter, long total)
    {
        var counted = earned.Select(e => e.Value.Window).OfType<QualifyingSum>().ToList();
        var sum = new Points(counted.Sum(share => share.Amount));
        var taken = Kept(sum, leftBefore, total) - Kept(sum, leftAfter, total);
        return taken == Points.Zero ? null : new(counted[0].Start, -taken.Value);
    }

    // The order's own lots come first, pending or not; then whatever is spendable. Pending points of other orders are left alone.
    private static ImmutableArray<LotShare> Plan(ImmutableArray<PointLot> open, HashSet<long> own, Points due, Instant now)
    {
        var shares = ImmutableArray.CreateBuilder<LotShare>();
        var left = due;
        foreach (var lot in open.Where(lot => own.Contains(lot.Number)))
        {
            var taken = Points.Min(left, lot.Remaining);
            if (taken > Points.Zero)
            {
                shares.Add(new(lot.Number, taken));
                left -= taken;
            }
        }

        shares.AddRange(LotConsumption.Plan([.. open.Where(lot => !own.Contains(lot.Number))], left, now));
        return shares.DrainToImmutable();
    }
}
