using System.Collections.Immutable;

namespace CrossBorder.Crm.Conformance;

/// <summary>How much the kit does.</summary>
public sealed class ConformanceOptions
{
    /// <summary>The seeds of the random walks, one walk a seed and shape. A failed walk prints its seed; put it here to see it again.</summary>
    /// <value>The default is three fixed seeds, so that a build always does the same.</value>
    public ImmutableArray<ulong> Seeds { get; init; } = [1, 2, 3];

    /// <summary>The steps of a walk, from 1.</summary>
    /// <value>The default is 300.</value>
    public int WalkSteps { get; init; } = 300;
}
