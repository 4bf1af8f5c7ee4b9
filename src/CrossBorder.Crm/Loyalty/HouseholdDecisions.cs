using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>
/// Lets the rules of an account of one's own decide on a shared one: with the sums and the tier of the member who asks, where her rights allow it; then says
/// whose the entries are. Pure. No rule of the ledger knows of households.
/// </summary>
internal static class HouseholdDecisions
{
    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TAnswer>> Decide<TRequest, TAnswer>(
        IDateTimeZoneProvider zones,
        LoyaltyAccountId asked,
        StreamHead<LedgerEntry, LoyaltyAccountState> head,
        TRequest request,
        Func<TRequest, StreamHead<LedgerEntry, LoyaltyAccountState>, CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TAnswer>>> decide) where TAnswer : class
    {
        var (state, household) = (head.State!, head.State!.Household!);
        var (actor, zone) = (asked == state.Account ? null : HouseholdFold.Find(household, asked), zones[household.Zone]);
        if (asked != state.Account && (actor is null || (actor.LeftAt is not null && !IsSettling(request))))
        {
            throw new ConcurrencyConflictException(
                $"{asked} is about to join the household {state.Account}, or to leave it; repeat that request, or let the sweep complete it, then repeat this one.");
        }

        if (request is RefundDecisions.Return { Request: var returning } && actor is not null)
        {
            head = head with { Entries = HouseholdRules.Meant(head.Entries, returning, actor.Account) };
        }

        if (Refusal(state, household, actor, head.Entries, request, zone) is { } refusal)
        {
            return refusal;
        }

        var whose = OrderOf(request) is { } order ? HouseholdRules.Earner(head.Entries, order) : actor?.Account;
        if (!decide(request, head with { State = HouseholdFold.As(state, whose) with { Household = null } }).TryGet(out var decision, out refusal))
        {
            return refusal;
        }

        if (decision.Entries.IsEmpty)
        {
            return decision;
        }

        var (after, version) = (state, head.Version);
        var entries = ImmutableArray.CreateBuilder<StreamEntry<LedgerEntry>>(decision.Entries.Length);
        foreach (var written in decision.Entries)
        {
            var entry = HouseholdRules.Attribute(written.Entry, after, head.Entries, actor?.Account, written.Entry.PostedAt.InZone(zone).Date);
            entry = Former(household, entry) ? entry with { Qualifying = null, Window = null, Tier = null } : entry;
            after = LedgerFold.Apply(after, entry, ++version, out _);
            entries.Add(written with { Entry = entry });
        }

        return decision with { Entries = entries.MoveToImmutable(), State = after, Events = whose is { } member ? Told(decision.Events, member) : decision.Events };
    }

    /// <summary>Lets a rule decide on a former member's own account: what she spent of the household's is not hers to get back.</summary>
    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TAnswer>> DecideOutside<TRequest, TAnswer>(
        StreamHead<LedgerEntry, LoyaltyAccountState> head,
        TRequest request,
        Func<TRequest, StreamHead<LedgerEntry, LoyaltyAccountState>, CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TAnswer>>> decide) where TAnswer : class
    {
        if (request is RefundDecisions.OrderRefund refund && head.Entries.Any(entry => entry.Value is { Member: not null } and (PointsRedeemed or HoldCaptured)))
        {
            return LoyaltyErrors.OrderSplit.With(("order", refund.Request.Order));
        }

        return decide(request, head with { Entries = head.Entries.RemoveAll(entry => entry.Value is { Member: not null } and (PointsRedeemed or PointsHeld or HoldChanged or HoldCaptured or HoldVoided)) });
    }

    // What was begun in the household is settled there, also for one who has left.
    private static bool IsSettling<TRequest>(TRequest request) =>
        request is RefundDecisions.Refund or RefundDecisions.OrderRefund or RefundDecisions.Return or HoldDecisions.Capture or HoldDecisions.Target or HoldDecisions.Adjustment;

    private static ExternalRef? OrderOf<TRequest>(TRequest request) => request switch
    {
        RefundDecisions.Refund refund => refund.Request.Order,
        RefundDecisions.OrderRefund refund => refund.Request.Order,
        _ => null,
    };

    private static CrmError? Refusal<TRequest>(
        LoyaltyAccountState state, HouseholdState household, HouseholdMember? actor, ImmutableArray<Versioned<LedgerEntry>> filed, TRequest request, DateTimeZone zone)
    {
        if (OrderOf(request) is { } order)
        {
            return HouseholdRules.Gone(household, filed, order) is { } gone ? LoyaltyErrors.OrderLeft.With(("order", order), ("account", gone.Account)) : null;
        }

        var (spender, points, now) = request switch
        {
            LedgerDecisions.Redemption r => (actor, r.Points, r.Now),
            HoldDecisions.Authorization a => (actor, a.Request.Points, a.Now),
            HoldDecisions.Adjustment a => More(a),
            _ => (null, Points.Zero, Instant.MinValue),
        };
        var isOfSomebody = request is LedgerDecisions.Redemption or HoldDecisions.Authorization or LedgerDecisions.Grant or TriggerDecisions.Occurred;
        return isOfSomebody && actor is null ? LoyaltyErrors.MemberNeeded.With(("household", state.Account))
            : spender is null || points <= Points.Zero ? null
            : Rights(spender, points, Instant.Max(now, state.AsOf));

        // What is held longer or lowered was allowed before; holds that have timed out count no more.
        CrmError? Rights(HouseholdMember member, Points more, Instant at) =>
            HouseholdRules.MaySpend(LedgerTime.Advance(state, at, out _), member, more, at.InZone(zone).Date);

        (HouseholdMember?, Points, Instant) More(HoldDecisions.Adjustment asked)
        {
            var hold = asked.Target.Name is { } name ? HoldRules.Find(state.Holds, name) : HoldRules.Find(state.Holds, asked.Target.Order!.Value);
            return (hold?.Member is { } holder ? HouseholdFold.Find(household, holder) : null, asked.Points - (hold?.Points ?? Points.Zero), asked.Target.Now);
        }
    }

    // A former member's tier is no longer judged here.
    private static bool Former(HouseholdState household, LedgerEntry entry) =>
        entry.Member is { } member && HouseholdFold.Find(household, member) is { LeftAt: not null };

    // The tier is the member's.
    private static ImmutableArray<CrmEvent> Told(ImmutableArray<CrmEvent> events, LoyaltyAccountId member) =>
    [
        .. events.Select(told => told.Data.Value switch
        {
            TierReached e => CrmEvent.Of(told.Id, told.Owner, told.OccurredAt, e with { Account = member }),
            TierLapsed e => CrmEvent.Of(told.Id, told.Owner, told.OccurredAt, e with { Account = member }),
            _ => told,
        }),
    ];
}
