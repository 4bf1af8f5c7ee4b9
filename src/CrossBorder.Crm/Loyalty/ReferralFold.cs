using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Folds a referral's entries into the referral. Pure. Every command's new state is made by this fold, so the entries always give it again.</summary>
public static class ReferralFold
{
    /// <summary>The revision of this fold; a state of an older one is folded anew.</summary>
    public const int Revision = 1;

    /// <summary>The referral after one more entry.</summary>
    /// <param name="referral">The referral.</param>
    /// <param name="state">The referral before; null before its first entry.</param>
    /// <param name="entry">The entry.</param>
    /// <exception cref="InvalidOperationException">The entry's kind is not known, or it does not follow from those before.</exception>
    public static ReferralState Apply(ReferralId referral, ReferralState? state, ReferralEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return (entry, state) switch
        {
            (ReferralRegistered e, null) => Begin(referral, e),
            (ReferralRegistered e, { Status: ReferralStatus.Registered }) when e.PostedAt >= state.LapsesAt => Begin(referral, e),
            (ReferralQualified e, { Status: ReferralStatus.Registered }) => state with { AsOf = e.PostedAt, Status = ReferralStatus.Qualified, Order = e.Order },
            (ReferralRewarded e, { Status: ReferralStatus.Qualified }) => state with
            {
                AsOf = e.PostedAt, Status = ReferralStatus.Rewarded, FriendReward = e.Friend, ReferrerReward = e.Referrer,
            },
            (ReferralRefunded e, { Status: ReferralStatus.Rewarded or ReferralStatus.Reversed, Order: { } order }) => Refund(state, e, order),
            (ReferralReversed e, { Status: ReferralStatus.Reversing }) => state with
            {
                AsOf = e.PostedAt, Status = ReferralStatus.Reversed, FriendTakenBack = e.Friend, ReferrerTakenBack = e.Referrer,
            },
            _ => throw Broken($"has the entry {entry.GetType().Name}, which does not follow or is not known to this fold"),
        };
    }

    /// <summary>The referral from all of its entries; null where there is none.</summary>
    /// <param name="referral">The referral.</param>
    /// <param name="entries">The entries, by version from 1.</param>
    public static ReferralState? Fold(ReferralId referral, IEnumerable<ReferralEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return entries.Aggregate((ReferralState?)null, (state, entry) => Apply(referral, state, entry));
    }

    private static ReferralState Begin(ReferralId referral, ReferralRegistered entry) => new()
    {
        Referral = referral,
        Revision = Revision,
        AsOf = entry.PostedAt,
        Friend = entry.Friend,
        Referrer = entry.Referrer,
        Code = entry.Code,
        ProgramVersion = entry.ProgramVersion,
        RegisteredAt = entry.PostedAt,
        LapsesAt = entry.LapsesAt,
        Status = ReferralStatus.Registered,
    };

    private static ReferralState Refund(ReferralState state, ReferralRefunded entry, ReferralOrder order)
    {
        var refunded = (state.Refunded ?? Money.Zero(order.Total.Currency)) + entry.Refunded;
        if (refunded > order.Total || (entry.Reverses && state.Status != ReferralStatus.Rewarded))
        {
            throw Broken("refunds more than the order came to, or is reversed twice");
        }

        state = state with { AsOf = entry.PostedAt, Refunded = refunded };
        return entry.Reverses ? state with { Status = ReferralStatus.Reversing, Reversal = new() { Key = entry.Key, Refunded = entry.Refunded } } : state;
    }

    private static InvalidOperationException Broken(string what) => new($"The referral {what}.");
}
