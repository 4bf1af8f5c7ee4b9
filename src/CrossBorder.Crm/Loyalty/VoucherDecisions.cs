using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

using Decided = CrmResult<Decision<VoucherEntry, VoucherState, VoucherReceipt>>;
using Head = StreamHead<VoucherEntry, VoucherState>;

/// <summary>From a head and a request to the entry, the voucher after it and the answer. Pure.</summary>
internal static class VoucherDecisions
{
    internal readonly record struct Issuing(string Code, VoucherTerms Terms, VoucherPurchase? Purchase, Instant Now)
    {
        public VoucherId Voucher => VoucherId.OfCode(Code);
    }

    internal readonly record struct Using(RedeemVoucher Request, Instant Now);

    internal readonly record struct Holding(HoldVoucher Request, bool LapsesWithVoucher, Instant Now);

    internal readonly record struct Capturing(CaptureVoucher Request, Instant Now);

    internal readonly record struct Voiding(VoidVoucher Request, Instant Now);

    /// <param name="Code">The code.</param>
    /// <param name="Reason">The host's code for why.</param>
    /// <param name="Off">The purchase to call off, whose points are free; null to cancel what was issued.</param>
    /// <param name="Now">The instant.</param>
    internal readonly record struct Cancelling(string Code, string? Reason, IdempotencyKey? Off, Instant Now);

    internal readonly record struct Moment(string Code, Instant Now)
    {
        /// <summary>When the voucher's end is told, and the zone whose days count; null for never.</summary>
        public NoticePlan? Notices { get; init; }

        public DateTimeZone? Zone { get; init; }
    }

    /// <summary>The answer where nothing was to be written.</summary>
    public static readonly VoucherEntry Nothing = new VoucherTimePassed { PostedAt = Instant.MinValue };

    public static Decided Issue(Issuing asked, Head head)
    {
        var opening = VoucherOpening.Of(VoucherId.OfCode(asked.Code), head, asked.Now);
        if (opening.State is { Status: not VoucherStatus.CalledOff })
        {
            return VoucherErrors.VoucherExists.With(("voucher", asked.Code));
        }

        if (asked.Terms.ValidUntil is { } until && until <= opening.Now)
        {
            return VoucherErrors.InvalidValidity.With(("expires", until), ("from", opening.Now));
        }

        var entry = new VoucherIssued { PostedAt = opening.Now, Code = asked.Code, Terms = asked.Terms, Purchase = asked.Purchase };
        return opening.Write(entry, [], state => Receipt(state, state.Totals.Issued));
    }

    public static Decided Redeem(Using asked, Head head)
    {
        var opening = VoucherOpening.Of(VoucherId.OfCode(asked.Request.Code), head, asked.Now);
        var use = asked.Request.Use;
        if (!Quote(opening, use, head.Entries, asked.Request.Code).TryGet(out var quote, out var refusal))
        {
            return refusal;
        }

        var entry = new VoucherUsed { PostedAt = opening.Now, Order = use.Order, Total = use.Total, Units = quote.Units, Lapsed = quote.Lapses };
        return opening.Write(entry, [VoucherCollections.Filed(use.Order)], state => Receipt(state, quote.Units, quote.Lapses));
    }

    public static Decided Hold(Holding asked, Head head)
    {
        var opening = VoucherOpening.Of(VoucherId.OfCode(asked.Request.Code), head, asked.Now);
        var use = asked.Request.Use;
        if (!Quote(opening, use, head.Entries, asked.Request.Code).TryGet(out var quote, out var refusal))
        {
            return refusal;
        }

        if (asked.Request.ExpiresAt is { } end && end <= opening.Now)
        {
            return VoucherErrors.InvalidValidity.With(("expires", end), ("from", opening.Now));
        }

        var hold = new VoucherHold
        {
            Order = use.Order,
            Total = use.Total,
            Units = quote.Units + quote.Lapses,
            Pays = quote.Units,
            HeldAt = opening.Now,
            ExpiresAt = asked.Request.ExpiresAt,
            LapsesWithVoucher = asked.LapsesWithVoucher,
        };
        return opening.Write(
            new VoucherHeld { PostedAt = opening.Now, Hold = hold }, [VoucherCollections.Filed(use.Order)], state => Receipt(state, hold.Pays) with { ValidUntil = hold.ExpiresAt ?? state.ValidUntil });
    }

    public static Decided Capture(Capturing asked, Head head)
    {
        var request = asked.Request;
        if (!Find(request.Code, request.Order, asked.Now, head, out var opening).TryGet(out var hold, out var refusal))
        {
            return refusal;
        }

        var state = opening.State!;
        var total = request.Total ?? hold.Total;
        if (WhyNotCaptured(state, request, total) is { } unfit)
        {
            return unfit;
        }

        var pays = request.Amount?.ToMinorUnits() ?? (state.Terms.Value is null ? hold.Pays : Math.Min(hold.Pays, total!.Value.ToMinorUnits()));
        if (pays > hold.Pays)
        {
            return VoucherErrors.ExceedsHold.With(("voucher", request.Code), ("order", request.Order), ("held", VoucherRules.Shown(state.Terms, hold.Pays)), ("asked", VoucherRules.Shown(state.Terms, pays)));
        }

        var lapsed = state.Terms.IsSingleUse ? hold.Units - pays : 0;
        var entry = new VoucherUsed { PostedAt = opening.Now, Order = request.Order, Total = total, Units = pays, Lapsed = lapsed, WasHeld = true };
        var expired = state.Totals.Expired;
        return opening.Write(
            entry, [VoucherCollections.Filed(request.Order)], after => Receipt(after, pays, lapsed + after.Totals.Expired - expired));
    }

    public static Decided Void(Voiding asked, Head head)
    {
        var request = asked.Request;
        if (!Find(request.Code, request.Order, asked.Now, head, out var opening).TryGet(out var hold, out var refusal))
        {
            return refusal;
        }

        var expired = opening.State!.Totals.Expired;
        return opening.Write(
            new VoucherHoldVoided { PostedAt = opening.Now, Order = request.Order },
            [VoucherCollections.Filed(request.Order)],
            after => Receipt(after, hold.Units, after.Totals.Expired - expired));
    }

    public static Decided Cancel(Cancelling asked, Head head)
    {
        var opening = VoucherOpening.Of(VoucherId.OfCode(asked.Code), head, asked.Now);
        var named = ("voucher", (object)asked.Code);
        return opening.State switch
        {
            null or { Status: VoucherStatus.CalledOff } => VoucherErrors.UnknownVoucher.With(named),
            { Status: VoucherStatus.Cancelled } => VoucherErrors.Cancelled.With(named),
            { Status: VoucherStatus.Ordered } state when asked.Off is null || state.Purchase!.Key != asked.Off => VoucherErrors.NotPaid.With(named),
            { Status: VoucherStatus.Issued } when asked.Off is not null => VoucherErrors.VoucherExists.With(named),
            { Remaining: var units } => opening.Write(
                new VoucherCancelled { PostedAt = opening.Now, IsCallOff = asked.Off is not null, Reason = asked.Reason }, [], after => Receipt(after, units)),
        };
    }

    /// <summary>The points were taken: the voucher is usable, unless it is over by now.</summary>
    public static CrmResult<Decision<VoucherEntry, VoucherState, VoucherBought>> Pay(Moment at, Head head)
    {
        var opening = VoucherOpening.Of(VoucherId.OfCode(at.Code), head, at.Now);
        if (opening.State is { Status: VoucherStatus.Ordered or VoucherStatus.CalledOff, ValidUntil: { } until } && until <= opening.Now)
        {
            return VoucherErrors.InvalidValidity.With(("expires", until), ("from", opening.Now));
        }

        return opening.Write(new VoucherPaid { PostedAt = opening.Now }, [], after => new VoucherBought
        {
            Code = after.Code,
            Points = after.Purchase!.Points,
            Redemption = after.Purchase.Redemption,
            Units = after.Totals.Issued,
            ValidUntil = after.ValidUntil,
            Currency = after.Terms.Value?.Currency,
        });
    }

    /// <summary>Writes down what happened by time alone, and what is told, in one append; nothing where there is nothing.</summary>
    public static CrmResult<Decision<VoucherEntry, VoucherState, VoucherEntry>> WriteDown(Moment at, Head head)
    {
        var opening = VoucherOpening.Of(VoucherId.OfCode(at.Code), head, at.Now);
        var decision = new Decision<VoucherEntry, VoucherState, VoucherEntry> { Answer = Nothing };
        if (!opening.Passed.IsNothing)
        {
            var passed = new VoucherTimePassed { PostedAt = opening.Now, Expired = opening.Passed.Expired, TimedOut = opening.Passed.TimedOut };
            decision = opening.Write<VoucherEntry>(passed, [], _ => passed);
            opening = opening with { State = decision.State, Passed = VoucherPassed.Nothing };
        }

        if (opening.State is { } state && VoucherNoticeRules.Due(state, at.Notices, at.Zone, opening.Now) is { } notice)
        {
            var noticed = new VoucherNoticed { PostedAt = opening.Now, Mark = notice.Mark };
            var told = opening.Write<VoucherEntry>(noticed, [], _ => noticed);
            decision = told with
            {
                Entries = decision.Entries.AddRange(told.Entries),
                Events = notice.Told is { } ending ? decision.Events.Add(VoucherNoticeRules.EventOf(opening.Voucher, ending, opening.Now)) : decision.Events,
            };
        }

        return decision;
    }

    /// <summary>The quote of a use, or why its order cannot have the voucher.</summary>
    public static CrmResult<VoucherQuote> Quote(VoucherOpening opening, VoucherUse use, ImmutableArray<Versioned<VoucherEntry>> filed, string code)
    {
        if (opening.State is not { } state)
        {
            return VoucherErrors.UnknownVoucher.With(("voucher", code));
        }

        return state.Holds.Any(hold => hold.Order == use.Order) ? VoucherErrors.HoldExists.With(("voucher", code), ("order", use.Order))
            : VoucherReturns.LastUse(filed, use.Order) is { IsOver: false } ? VoucherErrors.UsedForOrder.With(("voucher", code), ("order", use.Order))
            : VoucherRules.Quote(state, use, opening.Now);
    }

    internal static VoucherReceipt Receipt(VoucherState state, long units, long lost = 0) => new()
    {
        Code = state.Code,
        Units = units,
        Lost = lost,
        Remaining = state.Remaining,
        ValidUntil = state.ValidUntil,
        Currency = state.Terms.Value?.Currency,
    };

    private static CrmError? WhyNotCaptured(VoucherState state, CaptureVoucher request, Money? total)
    {
        if (request.Amount is { } amount)
        {
            if (state.Terms.Value is null)
            {
                throw new ArgumentException($"The voucher '{state.Code}' is good for a benefit; no amount can be asked of it.", nameof(request));
            }

            if (amount.Currency != state.Terms.Value.Value.Currency)
            {
                return VoucherErrors.WrongCurrency.With(("voucher", state.Code), ("currency", state.Terms.Value.Value.Currency), ("asked", amount.Currency));
            }

            if (total is { } comesTo && comesTo.Currency == amount.Currency && amount > comesTo)
            {
                throw new ArgumentOutOfRangeException(nameof(request), amount, $"The voucher cannot pay more than the order comes to, {comesTo}.");
            }
        }

        return VoucherRules.WhyNotFor(state, total);
    }

    private static CrmResult<VoucherHold> Find(string code, ExternalRef order, Instant now, Head head, out VoucherOpening opening)
    {
        opening = VoucherOpening.Of(VoucherId.OfCode(code), head, now);
        if (opening.State is not { } state)
        {
            return VoucherErrors.UnknownVoucher.With(("voucher", code));
        }

        return state.Holds.FirstOrDefault(hold => hold.Order == order) is { } open ? open : WhyNotOpen(head.Entries, order);
    }

    // The last thing that happened to it, as far as it is written down; what timed out by itself need not be.
    private static CrmError WhyNotOpen(ImmutableArray<Versioned<VoucherEntry>> filed, ExternalRef order)
    {
        for (var i = filed.Length - 1; i >= 0; i--)
        {
            var reason = filed[i].Value switch
            {
                VoucherHeld e when e.Hold.Order == order => LoyaltyErrors.HoldExpired,
                VoucherUsed { WasHeld: true } e when e.Order == order => LoyaltyErrors.HoldAlreadyCaptured,
                VoucherHoldVoided e when e.Order == order => LoyaltyErrors.HoldAlreadyVoided,
                _ => null,
            };
            if (reason is not null)
            {
                return reason.With(("hold", order));
            }
        }

        return LoyaltyErrors.UnknownHold.With(("hold", order));
    }
}
