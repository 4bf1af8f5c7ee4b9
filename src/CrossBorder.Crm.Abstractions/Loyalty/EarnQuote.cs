using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What an order earns, and from what that was computed: kept with the grant, so that it can be explained for good.</summary>
public sealed record EarnQuote
{
    /// <summary>How many points; not negative.</summary>
    public required Points Points { get; init; }

    /// <summary>What the customer paid for goods, in the currency that she paid in.</summary>
    public required Money Basis { get; init; }

    /// <summary>The unit of the rate that was applied.</summary>
    public required Money Unit { get; init; }

    /// <summary>How many points that unit earned.</summary>
    public required Points PointsPerUnit { get; init; }

    /// <summary>How many units of the rate's currency one unit of the basis' currency was worth; 1 for the same currency.</summary>
    public required decimal Rate { get; init; }

    /// <summary>The version of the programme.</summary>
    public required long ProgramVersion { get; init; }

    /// <summary>Line by line, and what multiplied and what cut; null where the points are the rate's alone.</summary>
    public EarnReasons? Reasons { get; init; }
}

/// <summary>Why an order earned what it did.</summary>
public sealed record EarnReasons
{
    /// <summary>What is left of the basis after exclusions.</summary>
    public required Money Earning { get; init; }

    /// <summary>The lines, in the order in which they were given.</summary>
    public required ImmutableArray<EarnedLine> Lines { get; init; }

    /// <summary>The multipliers that applied to at least one line, in the programme's order. Under <see cref="MultiplierCombination.Best"/> the largest of each line alone.</summary>
    public ImmutableArray<AppliedMultiplier> Multipliers { get; init; } = [];

    /// <summary>The minimum that the order stayed below and therefore earned nothing; null where it did not.</summary>
    public Money? BelowMinimum { get; init; }

    /// <summary>The caps that cut, in the order in which they did.</summary>
    public ImmutableArray<EarnCut> Cuts { get; init; } = [];

    /// <summary>The periods under a cap in which the order counts, with what it counts there.</summary>
    public ImmutableArray<PeriodSum> CountsIn { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(EarnReasons? other) =>
        other is not null && Earning == other.Earning && Lines.SequenceEqual(other.Lines) && Multipliers.SequenceEqual(other.Multipliers)
        && BelowMinimum == other.BelowMinimum && Cuts.SequenceEqual(other.Cuts) && CountsIn.SequenceEqual(other.CountsIn);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Earning, Lines.Length, Cuts.Length);
}

/// <summary>What one line contributed.</summary>
public readonly record struct EarnedLine
{
    /// <summary>The host's name of the line, where it gave one.</summary>
    public string? Line { get; init; }

    /// <summary>What was paid for it.</summary>
    public required Money Amount { get; init; }

    /// <summary>What of it earned.</summary>
    public required Money Earning { get; init; }

    /// <summary>Why the rest did not; null where there is none.</summary>
    public EarnExclusion? Excluded { get; init; }

    /// <summary>What its earning part was multiplied by, such as <c>3/2</c>; null where it is the same for every line.</summary>
    public string? Factor { get; init; }
}

/// <summary>Why a line, or a part of it, earned nothing.</summary>
public enum EarnExclusion
{
    /// <summary>Its product is excluded.</summary>
    Product,

    /// <summary>One of its categories is excluded.</summary>
    Category,

    /// <summary>The caller left an amount out.</summary>
    Amount,
}

/// <summary>A multiplier that applied.</summary>
/// <param name="Code">Its name in the programme.</param>
/// <param name="Factor">Its factor.</param>
public readonly record struct AppliedMultiplier(string Code, Multiplier Factor);

/// <summary>A cap that cut.</summary>
public readonly record struct EarnCut
{
    /// <summary>The period of the cap; null for the cap of a single order.</summary>
    public EarnPeriod? Period { get; init; }

    /// <summary>The cap.</summary>
    public required Points Cap { get; init; }

    /// <summary>What the period had earned before; zero for the cap of a single order.</summary>
    public Points EarnedBefore { get; init; }

    /// <summary>How many points it took away.</summary>
    public required Points Lost { get; init; }
}
