
namespace CrossBorder.Crm.Loyalty;

/// <summary>The tier of merged accounts, and of accounts that part again. Pure.</summary>
internal static class MergeTiers
{
    /// <summary>The better of two tiers, or the one that the sums reach together; null where the account keeps its own.</summary>
    public static TierStanding? Merged(LedgerOpening here, LoyaltyAccountState there, AccountSums together, TierTerms? terms)
    {
        if (terms is null)
        {
            return null;
        }

        var today = terms.Day(here.Now);
        var (own, others) = (Standing(here.State, here.State.Tier, terms, here.Now), Standing(there, there.Tier, terms, here.Now));
        var best = Rank(terms, own).CompareTo(Rank(terms, others)) >= 0 ? own : others;
        var sums = TierPosting.SumsOf(MergeSums.Into(here.State, together), terms.Ladder);
        return Changed(here.State.Tier, TierRules.Reach(terms.Ladder, best, sums, today), terms);
    }

    /// <summary>The tier of an account that stands for itself again: the one that it had, as long as that held.</summary>
    public static TierStanding? Restored(LoyaltyAccountState state, TierStanding? before, TierTerms? terms, NodaTime.Instant now) =>
        terms is null || before is null ? before : Ending(Standing(state, before, terms, now), terms);

    /// <summary>The tier of the survivor: the one that it had before the merge, unless it got another since; null where it keeps what it has.</summary>
    public static TierStanding? Left(LedgerOpening here, AccountSums left, AccountAbsorbed merge, TierTerms? terms) =>
        terms is null || here.State.Tier != (merge.Tier ?? merge.TierHere) || merge.Tier is null
            ? null
            : Changed(here.State.Tier, Standing(MergeSums.Into(here.State, left), merge.TierHere, terms, here.Now), terms);

    private static TierStanding Standing(LoyaltyAccountState state, TierStanding? standing, TierTerms terms, NodaTime.Instant now) =>
        TierRules.Advance(terms.Ladder, standing, TierPosting.SumsOf(state, terms.Ladder), terms.Day(now));

    private static (int Index, NodaTime.LocalDate Through) Rank(TierTerms terms, TierStanding standing)
    {
        var index = 0;
        for (var i = 1; i < terms.Ladder.Tiers.Length; i++)
        {
            index = terms.Ladder.Tiers[i].Tier == standing.Tier ? i : index;
        }

        return (index, standing.ValidThrough ?? NodaTime.LocalDate.MaxIsoValue);
    }

    private static TierStanding? Changed(TierStanding? last, TierStanding next, TierTerms terms) =>
        (next.Tier, next.ValidThrough) == (last?.Tier ?? terms.Ladder.Tiers[0].Tier, last?.ValidThrough) ? null : Ending(next, terms);

    private static TierStanding Ending(TierStanding standing, TierTerms terms) =>
        standing with { EndsAt = standing.ValidThrough is { } day ? ExpiryRules.ToInstant(day.PlusDays(1).AtMidnight(), terms.Zone) : null };
}
