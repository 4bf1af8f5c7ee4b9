using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Segmentation;
using FsCheck;
using FsCheck.Fluent;

namespace CrossBorder.Crm.Tests.Segmentation;

public sealed class RfmScoringLaws
{
    private static readonly Arbitrary<RfmInput[]> Customers =
        (from recency in Gen.Choose(0, 40)
         from frequency in Gen.Choose(1, 12)
         from cents in Gen.Choose(-5_00, 90_00)
         select (recency, frequency, cents)).NonEmptyListOf()
        .Select(list => list.Select((c, i) => new RfmInput
        {
            Customer = CustomerId.FromExternal(new("shop", $"{i}")),
            Recency = c.recency,
            Frequency = c.frequency,
            Monetary = c.cents / 100m,
        }).ToArray()).ToArbitrary();

    [Fact]
    public void A_quantile_score_is_the_share_of_those_who_have_less() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Customers, customers =>
        RfmScoring.Score(customers).Zip(customers).All(pair =>
            pair.First == new RfmScore(
                Naive(customers.Count(c => c.Recency > pair.Second.Recency), customers.Length),
                Naive(customers.Count(c => c.Frequency < pair.Second.Frequency), customers.Length),
                Naive(customers.Count(c => c.Monetary < pair.Second.Monetary), customers.Length)))));

    [Fact]
    public void Ntile_makes_groups_that_differ_by_one_at_most_the_larger_first() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Customers, customers =>
    {
        var sizes = RfmScoring.Score(customers, RfmTiePolicy.NTile).GroupBy(s => s.Frequency).OrderBy(g => g.Key).Select(g => g.Count()).ToList();
        var (size, larger) = Math.DivRem(customers.Length, 5);
        return sizes.SequenceEqual(Enumerable.Range(0, 5).Select(i => size + (i < larger ? 1 : 0)).Where(n => n > 0));
    }));

    [Fact]
    public void Ntile_follows_the_value_then_the_callers_order() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Customers, customers =>
    {
        var scores = RfmScoring.Score(customers, RfmTiePolicy.NTile);
        var sorted = customers.Select((c, i) => (c.Monetary, i)).OrderBy(p => p.Monetary).ThenBy(p => p.i).Select(p => scores[p.i].Monetary).ToList();
        return sorted.SequenceEqual(sorted.Order());
    }));

    [Fact]
    public void Frozen_cuts_give_everybody_of_the_run_the_score_of_the_run() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Customers, customers =>
    {
        var cuts = RfmScoring.Cuts(customers);
        return RfmScoring.Score(customers).Zip(customers).All(pair => RfmScoring.Score(pair.Second, cuts) == pair.First);
    }));

    [Fact]
    public void Every_score_has_exactly_one_segment()
    {
        RfmSegments.Require(RfmSegments.Default);
        var all = from r in Enumerable.Range(1, 5)
                  from f in Enumerable.Range(1, 5)
                  from m in Enumerable.Range(1, 5)
                  select new RfmScore((byte)r, (byte)f, (byte)m);

        Assert.Equal(RfmSegments.Default.Select(s => s.Code).Order(), all.Select(score => RfmSegments.Of(score, RfmSegments.Default).Code).Distinct().Order());
        Assert.Equal("champions", RfmSegments.Of(new(5, 5, 5), RfmSegments.Default).Code);
        Assert.Equal("lost", RfmSegments.Of(new(1, 1, 1), RfmSegments.Default).Code);
        Assert.Equal("cannot_lose", RfmSegments.Of(new(1, 5, 4), RfmSegments.Default).Code);
    }

    [Fact]
    public void Segments_that_overlap_or_leave_a_score_out_are_refused_by_place()
    {
        var gap = Assert.Throws<ArgumentException>(() => RfmSegments.Require(RfmSegments.Default.RemoveAt(0)));
        var overlap = Assert.Throws<ArgumentException>(() => RfmSegments.Require(RfmSegments.Default.Add(RfmSegments.Default[0] with { Code = "again" })));

        Assert.Contains("No segment covers recency 4 with worth 4", gap.Message, StringComparison.Ordinal);
        Assert.Contains("champions and again", overlap.Message, StringComparison.Ordinal);
    }

    // Orders by formula: reproduced with equal figures by DuckDB, pandas, PostgreSQL and SQLite, whose NTILE this must be.
    [Fact]
    public void Two_million_orders_by_formula_score_as_the_databases_score_them()
    {
        const int customers = 200_000;
        const int orders = 2_000_000;
        var lastDay = new int[customers];
        var count = new long[customers];
        var amount = new long[customers];
        for (var i = 0u; i < orders; i++)
        {
            var (u, v, w) = unchecked((Fmix32(i), Fmix32(i + 0x9E3779B9u), Fmix32(i + 0x3C6EF372u)));
            var customer = (int)((((ulong)u * u >> 32) * customers) >> 32);
            lastDay[customer] = Math.Max(lastDay[customer], (int)(v % 1096));
            count[customer]++;
            amount[customer] += 100 + w % 100_000;
        }

        var bought = Enumerable.Range(0, customers).Where(c => count[c] > 0).ToArray();
        var inputs = bought.Select(c => new RfmInput
        {
            Customer = CustomerId.From(new Guid(c, 0, 0, new byte[8])), Recency = 1096 - lastDay[c], Frequency = count[c], Monetary = amount[c],
        }).ToArray();
        var z = RfmScoring.Score(inputs, RfmTiePolicy.NTile).Select(s => 100L * s.Recency + 10 * s.Frequency + s.Monetary).ToArray();

        Assert.Equal(
            "199640 2000000 100233746378 190052985 66480120 33174049239 14124",
            $"{bought.Length} {bought.Sum(c => count[c])} {bought.Sum(c => amount[c])} {bought.Sum(c => (long)lastDay[c])} {z.Sum()} "
            + $"{bought.Select((c, i) => c % 1000 * z[i]).Sum()} {z.Count(score => score == 555)}");
    }

    private static byte Naive(int smaller, int count) => (byte)(1 + 5 * smaller / count);

    // The 32-bit finaliser of MurmurHash3 (Appleby).
    private static uint Fmix32(uint h)
    {
        unchecked
        {
            h = (h ^ (h >> 16)) * 0x85EBCA6B;
            h = (h ^ (h >> 13)) * 0xC2B2AE35;
            return h ^ (h >> 16);
        }
    }
}
