using System.Collections.Immutable;
using CrossBorder.Crm.Loyalty;
using NodaTime;
using static CrossBorder.Crm.Tests.Loyalty.ProgramSamples;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>How tiers are reached, kept and lost.</summary>
public sealed class TierRulesTests
{
    private static readonly TierLadder Recalculating = Ladder with { Downgrade = TierDowngrade.Recalculate };
    private static readonly TierLadder Rolling = Ladder with { RollingMonths = 6 };

    [Fact]
    public void Everybody_has_the_lowest_tier_which_never_ends()
    {
        Assert.Equal(new TierStanding { Tier = Base }, TierRules.Start(Ladder));
        Assert.Equal(Base, TierRules.Advance(Ladder, null, [], new(2999, 1, 1)).Tier);
    }

    [Fact]
    public void A_tier_is_reached_at_its_threshold_and_holds_to_the_end_of_the_next_year()
    {
        Assert.Equal(Base, Reach(Ladder, 999, new(2026, 3, 1)).Tier);
        var silver = Reach(Ladder, 1000, new(2026, 3, 1));

        Assert.Equal((Silver, new LocalDate(2027, 12, 31), new LocalDate(2026, 3, 1), TierReason.Reached), (silver.Tier, silver.ValidThrough, silver.Since, silver.Reason));
        Assert.Equal(Gold, Reach(Ladder, 5000, new(2026, 3, 1)).Tier);
    }

    [Fact]
    public void Reaching_it_again_in_the_next_year_extends_it_and_in_the_same_year_changes_nothing()
    {
        var silver = Reach(Ladder, 1000, new(2026, 3, 1));

        var same = TierRules.Reach(Ladder, silver, Sums(2026, 1500), new(2026, 9, 1));
        var next = TierRules.Reach(Ladder, silver, Sums(2027, 1000), new(2027, 9, 1));

        Assert.Equal(silver, same);
        Assert.Equal(silver with { ValidThrough = new LocalDate(2028, 12, 31) }, next);
    }

    [Fact]
    public void A_lapse_is_one_tier_down_or_what_last_year_supports_if_that_is_more()
    {
        var gold = Reach(Ladder, 5000, new(2026, 3, 1));
        var day = new LocalDate(2028, 1, 1);

        Assert.Equal((Silver, new LocalDate(2028, 12, 31)), After(Ladder, gold, [], day));
        Assert.Equal((Base, null), After(Recalculating, gold, [], day));
        Assert.Equal((Silver, new LocalDate(2028, 12, 31)), After(Recalculating, gold, Sums(2027, 1200), day));
        Assert.Equal((Gold, new LocalDate(2027, 12, 31)), After(Ladder, gold, [], new(2027, 12, 31)));
    }

    [Fact]
    public void A_tier_reached_by_lapsing_holds_for_the_year_it_lapsed_into_only()
    {
        var gold = Reach(Ladder, 5000, new(2026, 3, 1));

        Assert.Equal((Silver, new LocalDate(2028, 12, 31)), After(Ladder, gold, [], new(2028, 12, 31)));
        Assert.Equal((Base, null), After(Ladder, gold, [], new(2029, 1, 1)));
        Assert.Equal((Base, null), After(Ladder, gold, [], new(2050, 1, 1)));
        Assert.Equal((Silver, new LocalDate(2029, 12, 31)), After(Ladder, gold, Sums(2028, 1000), new(2029, 6, 1)));
    }

    [Fact]
    public void What_a_year_supported_before_a_lapse_does_not_extend_it_beyond_the_year_it_lapsed_into()
    {
        // 1,200 in 2027 support silver, which is what gold falls to at the start of 2028: for 2028 only.
        var gold = Reach(Ladder, 5000, new(2026, 3, 1));

        Assert.Equal((Base, null), After(Ladder, gold, Sums(2027, 1200), new(2029, 1, 1)));
    }

    [Fact]
    public void A_rolling_window_sums_months_and_a_tier_holds_as_many_months()
    {
        ImmutableArray<QualifyingSum> sums = [new(new(2026, 1, 1), 600), new(new(2026, 6, 1), 400)];

        var silver = TierRules.Reach(Rolling, TierRules.Start(Rolling), sums, new(2026, 6, 10));
        var later = TierRules.Reach(Rolling, TierRules.Start(Rolling), sums, new(2026, 7, 1));

        Assert.Equal((Silver, new LocalDate(2026, 12, 31)), (silver.Tier, silver.ValidThrough));
        Assert.Equal(Base, later.Tier);
        Assert.Equal((Base, null), After(Rolling, silver, sums, new(2027, 1, 1)));
    }

    [Fact]
    public void A_refund_leaves_the_tier_until_its_validity_ends_or_lowers_it_at_once()
    {
        var atOnce = Ladder with { Refunds = TierRefunds.AtOnce };
        var gold = Reach(Ladder, 5000, new(2026, 3, 1));
        ImmutableArray<QualifyingSum> sums = [new(new(2025, 1, 1), 1100), new(new(2026, 1, 1), 900)];
        var day = new LocalDate(2026, 4, 1);

        Assert.Equal(gold, TierRules.Lower(Ladder, gold, sums, day));
        var lowered = TierRules.Lower(atOnce, gold, sums, day);
        Assert.Equal((Silver, new LocalDate(2026, 12, 31), TierReason.Refunded), (lowered.Tier, lowered.ValidThrough, lowered.Reason));
        Assert.Equal((Base, null), (TierRules.Lower(atOnce, gold, [], day).Tier, TierRules.Lower(atOnce, gold, [], day).ValidThrough));
        Assert.Equal(gold, TierRules.Lower(atOnce, gold, Sums(2026, 5000), day));
    }

    [Fact]
    public void Progress_says_how_much_more_by_when_for_what()
    {
        var status = TierRules.Status(Ladder, Reach(Ladder, 4660, new(2026, 3, 1)), Sums(2026, 4660), new(2026, 5, 1));
        var nextYear = TierRules.Status(Ladder, Reach(Ladder, 4660, new(2026, 3, 1)), [new(new(2026, 1, 1), 4660), new(new(2027, 1, 1), 700)], new(2027, 5, 1));

        Assert.Equal((Silver, 4660, "Gold", 340, new LocalDate(2026, 12, 31)), (status.Tier.Tier, status.Qualifying, status.Next!.Tier.Name, status.Next.Missing, status.Next.By));
        Assert.Null(status.Keep);
        Assert.Equal((Silver, 300, new LocalDate(2027, 12, 31)), (nextYear.Keep!.Tier.Tier, nextYear.Keep.Missing, nextYear.Keep.By));
        Assert.Null(TierRules.Status(Ladder, Reach(Ladder, 5000, new(2026, 3, 1)), Sums(2026, 5000), new(2026, 5, 1)).Next);
    }

    [Fact]
    public void A_tier_that_the_ladder_no_longer_has_counts_as_the_lowest()
    {
        var held = new TierStanding { Tier = new("platinum"), ValidThrough = new LocalDate(2027, 12, 31) };

        Assert.Equal(Base, TierRules.Status(Ladder, held, [], new(2026, 5, 1)).Tier.Tier);
    }

    [Fact]
    public void Sums_are_kept_in_order_and_bounded()
    {
        var sums = Enumerable.Range(0, 100).OrderBy(i => i * 37 % 100)
            .Aggregate(ImmutableArray<QualifyingSum>.Empty, (all, i) => TierRules.Add(all, new(new(1950 + i, 1, 1), i)));

        Assert.Equal(48, sums.Length);
        Assert.Equal(sums.OrderBy(sum => sum.Start), sums);
        Assert.Equal(new QualifyingSum(new(2049, 1, 1), 100), TierRules.Add(sums, new(new(2049, 1, 1), 1))[^1]);
    }

    private static TierStanding Reach(TierLadder ladder, long sum, LocalDate day) => TierRules.Reach(ladder, TierRules.Start(ladder), Sums(day.Year, sum), day);

    private static (CrossBorder.Crm.Primitives.ValueTier, LocalDate?) After(TierLadder ladder, TierStanding standing, ImmutableArray<QualifyingSum> sums, LocalDate day) =>
        (TierRules.Advance(ladder, standing, sums, day).Tier, TierRules.Advance(ladder, standing, sums, day).ValidThrough);

    private static ImmutableArray<QualifyingSum> Sums(int year, long amount) => [new(new(year, 1, 1), amount)];
}
