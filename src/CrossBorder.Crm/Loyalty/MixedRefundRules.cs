using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>How the refund of an order that was partly paid with points divides into points and cash. Pure; cumulative over its refunds.</summary>
internal static class MixedRefundRules
{
    /// <param name="Points">How many points come back.</param>
    /// <param name="CashMinor">How much cash comes back.</param>
    /// <param name="CashTotalMinor">How much of the order was paid in cash.</param>
    internal readonly record struct Division(Points Points, long CashMinor, long CashTotalMinor);

    /// <param name="spendings">The redemptions that paid for the order; at least one.</param>
    /// <param name="filed">The entries that are filed under the order.</param>
    /// <param name="asked">The refund, in minor units of the whole order.</param>
    /// <param name="currency">The order's currency.</param>
    public static CrmResult<Division> Divide(
        ImmutableArray<ReturnRules.Spending> spendings, ImmutableArray<Versioned<LedgerEntry>> filed, RefundRules.Asked asked, CurrencyCode currency)
    {
        var before = filed.Select(e => e.Value).OfType<RedemptionReturned>().Where(r => r.Order == asked.Order).Select(r => r.Refund).OfType<MixedRefund>().ToList();
        var refundedBefore = before.Sum(r => r.RefundedMinor);
        if (asked.RefundedMinor > asked.TotalMinor - refundedBefore)
        {
            return RefundRules.Exceeds(asked, refundedBefore);
        }

        if (spendings.FirstOrDefault(s => s.Value is not { } value || value.Currency != currency) is { } unknown)
        {
            return LoyaltyErrors.UnknownValue.With(("redemption", unknown.Name), ("currency", currency));
        }

        var redeemed = new Points(spendings.Sum(s => s.Points.Value));
        var returned = new Points(spendings.Sum(s => s.Returned.Value));
        var worth = spendings.Sum(s => s.Value!.Value.ToMinorUnits());
        if (worth > asked.TotalMinor)
        {
            throw new ArgumentOutOfRangeException(
                nameof(asked), asked.TotalMinor, $"The order {asked.Order} was paid with points worth {worth} minor units, more than its total.");
        }

        var refunded = refundedBefore + asked.RefundedMinor;
        var target = Points.Max(returned, Share(redeemed.Value, refunded, asked.TotalMinor));
        var worthOfTarget = Share(worth, target.Value, redeemed.Value).Value;

        // The customer is never asked for cash, nor given more than she paid: where a point is worth more than what is refunded, cash waits.
        var cash = Math.Min(refunded - worthOfTarget, asked.TotalMinor - worth) - before.Sum(r => r.CashMinor);
        return new Division(target - returned, Math.Max(0, cash), asked.TotalMinor - worth);
    }

    private static Points Share(long whole, long part, long all) => new((long)((Int128)whole * part / all));
}
