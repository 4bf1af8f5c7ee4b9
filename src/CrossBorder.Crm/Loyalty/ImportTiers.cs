using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;
using NodaTime.Text;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Reads the tier of another system's member, and what counted towards it there. Pure.</summary>
internal static class ImportTiers
{
    public static bool AreIn(OpeningAccount account) => account.Tier is not null || !account.Qualifying.IsEmpty;

    /// <summary>What is wrong with them; nothing where none came.</summary>
    public static IEnumerable<CrmError> WhyNot(OpeningAccount account, ImportRules.Terms terms)
    {
        if (!AreIn(account))
        {
            yield break;
        }

        if (terms.Tiers is not { } tiers)
        {
            yield return ImportErrors.NoTiers.With();
            yield break;
        }

        if (account.Tier is { } tier && !IsOf(tiers.Ladder, tier))
        {
            yield return ImportErrors.InvalidTier.With(("tier", tier.Tier), ("through", tier.ValidThrough is { } day ? LocalDatePattern.Iso.Format(day) : ""));
        }

        var today = tiers.Day(terms.Now);
        foreach (var (index, sum) in account.Qualifying.Index())
        {
            if (index >= OpeningAccount.MaxSums || !IsCounted(sum) || sum.Start > today)
            {
                yield return ImportErrors.InvalidSum.With(
                    ("start", LocalDatePattern.Iso.Format(sum.Start)), ("amount", sum.Amount), ("max", OpeningAccount.MaxSums), ("limit", OpeningLot.MaxPoints));
            }
        }
    }

    /// <summary>The sums as the ladder cuts the calendar; null where none came.</summary>
    public static AccountSums? Sums(OpeningAccount account, TierTerms? tiers)
    {
        if (tiers is not { Ladder: { } ladder } || account.Qualifying.IsEmpty)
        {
            return null;
        }

        // As with the orders of this ledger: points are summed by calendar year, whatever else the ladder wants.
        var years = ladder.Measure != TierMeasure.Points ? [] : account.Qualifying.GroupBy(sum => sum.Start.Year).OrderBy(group => group.Key).Select(group =>
        {
            var points = new Points(group.Sum(sum => sum.Amount));
            return new QualifyingYear { Year = group.Key, Sum = points, Peak = points, AtEnd = points };
        });
        return new()
        {
            Years = [.. years],
            Windows = TierPosting.IsByYearsAndPoints(ladder)
                ? []
                : account.Qualifying.Aggregate(ImmutableArray<QualifyingSum>.Empty, (sums, sum) => TierRules.Add(sums, sum with { Start = TierRules.StartOf(ladder, sum.Start) })),
        };
    }

    /// <summary>The tier as it stood there; null for the lowest.</summary>
    public static TierStanding? Standing(OpeningAccount account, TierTerms? tiers) =>
        account.Tier is { ValidThrough: { } day } tier && tiers is { Ladder: { } ladder }
            ? new() { Tier = tier.Tier, ValidThrough = TierRules.EndOf(ladder, day), Since = tier.Since, Reason = TierReason.Imported }
            : null;

    /// <summary>The lot with where its order's points are among the sums that came, so that a refund lowers those.</summary>
    public static PointsImported Counted(PointsImported entry, OpeningAccount account, ImportRules.Terms terms)
    {
        if (entry.Order is null || account.Qualifying.IsEmpty || terms.Tiers is not { Ladder.Measure: TierMeasure.Points } tiers)
        {
            return entry;
        }

        var day = tiers.Day(entry.EarnedAt);
        return entry with { CountedYear = day.Year, CountedMonth = tiers.Ladder.RollingMonths is null ? null : TierRules.StartOf(tiers.Ladder, day) };
    }

    /// <summary>The tier of the account once all is posted: the better of what it has here and had there, or what the sums of both reach together.</summary>
    public static TierStanding? After(LedgerOpening here, ImportRules.Opening asked)
    {
        if (asked.Tiers is not { } tiers)
        {
            return null;
        }

        var sums = asked.Head!.Sums ?? new();
        var there = MergeSums.Into(LedgerFold.Start(here.State.Account), sums) with { Tier = asked.Tier };
        return MergeTiers.Merged(here, there, MergeSums.Add(MergeSums.Of(here.State), sums), tiers);
    }

    /// <summary>Whether a sum is within what can be counted.</summary>
    public static bool IsCounted(QualifyingSum sum) => sum.Amount is >= 0 and <= OpeningLot.MaxPoints;

    private static bool IsOf(TierLadder ladder, OpeningTier tier) =>
        tier.Tier == ladder.Tiers[0].Tier ? tier.ValidThrough is null : tier.ValidThrough is not null && ladder.Tiers.Any(step => step.Tier == tier.Tier);
}
