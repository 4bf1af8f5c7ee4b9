using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>How tiers are reached, kept and lost. Pure: sums and local days in, standings out.</summary>
/// <remarks>
/// A tier is reached the moment the sum of the current window reaches its threshold; it holds to the end of the next year (or for as many months as
/// the window has), and reaching it again extends it. One reached by lapsing holds for the year that it lapsed into only.
/// </remarks>
public static class TierRules
{
    /// <summary>Where an account stands before its first order.</summary>
    /// <param name="ladder">The ladder.</param>
    public static TierStanding Start(TierLadder ladder)
    {
        Require(ladder);
        return new() { Tier = ladder.Tiers[0].Tier };
    }

    /// <summary>Where an account stands on a day, if nothing was posted since its standing: what ended by then has lapsed.</summary>
    /// <param name="ladder">The ladder.</param>
    /// <param name="standing">The standing so far; null for an account without one.</param>
    /// <param name="sums">What counts, by year or month.</param>
    /// <param name="today">The local day.</param>
    public static TierStanding Advance(TierLadder ladder, TierStanding? standing, ImmutableArray<QualifyingSum> sums, LocalDate today)
    {
        standing ??= Start(ladder);
        var window = new TierWindow(ladder);
        while (standing.ValidThrough is { } last && last < today)
        {
            standing = Lapse(ladder, window, standing, sums, window.Of(last) + 1);
        }

        return standing;
    }

    /// <summary>Where an account stands after a sum of the current window rose: a tier that it reaches is new or extended.</summary>
    /// <param name="ladder">The ladder.</param>
    /// <param name="standing">The standing on that day, from <see cref="Advance"/>.</param>
    /// <param name="sums">What counts, with what was posted.</param>
    /// <param name="today">The local day of posting.</param>
    public static TierStanding Reach(TierLadder ladder, TierStanding standing, ImmutableArray<QualifyingSum> sums, LocalDate today)
    {
        Require(ladder);
        ArgumentNullException.ThrowIfNull(standing);
        var window = new TierWindow(ladder);
        var reached = Supported(ladder, window.Sum(sums, window.Of(today)));
        var held = IndexOf(ladder, standing);
        if (reached < held || reached == 0)
        {
            return standing;
        }

        var through = window.LastDayOf(window.Of(today) + window.Length);
        return reached > held ? new() { Tier = ladder.Tiers[reached].Tier, ValidThrough = through, Since = today, Reason = TierReason.Reached }
            : standing.ValidThrough is { } last && last < through ? standing with { ValidThrough = through }
            : standing;
    }

    /// <summary>Where an account stands after a refund lowered a sum, under the ladder's policy.</summary>
    /// <param name="ladder">The ladder.</param>
    /// <param name="standing">The standing on that day, from <see cref="Advance"/>.</param>
    /// <param name="sums">What counts, with what the refund took.</param>
    /// <param name="today">The local day of posting.</param>
    /// <remarks>Under <see cref="TierRefunds.AtOnce"/>: the best that the windows up to today support which a tier can still rest on, never more than before.</remarks>
    public static TierStanding Lower(TierLadder ladder, TierStanding standing, ImmutableArray<QualifyingSum> sums, LocalDate today)
    {
        Require(ladder);
        ArgumentNullException.ThrowIfNull(standing);
        if (ladder.Refunds == TierRefunds.WhenValidityEnds)
        {
            return standing;
        }

        var window = new TierWindow(ladder);
        var now = window.Of(today);
        var (best, through) = (0, now);
        for (var back = 0; back <= window.Length; back++)
        {
            var supported = Supported(ladder, window.Sum(sums, now - back));
            if (supported > best)
            {
                (best, through) = (supported, now - back + window.Length);
            }
        }

        return best >= IndexOf(ladder, standing) ? standing
            : best == 0 ? new() { Tier = ladder.Tiers[0].Tier, Since = today, Reason = TierReason.Refunded }
            : new() { Tier = ladder.Tiers[best].Tier, ValidThrough = window.LastDayOf(through), Since = today, Reason = TierReason.Refunded };
    }

    /// <summary>Where an account stands on a day, and what is missing to more.</summary>
    /// <param name="ladder">The ladder.</param>
    /// <param name="standing">The standing so far; null for an account without one.</param>
    /// <param name="sums">What counts, by year or month.</param>
    /// <param name="today">The local day.</param>
    public static TierStatus Status(TierLadder ladder, TierStanding? standing, ImmutableArray<QualifyingSum> sums, LocalDate today)
    {
        var now = Advance(ladder, standing, sums, today);
        var window = new TierWindow(ladder);
        var sum = window.Sum(sums, window.Of(today));
        var held = IndexOf(ladder, now);
        var isExtended = now.ValidThrough is not { } last || last >= window.LastDayOf(window.Of(today) + window.Length);
        return new()
        {
            Tier = ladder.Tiers[held],
            Standing = now,
            Qualifying = sum,
            Next = held + 1 < ladder.Tiers.Length ? Missing(ladder.Tiers[held + 1]) : null,
            Keep = isExtended ? null : Missing(ladder.Tiers[held]),
        };

        TierProgress Missing(LoyaltyTier tier) =>
            new() { Tier = tier, Missing = Math.Max(1, tier.Threshold - sum), By = window.LastDayOf(window.Of(today)) };
    }

    /// <summary>What counts after something was added to a year or month.</summary>
    /// <param name="sums">What counted before.</param>
    /// <param name="share">What is added; negative for a refund.</param>
    /// <remarks>The latest 48 are kept: twice the longest window, which is as far back as any rule looks.</remarks>
    public static ImmutableArray<QualifyingSum> Add(ImmutableArray<QualifyingSum> sums, QualifyingSum share)
    {
        const int kept = 48;
        for (var i = sums.Length - 1; i >= 0; i--)
        {
            if (sums[i].Start == share.Start)
            {
                return sums.SetItem(i, new(share.Start, sums[i].Amount + share.Amount));
            }

            if (sums[i].Start < share.Start)
            {
                return Last(sums.Insert(i + 1, share), kept);
            }
        }

        return Last(sums.Insert(0, share), kept);
    }

    /// <summary>The first day of the year or month in which a day counts.</summary>
    internal static LocalDate StartOf(TierLadder ladder, LocalDate day)
    {
        var window = new TierWindow(ladder);
        return window.StartOf(window.Of(day));
    }

    /// <summary>The last day of the year or month in which a day counts.</summary>
    internal static LocalDate EndOf(TierLadder ladder, LocalDate day)
    {
        var window = new TierWindow(ladder);
        return window.LastDayOf(window.Of(day));
    }

    /// <summary>Refuses a ladder that cannot be climbed, naming the member, the value and the rule.</summary>
    internal static void Require(TierLadder ladder)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        if (ladder.Tiers.IsDefaultOrEmpty || ladder.Tiers[0].Threshold != 0)
        {
            throw new ArgumentException("A ladder has at least one tier, and the threshold of the first is 0.", nameof(ladder));
        }
    }

    // "As of the year that it lapsed into": judged by the window that ended with the year before.
    private static TierStanding Lapse(TierLadder ladder, TierWindow window, TierStanding standing, ImmutableArray<QualifyingSum> sums, int into)
    {
        var supported = Supported(ladder, window.Sum(sums, into - 1));
        var next = ladder.Downgrade == TierDowngrade.OneDown ? Math.Max(IndexOf(ladder, standing) - 1, supported) : supported;
        return next <= 0
            ? new() { Tier = ladder.Tiers[0].Tier, Since = window.StartOf(into), Reason = TierReason.Lapsed }
            : new()
            {
                Tier = ladder.Tiers[next].Tier,
                ValidThrough = window.LastDayOf(into + window.Length - 1),
                Since = ladder.Tiers[next].Tier == standing.Tier ? standing.Since : window.StartOf(into),
                Reason = ladder.Tiers[next].Tier == standing.Tier ? standing.Reason : TierReason.Lapsed,
            };
    }

    private static int Supported(TierLadder ladder, long sum)
    {
        var index = 0;
        for (var i = 1; i < ladder.Tiers.Length && sum >= ladder.Tiers[i].Threshold; i++)
        {
            index = i;
        }

        return index;
    }

    // A tier that a newer ladder no longer has counts as its lowest.
    private static int IndexOf(TierLadder ladder, TierStanding standing)
    {
        for (var i = ladder.Tiers.Length - 1; i > 0; i--)
        {
            if (ladder.Tiers[i].Tier == standing.Tier)
            {
                return i;
            }
        }

        return 0;
    }

    private static ImmutableArray<QualifyingSum> Last(ImmutableArray<QualifyingSum> sums, int count) => sums.Length > count ? sums.RemoveRange(0, sums.Length - count) : sums;
}
