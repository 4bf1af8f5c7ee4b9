using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What of an order earns, in groups of lines that share their multipliers. Exact: amounts are summed as whole numbers of 10^-scale.</summary>
internal sealed class EarnBasis
{
    private readonly EarnOrder order;
    private readonly EarnedLine[] lines;
    private Group[] groups = new Group[2];
    private int count;
    private ulong applied;

    private EarnBasis(EarnPlan plan, EarnOrder order)
    {
        this.order = order;
        lines = new EarnedLine[order.Lines.Length];
        Currency = order.Lines[0].Amount.Currency;
        Scale = CommonScale();
        Sum(plan);
        Lines = ImmutableCollectionsMarshal.AsImmutableArray(lines);
        Multipliers = plan.Factor(applied).Named;
    }

    public CurrencyCode Currency { get; }

    public int Scale { get; }

    public Money Total { get; private set; }

    public Money Earning { get; private set; }

    public ImmutableArray<EarnedLine> Lines { get; }

    public ImmutableArray<AppliedMultiplier> Multipliers { get; }

    /// <summary>At least one.</summary>
    public ReadOnlySpan<Group> Groups => groups.AsSpan(0, count);

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
        : decimal.IsNegative(amount.Amount) && amount.Amount != 0m ? throw new ArgumentOutOfRangeException(path, amount, "An amount of a line is not negative.")
        : amount.Amount.Scale;

    private void Sum(EarnPlan plan)
    {
        const int few = 64;
        var (everyLine, someLines) = EarnFactors.Holding(plan, order);
        var (total, earning) = (Int128.Zero, Int128.Zero);
        Span<Mark> marks = lines.Length <= few ? stackalloc Mark[lines.Length] : new Mark[lines.Length];
        var whole = someLines == 0 ? GroupOf(plan, EarnFactors.Counting(plan, everyLine)) : -1;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = order.Lines[i];
            var paid = Digits(line.Amount);
            var reason = plan.Exclusion(line, out var named);
            var kept = reason is null ? Kept(line, paid) : 0;
            var group = whole >= 0 ? whole : GroupOf(plan, EarnFactors.Counting(plan, everyLine | (named & someLines)));
            groups[group].Digits += kept;
            marks[i] = new(group, kept == paid ? null : reason ?? EarnExclusion.Amount);
            total += paid;
            earning += kept;
        }

        for (var i = 0; i < lines.Length; i++)
        {
            var line = order.Lines[i];
            lines[i] = new()
            {
                Line = line.Line,
                Amount = line.Amount,
                Earning = marks[i].Excluded switch
                {
                    null => line.Amount,
                    EarnExclusion.Amount => new(ExactProduct.ToDecimal(Kept(line, Digits(line.Amount)), Scale), Currency),
                    _ => new(ExactProduct.ToDecimal(0, Scale), Currency),
                },
                Excluded = marks[i].Excluded,
                Factor = count > 1 ? groups[marks[i].Group].Factor.Text : null,
            };
        }

        Total = lines.Length == 1 ? lines[0].Amount : new(ExactProduct.ToDecimal(total, Scale), Currency);
        Earning = lines.Length == 1 ? lines[0].Earning : new(ExactProduct.ToDecimal(earning, Scale), Currency);
    }

    private int GroupOf(EarnPlan plan, ulong multipliers)
    {
        for (var g = 0; g < count; g++)
        {
            if (groups[g].Factor.Multipliers == multipliers)
            {
                return g;
            }
        }

        if (count == groups.Length)
        {
            Array.Resize(ref groups, count * 2);
        }

        groups[count].Factor = plan.Factor(multipliers);
        applied |= multipliers;
        return count++;
    }

    private Int128 Digits(Money amount) =>
        amount.Amount.Scale == Scale ? ExactProduct.Digits(amount.Amount) : ExactProduct.Digits(amount.Amount) * ExactProduct.Power(Scale - amount.Amount.Scale);

    private Int128 Kept(EarnLine line, Int128 paid) => line.Excluded is { Amount: > 0m } part ? Int128.Max(0, paid - Digits(part)) : paid;

    private readonly record struct Mark(int Group, EarnExclusion? Excluded);

    /// <summary>Lines with the same multipliers, and what of them earns.</summary>
    internal struct Group
    {
        public EarnFactor Factor;

        public Int128 Digits;
    }
}
