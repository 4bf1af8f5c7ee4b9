using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>From a head and a request to the entry, the state after it and the answer. Pure.</summary>
internal static class LedgerDecisions
{
    /// <summary>A grant whose lot is already worked out.</summary>
    internal readonly record struct Grant(LoyaltyAccountId Account, PointsEarned Entry, Instant Now);

    internal readonly record struct Redemption(LoyaltyAccountId Account, string Name, Points Points, ExternalRef? Order, Instant Now);

    internal readonly record struct Refund(LoyaltyAccountId Account, RefundEarning Request, Instant Now);

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, EarnReceipt>> Earn(Grant grant, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        if (grant.Entry.ExpiresAt is { } end && end <= grant.Entry.AvailableFrom)
        {
            return LoyaltyErrors.InvalidValidity.With(("expires", end), ("available", grant.Entry.AvailableFrom));
        }

        var state = Begin(head, grant.Account, grant.Now, out var now, out var expired);
        var isExpired = grant.Entry.ExpiresAt <= now && grant.Entry.Points > Points.Zero;
        var entry = grant.Entry with
        {
            PostedAt = now,
            Expired = isExpired ? expired.Add(new(head.Version + 1, grant.Entry.Points)) : expired,
        };
        var next = LedgerFold.Apply(state, entry, head.Version + 1);
        return Post(head, entry, next, FiledUnder(state, head, entry.Order, expired), new EarnReceipt
        {
            Points = entry.Points,
            Lot = entry.Points > Points.Zero ? head.Version + 1 : null,
            AvailableFrom = entry.AvailableFrom,
            ExpiresAt = entry.ExpiresAt,
            Available = LotConsumption.Available(next.Lots, now),
        });
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, RedeemReceipt>> Redeem(
        Redemption asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var state = Begin(head, asked.Account, asked.Now, out var now, out var expired);
        var available = LotConsumption.Available(state.Lots, now);
        if (available < asked.Points)
        {
            return LoyaltyErrors.InsufficientPoints.With(("asked", asked.Points), ("available", available));
        }

        var entry = new PointsRedeemed
        {
            PostedAt = now,
            Redemption = asked.Name,
            Points = asked.Points,
            From = LotConsumption.Plan(state.Lots, asked.Points, now),
            Order = asked.Order,
            Expired = expired,
        };
        return Post(
            head,
            entry,
            LedgerFold.Apply(state, entry, head.Version + 1),
            FiledUnder(state, head, asked.Order, expired).Add(Reference.To("redemption", asked.Name)),
            new RedeemReceipt { Redemption = asked.Name, Points = asked.Points, Available = available - asked.Points });
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, RefundReceipt>> RefundEarning(
        Refund asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var state = Begin(head, asked.Account, asked.Now, out var now, out var expired);
        var (order, request) = (asked.Request.Order, asked.Request);
        if (!RefundRules.Refund(state, order, head.Entries, expired, request.RefundedMinor, request.OrderTotalMinor, now).TryGet(out var entry, out var refusal))
        {
            return refusal;
        }

        var next = LedgerFold.Apply(state, entry, head.Version + 1);
        return Post(head, entry, next, FiledUnder(state, head, order, expired), new RefundReceipt
        {
            Due = entry.Due,
            Owed = entry.Owed,
            Waived = entry.Waived,
            Available = LotConsumption.Available(next.Lots, now),
        });
    }

    // The ledger's time never runs backwards, even where two hosts' clocks differ.
    private static LoyaltyAccountState Begin(
        StreamHead<LedgerEntry, LoyaltyAccountState> head, LoyaltyAccountId account, Instant clock, out Instant now, out ImmutableArray<LotShare> expired)
    {
        var state = head.State ?? LedgerFold.Start(account);
        now = Instant.Max(clock, state.AsOf);
        return LedgerTime.Advance(state, now, out expired);
    }

    private static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TAnswer>> Post<TAnswer>(
        StreamHead<LedgerEntry, LoyaltyAccountState> head, LedgerEntry entry, LoyaltyAccountState next, ImmutableArray<Reference> references, TAnswer answer)
        where TAnswer : class => new Decision<LedgerEntry, LoyaltyAccountState, TAnswer>
    {
        Entries = [new() { Entry = entry, References = references }],
        State = next with { AsOf = entry.PostedAt },
        Answer = answer,
    };

    // An entry is filed under its order, and under the orders whose points it writes down as expired: their refunds must know.
    private static ImmutableArray<Reference> FiledUnder(
        LoyaltyAccountState state, StreamHead<LedgerEntry, LoyaltyAccountState> head, ExternalRef? order, ImmutableArray<LotShare> expired)
    {
        if (expired.IsEmpty)
        {
            return order is { } own ? [LoyaltyCollections.Filed(own)] : [];
        }

        var before = (head.State ?? state).Lots;
        return
        [
            .. before.Where(lot => expired.Any(share => share.Lot == lot.Number)).Select(lot => lot.Order)
                .Append(order).OfType<ExternalRef>().Distinct().Select(LoyaltyCollections.Filed),
        ];
    }
}
