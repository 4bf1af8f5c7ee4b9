using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

using Decided = CrmResult<Decision<ReferralEntry, ReferralState, ReferralState>>;
using Head = StreamHead<ReferralEntry, ReferralState>;

/// <summary>From a head and a request to the entry, the referral after it, which is the answer too. Pure.</summary>
internal static class ReferralDecisions
{
    /// <summary>A friend who comes, and what is known of both.</summary>
    internal sealed record Registration
    {
        public required RegisterReferral Request { get; init; }

        public required ReferralCode? Code { get; init; }

        public required LoyaltyProgram Program { get; init; }

        public required DateTimeZone Zone { get; init; }

        public required bool IsSelf { get; init; }

        public required bool HasOrdered { get; init; }

        /// <summary>Whether both share an account.</summary>
        public bool IsShared { get; init; }

        /// <summary>Whether she was brought along under another name of hers.</summary>
        public required bool IsReferred { get; init; }

        public required Instant Now { get; init; }
    }

    /// <summary>A paid order, and the programme that the referral follows.</summary>
    internal readonly record struct Qualification(QualifyReferral Request, LoyaltyProgram Program, DateTimeZone Zone, bool IsSelf, Instant Now)
    {
        /// <summary>Whether both share an account.</summary>
        public bool IsShared { get; init; }
    }

    internal readonly record struct Rewards(ReferralReward Friend, ReferralReward Referrer, Instant Now);

    internal readonly record struct Refund(RefundReferral Request, bool Reverses, Instant Now);

    internal readonly record struct Reversal(ReferralTakenBack Friend, ReferralTakenBack Referrer, Instant Now);

    public static Decided Register(Registration asked, Head head)
    {
        var (request, now) = (asked.Request, NowOf(asked.Now, head));
        return asked.Code is not { } code ? ReferralErrors.UnknownCode.With()
            : asked.Program.Referrals is not { } plan ? ReferralErrors.NotOffered.With()
            : asked.IsSelf ? ReferralErrors.SelfReferral.With()
            : asked.IsShared || ReferralRules.IsOneHousehold(request.Evidence) ? ReferralErrors.SameHousehold.With()
            : request.HasOrdered || asked.HasOrdered ? ReferralErrors.ExistingCustomer.With()
            : asked.IsReferred || (head.State is { } before && IsTaken(before, now)) ? ReferralErrors.AlreadyReferred.With()
            : Write(head, ReferralId.Of(request.Account), new ReferralRegistered
            {
                PostedAt = now,
                Friend = request.Account,
                Referrer = code.Account,
                Code = code.Code,
                ProgramVersion = asked.Program.Version,
                LapsesAt = ReferralRules.LapsesAt(plan, now, asked.Zone),
            });
    }

    /// <summary>Whether a friend cannot be brought along anew.</summary>
    public static bool IsTaken(ReferralState state, Instant now) => ReferralRules.AsOf(state, now).Status != ReferralStatus.Lapsed;

    public static Decided Qualify(Qualification asked, Head head)
    {
        var (request, state) = (asked.Request, head.State!);
        if (state.Order is { } other)
        {
            return ReferralErrors.AlreadyQualified.With(("order", other.Order));
        }

        if (state.ProgramVersion != asked.Program.Version)
        {
            // It lapsed and began anew under another programme while this was being decided.
            return ReferralErrors.Unsettled.With();
        }

        if (request.PaidAt < state.RegisteredAt)
        {
            return ReferralErrors.ExistingCustomer.With();
        }

        if (request.PaidAt >= state.LapsesAt)
        {
            return ReferralErrors.Lapsed.With(("lapsed", state.LapsesAt));
        }

        return asked.IsSelf ? ReferralErrors.SelfReferral.With()
            : asked.IsShared || ReferralRules.IsOneHousehold(request.Evidence) ? ReferralErrors.SameHousehold.With()
            : Grant(asked, asked.Program.Referrals!, head);
    }

    public static Decided Reward(Rewards asked, Head head) => head.State is { Status: ReferralStatus.Qualified } state
        ? Write(head, state.Referral, new ReferralRewarded { PostedAt = NowOf(asked.Now, head), Friend = asked.Friend, Referrer = asked.Referrer }, GrantedOf)
        : ReferralErrors.Unsettled.With();

    public static Decided RefundOrder(Refund asked, Head head)
    {
        var (request, state) = (asked.Request, head.State!);
        if (state.Order is not { } order || order.Order != request.Order)
        {
            return ReferralErrors.OtherOrder.With(("order", request.Order));
        }

        if (request.Refunded.Currency != order.Total.Currency)
        {
            return ReferralErrors.WrongCurrency.With(("asked", request.Refunded.Currency), ("currencies", order.Total.Currency));
        }

        var before = state.Refunded ?? Money.Zero(order.Total.Currency);
        if (request.Refunded > order.Total - before)
        {
            return RefundRules.Exceeds(new(order.Order, request.Refunded.ToMinorUnits(), order.Total.ToMinorUnits()), before.ToMinorUnits());
        }

        return state.Status is not (ReferralStatus.Rewarded or ReferralStatus.Reversed) || Reverses(state, request.Refunded) != asked.Reverses
            ? ReferralErrors.Unsettled.With()
            : Write(head, state.Referral, new ReferralRefunded
            {
                PostedAt = NowOf(asked.Now, head), Key = request.Key, Refunded = request.Refunded, Reverses = asked.Reverses,
            });
    }

    /// <summary>Whether a refund is the one that takes the rewards back.</summary>
    public static bool Reverses(ReferralState state, Money refunded) =>
        state is { Status: ReferralStatus.Rewarded, Order: { } order } && refunded.Currency == order.Total.Currency
        && ReferralRules.Breaks(order, (state.Refunded ?? Money.Zero(order.Total.Currency)) + refunded);

    public static Decided Reverse(Reversal asked, Head head) => head.State is { Status: ReferralStatus.Reversing } state
        ? Write(head, state.Referral, new ReferralReversed { PostedAt = NowOf(asked.Now, head), Friend = asked.Friend, Referrer = asked.Referrer }, WithdrawnOf)
        : ReferralErrors.Unsettled.With();

    private static Decided Grant(Qualification asked, ReferralPlan plan, Head head)
    {
        var (request, state) = (asked.Request, head.State!);
        var minimum = plan.MinimumOrders.Where(amount => amount.Currency == request.Total.Currency).Select(amount => (Money?)amount).FirstOrDefault();
        if (minimum is not { } least)
        {
            return ReferralErrors.WrongCurrency.With(("asked", request.Total.Currency), ("currencies", string.Join(", ", plan.MinimumOrders.Select(amount => amount.Currency))));
        }

        if (request.Total < least)
        {
            return ReferralErrors.BelowMinimum.With(("minimum", least), ("total", request.Total));
        }

        var from = ReferralRules.AvailableFrom(plan, request.PaidAt, request.ReturnableUntil, asked.Zone);
        Instant? to = (plan.Validity ?? asked.Program.Validity) is { } validity ? ExpiryRules.ExpiresAt(validity, request.PaidAt, asked.Zone, from) : null;
        return to is { } end && end <= from
            ? LoyaltyErrors.InvalidValidity.With(("expires", end), ("available", from))
            : Write(head, state.Referral, new ReferralQualified
            {
                PostedAt = NowOf(asked.Now, head),
                Order = new()
                {
                    Order = request.Order,
                    Total = request.Total,
                    Minimum = least,
                    PaidAt = request.PaidAt,
                    ReturnableUntil = request.ReturnableUntil,
                    AvailableFrom = from,
                    ExpiresAt = to,
                    FriendPoints = plan.FriendPoints,
                    ReferrerPoints = plan.ReferrerPoints,
                },
            });
    }

    // The referral's time never runs backwards, even where two hosts' clocks differ.
    private static Instant NowOf(Instant clock, Head head) => head.State is { } state ? Instant.Max(clock, state.AsOf) : clock;

    private static CrmEvent GrantedOf(ReferralState state) => EventOf(state, ReferralGranted.Kind, new ReferralGranted
    {
        Friend = state.Friend,
        Referrer = state.Referrer,
        Order = state.Order!.Order,
        AvailableFrom = state.Order.AvailableFrom,
        ExpiresAt = state.Order.ExpiresAt,
        FriendReward = state.FriendReward!,
        ReferrerReward = state.ReferrerReward!,
    });

    private static CrmEvent WithdrawnOf(ReferralState state) => EventOf(state, ReferralWithdrawn.Kind, new ReferralWithdrawn
    {
        Friend = state.Friend,
        Referrer = state.Referrer,
        Order = state.Order!.Order,
        Refunded = state.Refunded!.Value,
        FriendTakenBack = state.FriendTakenBack!,
        ReferrerTakenBack = state.ReferrerTakenBack!,
    });

    // A referral is rewarded once, and reversed once: its id and the kind name the event.
    private static CrmEvent EventOf<T>(ReferralState state, string kind, T told) where T : class, IEventData =>
        CrmEvent.Of(EntityId.Derive(state.Referral.Value, kind), state.Referral.Value, state.AsOf, told);

    private static Decided Write(Head head, ReferralId referral, ReferralEntry entry, Func<ReferralState, CrmEvent>? told = null)
    {
        var state = ReferralFold.Apply(referral, head.State, entry);
        return new Decision<ReferralEntry, ReferralState, ReferralState>
        {
            Entries = [new() { Entry = entry }], State = state, Answer = state, Events = told is null ? [] : [told(state)],
        };
    }
}
