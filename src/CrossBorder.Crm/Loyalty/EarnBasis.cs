using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What of an order earns, in groups of lines that share their multipliers. Exact: amounts are summed as whole numbers of 10^-scale.</summary>
internal sealed class EarnBasis
{
    private readonly EarnOrder order;
    private readonly EarnedLine[] lines;
    private ulong applied;

    private EarnBasis(EarnPlan plan, EarnOrder order)
    {
        this.order = order;
        lines = new EarnedLine[order.Lines.Length];
        Currency = order.Lines[0].Amount.Currency;
        Scale = CommonScale();
        Sum(plan);
        Lines = ImmutableCollectionsMarshal.AsImmutableArray(lines);
        Multipliers = EarnFactors.Named(plan, applied);
    }

    public CurrencyCode Currency { get; }

    public int Scale { get; }

    public Money Total { get; private set; }

    public Money Earning { get; private set; }

    public ImmutableArray<EarnedLine> Lines { get; }

    public ImmutableArray<AppliedMultiplier> Multipliers { get; }

    /// <summary>At least one.</summary>
    public Group[] Groups { get; private set; } = [];

    /// <summary>Whether the lines tell nothing that the total does not.</summary>
    public bool SaysNothing => lines is [{ Line: null, Excluded: null }];

    /// <exception cref="ArgumentException">An amount is negative.</exception>
    /// <exception cref="CurrencyMismatchException">The lines are in several currencies.</exception>
    public static EarnBasis Of(EarnPlan plan, EarnOrder order) => new(plan, order);

    private int CommonScale()
    {
        var scale = 0;
        foreach (var line in order.Lines)
        {
            scale = Math.Max(scale, ScaleOf(line.Amount, "order.Lines.Amount"));
            if (line.Excluded is { } excluded)
            {
                scale = Math.Max(scale, ScaleOf(excluded, "order.Lines.Excluded"));
            }
        }

        return scale;
    }

    private int ScaleOf(Money amount, string path) =>
        amount.Currency != Currency ? throw new CurrencyMismatchException(Currency, amount.Currency)
        : amount.Amount < 0m ? throw new ArgumentOutOfRangeException(path, amount, "An amount of a line is not negative.")
        : amount.Amount.Scale;

    private void Sum(EarnPlan plan)
    {
        var (everyLine, someLines) = EarnFactors.Holding(plan, order);
        var (total, earning) = (Int128.Zero, Int128.Zero);
        var groupOf = someLines == 0 ? null : new ulong[lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            var line = order.Lines[i];
            var paid = Digits(line.Amount);
            var kept = Keep(plan, line, paid, out lines[i]);
            total += paid;
            earning += kept;
            if (groupOf is not null)
            {
                groupOf[i] = EarnFactors.Counting(plan, everyLine | EarnFactors.For(plan, line, someLines));
                Add(plan, groupOf[i], kept);
            }
        }

        if (groupOf is null)
        {
            Add(plan, EarnFactors.Counting(plan, everyLine), earning);
        }

        Total = lines.Length == 1 ? lines[0].Amount : new(ExactProduct.ToDecimal(total, Scale), Currency);
        Earning = lines.Length == 1 ? lines[0].Earning : new(ExactProduct.ToDecimal(earning, Scale), Currency);
        for (var i = 0; Groups.Length > 1 && i < lines.Length; i++)
        {
            lines[i] = lines[i] with { Factor = Array.Find(Groups, group => group.Multipliers == groupOf![i]).FactorText };
        }
    }

    private void Add(EarnPlan plan, ulong multipliers, Int128 kept)
    {
        for (var g = 0; g < Groups.Length; g++)
        {
            if (Groups[g].Multipliers == multipliers)
            {
                Groups[g] = Groups[g] with { Digits = Groups[g].Digits + kept };
                return;
            }
        }

        var (numerator, denominator) = EarnFactors.Product(plan, multipliers);
        Groups = [.. Groups, new() { Multipliers = multipliers, Digits = kept, Numerator = numerator, Denominator = denominator }];
        applied |= multipliers;
    }

    private Int128 Digits(Money amount) => ExactProduct.Digits(amount.Amount) * ExactProduct.Power(Scale - amount.Amount.Scale);

    private Int128 Keep(EarnPlan plan, EarnLine line, Int128 paid, out EarnedLine earned)
    {
        var reason = plan.Exclusion(line);
        var kept = reason is not null ? 0 : line.Excluded is { Amount: > 0m } part ? Int128.Max(0, paid - Digits(part)) : paid;
        earned = new()
        {
            Line = line.Line,
            Amount = line.Amount,
            Earning = kept == paid ? line.Amount : new(ExactProduct.ToDecimal(kept, Scale), Currency),
            Excluded = kept == paid ? null : reason ?? EarnExclusion.Amount,
        };
        return kept;
    }

    /// <summary>Lines with the same multipliers: what of them earns, and the product of the multipliers.</summary>
    internal readonly record struct Group
    {
        public required ulong Multipliers { get; init; }

        public required Int128 Digits { get; init; }

        public required Int128 Numerator { get; init; }

        public required Int128 Denominator { get; init; }

        public string FactorText => new Rational((System.Numerics.BigInteger)Numerator, (System.Numerics.BigInteger)Denominator).ToString();
    }
}
