using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;
using NodaTime.Text;

namespace CrossBorder.Crm.Loyalty;

/// <summary>From a head and a request to the entries, the state after them and the answer: grants, redemptions, adjustments. Pure.</summary>
internal static class LedgerDecisions
{
    /// <summary>A grant whose lot is already worked out.</summary>
    internal readonly record struct Grant(LoyaltyAccountId Account, PointsEarned Entry, Instant Now, DateTimeZone? Zone, bool PostsExpired)
    {
        /// <summary>The order that is to be quoted on the account's state; null where the points are given.</summary>
        public OrderGrant? Order { get; init; }

        public TierTerms? Tiers { get; init; }
    }

    /// <summary>An order and the version of the programme that it earns under.</summary>
    internal sealed record OrderGrant(LoyaltyProgram Program, EarnOrder Order, DateTimeZone Zone);

    internal readonly record struct Redemption(LoyaltyAccountId Account, string Name, Points Points, ExternalRef? Order, Money? Value, Instant Now);

    internal readonly record struct Adjustment(AdjustPoints Request, Instant? ExpiresAt, Instant Now);

    internal readonly record struct Refusal(LoyaltyAccountId Account, CrmError Error, Instant Now);

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, EarnReceipt>> Earn(Grant grant, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, grant.Account, grant.Now);
        var entry = grant.Entry;
        if (entry.ExpiresAt is { } end && (end <= entry.AvailableFrom || (end <= opening.Now && !grant.PostsExpired)))
        {
            return LoyaltyErrors.InvalidValidity.With(("expires", end), ("available", entry.AvailableFrom));
        }

        if (grant.Order is not null || entry.Order is not null || entry.PostedAt != opening.Now)
        {
            entry = Posted(grant, opening);
            if (WhyTooLate(grant, entry, opening) is { } tooLate)
            {
                return tooLate;
            }
        }

        entry = TierPosting.Earned(opening, entry, grant.Order?.Order.Rate, grant.Tiers);
        var written = opening.Write(entry, FiledUnder(entry.Order), out var next);
        return Answer(written, next, TierPosting.Events(opening, next, grant.Tiers), new EarnReceipt
        {
            Points = entry.Points,
            Lot = entry.Points > Points.Zero ? next.Version : null,
            AvailableFrom = entry.AvailableFrom,
            ExpiresAt = entry.ExpiresAt,
            Available = next.Available,
        });
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, RedeemReceipt>> Redeem(
        Redemption asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, asked.Account, asked.Now);
        var available = opening.Available;
        if (available < asked.Points)
        {
            return Insufficient(asked.Points, available);
        }

        var from = LotConsumption.Plan(opening.State.Lots, asked.Points, opening.Now);
        var entry = new PointsRedeemed
        {
            PostedAt = opening.Now,
            Redemption = asked.Name,
            Points = asked.Points,
            From = from,
            Lots = LotConsumption.Of(opening.State.Lots, from),
            Order = asked.Order,
            Value = asked.Value,
        };
        var written = opening.Write(entry, FiledUnder(asked.Order, LoyaltyCollections.Redemption(asked.Name)), out var next);
        return Answer(written, next, new RedeemReceipt { Redemption = asked.Name, Points = asked.Points, Available = available - asked.Points });
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, AdjustReceipt>> Adjust(
        Adjustment asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, asked.Request.Account, asked.Now);
        if (asked.Request.Points > Points.Zero)
        {
            return Credit(asked, opening);
        }

        var points = -asked.Request.Points;
        var available = opening.Available;
        if (available < points && !asked.Request.AllowNegative)
        {
            return Insufficient(points, available);
        }

        var entry = new PointsDebited
        {
            PostedAt = opening.Now,
            Points = points,
            From = LotConsumption.Plan(opening.State.Lots, points, opening.Now),
            Owed = points - Points.Min(points, available),
            Reason = asked.Request.Reason,
        };
        var written = opening.Write(entry, [], out var next);
        return Answer(written, next, new AdjustReceipt { Points = asked.Request.Points, Owed = entry.Owed, Available = next.Available });
    }

    /// <summary>Keeps a refusal, so that a repetition is refused again. No points move.</summary>
    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TAnswer>> Refuse<TAnswer>(
        Refusal asked, StreamHead<LedgerEntry, LoyaltyAccountState> head) where TAnswer : class
    {
        var opening = LedgerOpening.Of(head, asked.Account, asked.Now);
        var written = opening.Write(new RequestRefused { PostedAt = opening.Now, Error = asked.Error }, [], out var next);
        return new Decision<LedgerEntry, LoyaltyAccountState, TAnswer> { Entries = [written], State = next.State, Answer = null!, Refusal = asked.Error };
    }

    public static CrmError Insufficient(Points asked, Points available) =>
        LoyaltyErrors.InsufficientPoints.With(("asked", asked), ("available", available));

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TAnswer>> Answer<TAnswer>(
        StreamEntry<LedgerEntry> written, LedgerOpening next, TAnswer answer) where TAnswer : class => Answer([written], next, answer);

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TAnswer>> Answer<TAnswer>(
        ImmutableArray<StreamEntry<LedgerEntry>> written, LedgerOpening next, TAnswer answer) where TAnswer : class => Answer(written, next, [], answer);

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TAnswer>> Answer<TAnswer>(
        StreamEntry<LedgerEntry> written, LedgerOpening next, ImmutableArray<CrmEvent> events, TAnswer answer) where TAnswer : class =>
        Answer([written], next, events, answer);

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TAnswer>> Answer<TAnswer>(
        ImmutableArray<StreamEntry<LedgerEntry>> written, LedgerOpening next, ImmutableArray<CrmEvent> events, TAnswer answer) where TAnswer : class =>
        new Decision<LedgerEntry, LoyaltyAccountState, TAnswer> { Entries = written, State = next.State, Answer = answer, Events = events };

    public static ImmutableArray<Reference> FiledUnder(ExternalRef? order, params ReadOnlySpan<Reference> others) =>
        order is { } own ? [.. others, LoyaltyCollections.Filed(own)] : [.. others];

    private static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, AdjustReceipt>> Credit(Adjustment asked, LedgerOpening opening)
    {
        if (asked.ExpiresAt is { } end && end <= opening.Now)
        {
            return LoyaltyErrors.InvalidValidity.With(("expires", end), ("available", opening.Now));
        }

        var entry = new PointsCredited
        {
            PostedAt = opening.Now, Points = asked.Request.Points, ExpiresAt = asked.ExpiresAt, Reason = asked.Request.Reason,
        };
        var written = opening.Write(entry, [], out var next);
        return Answer(written, next, new AdjustReceipt { Points = entry.Points, Lot = next.Version, Owed = Points.Zero, Available = next.Available });
    }

    // Caps and tiers depend on what the account earned before, so an order is quoted on the state that its entry follows.
    private static PointsEarned Posted(Grant grant, LedgerOpening opening)
    {
        var (points, quote) = (grant.Entry.Points, grant.Entry.Quote);
        if (grant.Order is { } granted)
        {
            quote = EarnRules.Quote(
                granted.Program,
                granted.Order with { EarnedIn = opening.State.EarnedIn, Tier = granted.Order.Tier ?? TierPosting.TierOf(opening.State, opening.Now, grant.Tiers) },
                granted.Zone);
            points = quote.Points;
        }

        return grant.Entry with
        {
            PostedAt = opening.Now,
            Points = points,
            Quote = quote,
            Qualifying = grant.Entry.Order is null || grant.Zone is not { } zone || points == Points.Zero ? null
                : new(LocalYear(grant.Entry.EarnedAt, zone), LocalYear(opening.Now, zone), points),
        };
    }

    // A cap that cannot be judged any more is not taken for an open one. An order that earns nothing anyway needs no cap.
    private static CrmError? WhyTooLate(Grant grant, PointsEarned entry, LedgerOpening opening)
    {
        if (grant.Order is not { Program.Earning.PeriodCaps: { IsEmpty: false } caps } granted || entry.Points == Points.Zero)
        {
            return null;
        }

        return EarnPeriods.Forgotten(caps, opening.State.EarnedIn, granted.Order.PlacedAt.InZone(granted.Zone).Date) is { } past
            ? LoyaltyErrors.OrderTooLate.With(("order", entry.Order!.Value), ("period", past.Period), ("start", LocalDatePattern.Iso.Format(past.Start)))
            : null;
    }

    public static int LocalYear(Instant at, DateTimeZone zone) => at.InZone(zone).Year;
}
