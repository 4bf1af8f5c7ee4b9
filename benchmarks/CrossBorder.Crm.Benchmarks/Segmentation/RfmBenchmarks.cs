using BenchmarkDotNet.Attributes;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Segmentation;

namespace CrossBorder.Crm.Benchmarks.Segmentation;

/// <summary>What do the scores of a whole shop cost, beside the plain LINQ that one would write?</summary>
[MemoryDiagnoser]
public class RfmBenchmarks
{
    private RfmInput[] customers = [];

    [Params(100_000)]
    public int Customers { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(1);
        customers = new RfmInput[Customers];
        for (var i = 0; i < customers.Length; i++)
        {
            customers[i] = new()
            {
                Customer = CustomerId.From(new Guid(i + 1, 0, 0, new byte[8])),
                Recency = random.Next(1096),
                Frequency = 1 + random.Next(60),
                Monetary = random.Next(100, 1_000_000) / 100m,
            };
        }
    }

    [Benchmark(Baseline = true)]
    public int LinqOrderByThreeTimes() =>
        Tiles(c => -c.Recency).Zip(Tiles(c => c.Frequency), Tiles(c => c.Monetary)).Count(s => s is (5, 5, 5));

    [Benchmark]
    public int ScoreByQuantile() => Best(RfmScoring.Score(customers));

    [Benchmark]
    public int ScoreByNTile() => Best(RfmScoring.Score(customers, RfmTiePolicy.NTile));

    private static int Best(RfmScore[] scores) => scores.Count(score => score is { Recency: 5, Frequency: 5, Monetary: 5 });

    private int[] Tiles<TKey>(Func<RfmInput, TKey> value)
    {
        var tiles = new int[customers.Length];
        var rank = 0;
        foreach (var (_, i) in customers.Select((customer, i) => (customer, i)).OrderBy(p => value(p.customer)).ThenBy(p => p.i))
        {
            tiles[i] = 1 + rank++ * 5 / customers.Length;
        }

        return tiles;
    }
}
