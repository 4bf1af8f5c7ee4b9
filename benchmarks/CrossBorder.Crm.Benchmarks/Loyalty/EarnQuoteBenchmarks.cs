using BenchmarkDotNet.Attributes;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Benchmarks.Loyalty;

/// <summary>What a product page or a cart pays for a quote. The baseline adds the lines up and multiplies once, and could explain nothing.</summary>
[MemoryDiagnoser]
public class EarnQuoteBenchmarks
{
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    private static readonly LoyaltyProgram Program = new()
    {
        Zone = "Europe/Berlin",
        Currency = Eur,
        Rates = [new() { Unit = new(1m, Eur), Points = new(1) }],
        Earning = new()
        {
            MinimumOrders = [new(20m, Eur)],
            ExcludedCategories = ["gift-cards"],
            Multipliers = [new() { Code = "gold", Factor = new(3, 2), Tier = new("gold") }, new() { Code = "spring", Factor = new(2, 1), Categories = ["garden"] }],
            CapPerOrder = new(5_000),
        },
    };

    private static readonly EarnOrder Order = new()
    {
        PlacedAt = Instant.FromUtc(2026, 3, 1, 12, 0),
        Tier = new("gold"),
        Lines =
        [
            .. Enumerable.Range(0, 20).Select(i => new EarnLine
            {
                Line = $"{i}", Amount = new(9.99m + i, Eur), Product = $"p{i}", Categories = i % 5 == 0 ? ["garden"] : i == 7 ? ["gift-cards"] : ["home"],
            }),
        ],
    };

    /// <summary>A sum of decimals, multiplied and rounded down.</summary>
    [Benchmark(Baseline = true)]
    public long AddUp()
    {
        var sum = 0m;
        foreach (var line in Order.Lines)
        {
            sum += line.Amount.Amount;
        }

        return (long)decimal.Floor(sum * 1.5m);
    }

    /// <summary>Twenty lines with exclusions, a tier, a campaign on a category, a minimum and a cap, and the reasons of each line.</summary>
    [Benchmark]
    public EarnQuote QuoteTwentyLines() => EarnRules.Quote(Program, Order, Berlin);
}
