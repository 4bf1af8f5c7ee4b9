using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What a refund takes back. Pure; cumulative over all refunds of an order, so that parts come to what the whole would.</summary>
internal static class RefundRules
{
    /// <param name="state">The account, moved on to the time of posting.</param>
    /// <param name="order">The order.</param>
    /// <param name="filed">The entries that are filed under the order.</param>
    /// <param name="expiredNow">What expired since the last entry.</param>
    /// <param name="refundedMinor">How much is refunded now.</param>
    /// <param name="totalMinor">What the order came to.</param>
    /// <param name="now">The time of posting.</param>
    public static CrmResult<EarningRefunded> Refund(
        LoyaltyAccountState state,
        ExternalRef order,
        ImmutableArray<Versioned<LedgerEntry>> filed,
        ImmutableArray<LotShare> expiredNow,
        long refundedMinor,
        long totalMinor,
        Instant now)
    {
        var earned = filed.Where(e => e.Value is PointsEarned p && p.Order == order).ToList();
        if (earned.Count == 0)
        {
            return LoyaltyErrors.UnknownOrder.With(("order", order));
        }

        var before = filed.Select(e => e.Value).OfType<EarningRefunded>().Where(r => r.Order == order).ToList();
        var refundedBefore = before.Sum(r => r.RefundedMinor);
        if (refundedBefore + refundedMinor > totalMinor)
        {
            return LoyaltyErrors.RefundExceedsOrder.With(
                ("order", order), ("total", totalMinor), ("refunded", refundedBefore), ("asked", refundedMinor));
        }

        var lots = earned.Select(e => e.Version).ToHashSet();
        var points = earned.Sum(e => ((PointsEarned)e.Value).Points.Value);
        var kept = (long)((Int128)points * (totalMinor - refundedBefore - refundedMinor) / totalMinor);
        var expired = filed.SelectMany(e => e.Value.Expired).Concat(expiredNow).Where(share => lots.Contains(share.Lot)).Sum(share => share.Points.Value);
        var taken = before.Sum(r => r.Due.Value);
        var due = new Points(Math.Max(0, Math.Max(0, points - kept - expired) - taken));
        var from = Plan(state.Lots, lots, due, now);
        var rest = due - new Points(from.Sum(share => share.Points.Value));
        var isOwed = ((PointsEarned)earned[0].Value).Clawback == ClawbackPolicy.AllowNegative;
        return new EarningRefunded
        {
            PostedAt = now,
            Order = order,
            RefundedMinor = refundedMinor,
            OrderTotalMinor = totalMinor,
            Due = due,
            From = from,
            Owed = isOwed ? rest : Points.Zero,
            Waived = isOwed ? Points.Zero : rest,
            Expired = expiredNow,
        };
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
