using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>From a head and a request to the entries, the state after them and the answer: refunds and returns. Pure.</summary>
internal static class RefundDecisions
{
    internal readonly record struct Refund(RefundEarning Request, DateTimeZone? Zone, TierTerms? Tiers, Instant Now);

    internal readonly record struct Return(ReturnPoints Request, int GraceDays, Instant Now);

    internal readonly record struct OrderRefund(RefundOrder Request, DateTimeZone? Zone, TierTerms? Tiers, int GraceDays, Instant Now);

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, RefundReceipt>> RefundEarning(
        Refund asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var request = asked.Request;
        var opening = LedgerOpening.Of(head, request.Account, asked.Now);
        if (!TakeBack(opening, head.Entries, AskedOf(request), asked.Zone).TryGet(out var entry, out var refusal))
        {
            return refusal;
        }

        entry = TierPosting.Refunded(opening, entry, asked.Tiers);
        var written = opening.Write(entry, LedgerDecisions.FiledUnder(request.Order), out var next);
        return LedgerDecisions.Answer(
            written, next, TierPosting.Events(opening, next, asked.Tiers), new RefundReceipt { Due = entry.Due, Owed = entry.Owed, Waived = entry.Waived, Available = next.Available });
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, ReturnReceipt>> ReturnPoints(
        Return asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var request = asked.Request;
        var opening = LedgerOpening.Of(head, request.Account, asked.Now);
        var spendings = ReturnRules.Spendings(head.Entries, (name, order) => request.Redemption is { } named ? named == name : order == request.Order);
        var name = request.Redemption ?? request.Order!.Value.ToString();
        if (spendings.IsEmpty)
        {
            return LoyaltyErrors.UnknownRedemption.With(("redemption", name));
        }

        var (redeemed, returned) = (spendings.Sum(s => s.Points.Value), spendings.Sum(s => s.Returned.Value));
        if (request.Points.Value > redeemed - returned)
        {
            return LoyaltyErrors.ReturnExceedsRedemption.With(("redemption", name), ("redeemed", redeemed), ("returned", returned), ("asked", request.Points));
        }

        var entries = ImmutableArray.CreateBuilder<StreamEntry<LedgerEntry>>();
        var next = WriteReturns(opening, ReturnRules.Plan(spendings, request.Points), asked.GraceDays, null, entries);
        return LedgerDecisions.Answer(entries.DrainToImmutable(), next, new ReturnReceipt
        {
            Points = request.Points,
            Expired = next.State.Totals.Expired - opening.State.Totals.Expired,
            Available = next.Available,
        });
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, OrderRefundReceipt>> RefundOrder(
        OrderRefund asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var request = asked.Request;
        var opening = LedgerOpening.Of(head, request.Account, asked.Now);
        var whole = new RefundRules.Asked(request.Order, request.Refunded.ToMinorUnits(), request.Total.ToMinorUnits()) { PlacedAt = request.PlacedAt, Earned = request.Earned };
        var entries = ImmutableArray.CreateBuilder<StreamEntry<LedgerEntry>>();
        var spendings = ReturnRules.Spendings(head.Entries, (_, order) => order == request.Order);
        var (next, cash) = (opening, whole);
        if (!spendings.IsEmpty)
        {
            if (!MixedRefundRules.Divide(spendings, head.Entries, whole, request.Total.Currency).TryGet(out var division, out var refusal))
            {
                return refusal;
            }

            cash = whole with { RefundedMinor = division.CashMinor, TotalMinor = division.CashTotalMinor };
            var refund = new MixedRefund(whole.RefundedMinor, whole.TotalMinor, division.CashMinor);
            next = WriteReturns(opening, Backs(spendings, division.Points), asked.GraceDays, refund, entries);
        }

        var receipt = new OrderRefundReceipt
        {
            Returned = next.State.Totals.Returned - opening.State.Totals.Returned,
            Expired = next.State.Totals.Expired - opening.State.Totals.Expired,
            Cash = Money.FromMinorUnits(cash.RefundedMinor, request.Total.Currency),
            Due = Points.Zero,
            Owed = Points.Zero,
            Waived = Points.Zero,
            Available = next.Available,
        };

        // An order that earned nothing has nothing to lose; one that neither earned nor was paid with points is not known here.
        var hasEarned = ImportedOrders.Grants(head.Entries, request.Order).Count > 0;
        if (cash.RefundedMinor == 0 || (!hasEarned && !spendings.IsEmpty))
        {
            return LedgerDecisions.Answer(entries.DrainToImmutable(), next, receipt);
        }

        // What a written return has told to have expired is not told to the clawback again: it has the filed entries and the opening's.
        if (!TakeBack(next, head.Entries, cash, asked.Zone, ExpiredIn(entries)).TryGet(out var taken, out var unknown))
        {
            return unknown;
        }

        taken = TierPosting.Refunded(next, taken, asked.Tiers);
        entries.Add(next.Write(taken, LedgerDecisions.FiledUnder(request.Order), out next));
        return LedgerDecisions.Answer(
            entries.DrainToImmutable(), next, TierPosting.Events(opening, next, asked.Tiers), receipt with { Due = taken.Due, Owed = taken.Owed, Waived = taken.Waived, Available = next.Available });
    }

    private static RefundRules.Asked AskedOf(RefundEarning request) =>
        new(request.Order, request.RefundedMinor, request.OrderTotalMinor) { PlacedAt = request.PlacedAt, Earned = request.Earned };

    private static CrmResult<EarningRefunded> TakeBack(
        LedgerOpening opening, ImmutableArray<Versioned<LedgerEntry>> filed, RefundRules.Asked asked, DateTimeZone? zone, ImmutableArray<LotShare> expired = default) =>
        RefundRules.Refund(
            opening.State,
            filed,
            expired.IsDefault ? opening.Passed.Expired : opening.Passed.Expired.AddRange(expired),
            asked,
            opening.Now,
            zone is null ? null : LedgerDecisions.LocalYear(opening.Now, zone));

    private static ImmutableArray<LotShare> ExpiredIn(ImmutableArray<StreamEntry<LedgerEntry>>.Builder entries) => [.. entries.SelectMany(e => e.Entry.Expired)];

    // A refund worth less than a point is written down all the same: the next one counts from it.
    private static ImmutableArray<ReturnRules.Back> Backs(ImmutableArray<ReturnRules.Spending> spendings, Points points) =>
        points > Points.Zero ? ReturnRules.Plan(spendings, points) : [new(spendings[^1], Points.Zero, [])];

    private static LedgerOpening WriteReturns(
        LedgerOpening opening, ImmutableArray<ReturnRules.Back> backs, int graceDays, MixedRefund? refund, ImmutableArray<StreamEntry<LedgerEntry>>.Builder entries)
    {
        foreach (var back in backs)
        {
            var entry = new RedemptionReturned
            {
                PostedAt = opening.Now,
                Redemption = back.Of.Name,
                Order = back.Of.Order,
                Points = back.Points,
                To = back.To,
                Refund = entries.Count == 0 ? refund : null,
                GraceDays = graceDays,
                Member = back.Of.Member,
                SpentOn = back.Of.SpentOn,
            };
            entries.Add(opening.Write(entry, LedgerDecisions.FiledUnder(back.Of.Order, LoyaltyCollections.Redemption(back.Of.Name)), out opening));
        }

        return opening;
    }
}
