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
        var (everyLine, someLines) = EarnFactors.Holding(plan, order);
        var (total, earning) = (Int128.Zero, Int128.Zero);
        var whole = someLines == 0 ? GroupOf(plan, EarnFactors.Counting(plan, everyLine)) : -1;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = order.Lines[i];
            var amount = line.Amount;
            var paid = Digits(amount);
            var kept = paid;
            var earns = amount;
            var reason = plan.Exclusion(line, out var named);
            if (reason is not null || line.Excluded is not null)
            {
                kept = reason is null && line.Excluded is { } part ? Int128.Max(0, paid - Digits(part)) : 0;
                reason = kept == paid ? null : reason ?? EarnExclusion.Amount;
                earns = kept == paid ? amount : new(ExactProduct.ToDecimal(kept, Scale), Currency);
            }

            var group = whole >= 0 ? whole : GroupOf(plan, EarnFactors.Counting(plan, everyLine | (named & someLines)));
            groups[group].Digits += kept;
            total += paid;
            earning += kept;
            lines[i] = new() { Line = line.Line, Amount = amount, Earning = earns, Excluded = reason, Factor = whole >= 0 ? null : groups[group].Factor.Text };
        }

        // A factor that is the same for every line is told once.
        for (var i = 0; whole < 0 && count == 1 && i < lines.Length; i++)
        {
            lines[i] = lines[i] with { Factor = null };
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

    /// <summary>Lines with the same multipliers, and what of them earns.</summary>
    internal struct Group
    {
        public EarnFactor Factor;

        public Int128 Digits;
    }
}
