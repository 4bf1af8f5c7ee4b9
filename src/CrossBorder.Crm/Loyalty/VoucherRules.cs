using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What a voucher pays for an order. Pure: a cart page can call it without storage.</summary>
public static class VoucherRules
{
    /// <summary>What a voucher would pay for an order.</summary>
    /// <param name="voucher">The voucher.</param>
    /// <param name="use">The order; holds and uses that it already has are not looked at.</param>
    /// <param name="now">The instant; not before the state's.</param>
    /// <returns>The quote, or the first refusal that applies, in the order in which <see cref="VoucherErrors"/> lists them.</returns>
    /// <exception cref="ArgumentException">
    /// The use breaks a rule of its properties, the order has no total where the voucher needs one, or an amount is asked of a benefit.
    /// </exception>
    public static CrmResult<VoucherQuote> Quote(VoucherState voucher, VoucherUse use, Instant now)
    {
        ArgumentNullException.ThrowIfNull(voucher);
        VoucherValidation.Use(use, nameof(use));
        voucher = VoucherTime.Advance(voucher, now, out _);
        if (WhyNotUsable(voucher, use, now) is { } refusal)
        {
            return refusal;
        }

        var terms = voucher.Terms;
        if (WhyNotFor(voucher, use.Total) is { } mismatch)
        {
            return mismatch;
        }

        var asked = terms.Value is null ? 1 : (use.Amount ?? Least(use.Total!.Value, voucher.RemainingValue!.Value)).ToMinorUnits();
        if (asked < 1 || asked > voucher.Remaining)
        {
            return VoucherErrors.NotEnough.With(
                ("voucher", voucher.Code), ("remaining", Shown(terms, voucher.Remaining)), ("held", Shown(terms, voucher.Held)), ("asked", Shown(terms, Math.Max(1, asked))));
        }

        return new VoucherQuote { Units = asked, Lapses = terms.IsSingleUse ? voucher.Remaining - asked : 0, Currency = terms.Value?.Currency };
    }

    /// <summary>Why an order of this total cannot have the voucher; null where it can.</summary>
    internal static CrmError? WhyNotFor(VoucherState voucher, Money? total)
    {
        var terms = voucher.Terms;
        if ((terms.Value ?? terms.MinimumOrder)?.Currency is not { } currency)
        {
            return null;
        }

        if (total is not { } comesTo)
        {
            throw new ArgumentException($"The voucher '{voucher.Code}' pays in {currency} or has a minimum order: the order's total must be given.", nameof(total));
        }

        return comesTo.Currency != currency ? VoucherErrors.WrongCurrency.With(("voucher", voucher.Code), ("currency", currency), ("asked", comesTo.Currency))
            : terms.MinimumOrder is { } minimum && minimum > comesTo ? VoucherErrors.BelowMinimum.With(("voucher", voucher.Code), ("minimum", minimum), ("total", comesTo))
            : null;
    }

    /// <summary>How many units are back in all once so much of the order is refunded: rounded down, and all of them at the full refund.</summary>
    internal static long ReturnedAt(long used, long refundedMinor, long totalMinor) => (long)((Int128)used * refundedMinor / totalMinor);

    private static CrmError? WhyNotUsable(VoucherState voucher, VoucherUse use, Instant now)
    {
        var terms = voucher.Terms;
        var named = ("voucher", (object)voucher.Code);
        if (terms.Value is null && use.Amount is not null)
        {
            throw new ArgumentException($"The voucher '{voucher.Code}' is good for a benefit; no amount can be asked of it.", nameof(use));
        }

        return voucher.Status switch
        {
            VoucherStatus.CalledOff => VoucherErrors.UnknownVoucher.With(named),
            VoucherStatus.Ordered => VoucherErrors.NotPaid.With(named),
            VoucherStatus.Cancelled => VoucherErrors.Cancelled.With(named),
            _ when now < voucher.ValidFrom => VoucherErrors.NotYetValid.With(named, ("from", voucher.ValidFrom)),
            _ when voucher.ValidUntil is { } until && until <= now => VoucherErrors.Expired.With(named, ("until", until)),
            _ when terms.Holder is { } holder && use.Account != holder => VoucherErrors.NotHolder.With(named),
            _ when !terms.Markets.IsEmpty && !(use.Market is { } market && terms.Markets.Contains(market)) =>
                VoucherErrors.WrongMarket.With(named, ("markets", string.Join(", ", terms.Markets))),
            _ when !terms.Segments.IsEmpty && !use.Segments.Any(segment => terms.Segments.Contains(segment, StringComparer.Ordinal)) => VoucherErrors.WrongSegment.With(named),
            _ => null,
        };
    }

    /// <summary>Units as a person reads them: money, or a number of uses.</summary>
    internal static object Shown(VoucherTerms terms, long units) => terms.Value is { } value ? Money.FromMinorUnits(units, value.Currency) : units;

    private static Money Least(Money x, Money y) => x < y ? x : y;
}
