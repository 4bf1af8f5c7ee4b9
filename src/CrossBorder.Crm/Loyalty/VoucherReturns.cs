using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What comes back to a voucher when an order that used it is refunded. Pure; cumulative over the order's refunds.</summary>
internal static class VoucherReturns
{
    internal readonly record struct Returning(ReturnVoucher Request, Instant Now);

    /// <summary>What an order used last, and what came of it.</summary>
    /// <param name="Entry">The use.</param>
    /// <param name="RefundedMinor">How much of the order is refunded, in minor units; 0 where it has no total.</param>
    /// <param name="Returned">How many units came back.</param>
    /// <param name="IsOver">Whether all of the order is refunded, so that it may use the voucher anew.</param>
    internal sealed record Usage(VoucherUsed Entry, long RefundedMinor, long Returned, bool IsOver);

    public static Usage? LastUse(ImmutableArray<Versioned<VoucherEntry>> filed, ExternalRef order)
    {
        Usage? last = null;
        foreach (var (entry, _) in filed)
        {
            if (entry is VoucherUsed used && used.Order == order)
            {
                last = new(used, 0, 0, IsOver: false);
            }
            else if (entry is VoucherReturned back && back.Order == order && last is not null)
            {
                var refunded = last.RefundedMinor + (back.Refunded?.ToMinorUnits() ?? 0);
                last = last with { RefundedMinor = refunded, Returned = last.Returned + back.Units, IsOver = last.Entry.Total is not { } total || refunded == total.ToMinorUnits() };
            }
        }

        return last;
    }

    public static CrmResult<Decision<VoucherEntry, VoucherState, VoucherReceipt>> Return(Returning asked, StreamHead<VoucherEntry, VoucherState> head)
    {
        var request = asked.Request;
        var opening = VoucherOpening.Of(VoucherId.OfCode(request.Code), head, asked.Now);
        if (opening.State is not { } state)
        {
            return VoucherErrors.UnknownVoucher.With(("voucher", request.Code));
        }

        if (LastUse(head.Entries, request.Order) is not { } last)
        {
            return LoyaltyErrors.UnknownRedemption.With(("redemption", request.Order));
        }

        if (!Judge(request, last).TryGet(out var back, out var refusal))
        {
            return refusal;
        }

        var until = back.Units > 0 && state.Terms.ReturnedValidFor is { } span && state.ValidUntil < opening.Now + span ? opening.Now + span : (Instant?)null;
        var entry = new VoucherReturned { PostedAt = opening.Now, Order = request.Order, Refunded = back.Refunded, Units = back.Units, ValidUntil = until };
        var gone = state.Totals.Expired + state.Totals.Cancelled;
        return opening.Write(
            entry, [VoucherCollections.Filed(request.Order)], after => VoucherDecisions.Receipt(after, back.Units, after.Totals.Expired + after.Totals.Cancelled - gone));
    }

    private readonly record struct Back(long Units, Money? Refunded);

    private static CrmResult<Back> Judge(ReturnVoucher request, Usage last)
    {
        if (last.Entry.Total is not { } total)
        {
            return request.Refunded is not null ? throw new ArgumentException(
                    $"The order {request.Order} used the voucher '{request.Code}' without a total: no part of it can be refunded, only all. Leave Refunded out.", nameof(request))
                : last.IsOver ? LoyaltyErrors.UnknownRedemption.With(("redemption", request.Order))
                : new Back(last.Entry.Units, null);
        }

        if (request.Refunded is { } other && other.Currency != total.Currency)
        {
            return VoucherErrors.WrongCurrency.With(("voucher", request.Code), ("currency", total.Currency), ("asked", other.Currency));
        }

        var whole = total.ToMinorUnits();
        var now = request.Refunded?.ToMinorUnits() ?? whole - last.RefundedMinor;
        return now < 1 || now > whole - last.RefundedMinor
            ? RefundRules.Exceeds(new(request.Order, now < 1 ? whole : now, whole), last.RefundedMinor)
            : new Back(
                VoucherRules.ReturnedAt(last.Entry.Units, last.RefundedMinor + now, whole) - last.Returned,
                Money.FromMinorUnits(now, total.Currency));
    }
}
