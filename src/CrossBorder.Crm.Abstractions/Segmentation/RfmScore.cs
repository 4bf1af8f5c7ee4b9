using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Segmentation;

/// <summary>What recency, frequency and monetary value are scored from, for one customer.</summary>
/// <remarks>The terms of RFM (Hughes, "Strategic Database Marketing", 1994): recency counts from today, not from the first purchase.</remarks>
public readonly record struct RfmInput
{
    /// <summary>The customer.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>Whole local days of the market from the last purchase to the asked day; not negative. Fewer is better.</summary>
    public required int Recency { get; init; }

    /// <summary>Distinct orders that were not cancelled; from 1.</summary>
    public required long Frequency { get; init; }

    /// <summary>What she paid net of refunds and cancellations, in one currency for all; may be zero or negative.</summary>
    public required decimal Monetary { get; init; }
}

/// <summary>A customer's scores, each from 1 (least) to 5 (best).</summary>
/// <param name="Recency">How lately she bought.</param>
/// <param name="Frequency">How often she bought.</param>
/// <param name="Monetary">How much she paid.</param>
public readonly record struct RfmScore(byte Recency, byte Frequency, byte Monetary)
{
    /// <summary>The three digits in a row, such as <c>545</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Recency}{Frequency}{Monetary}");
}

/// <summary>How equal values are scored.</summary>
public enum RfmTiePolicy
{
    /// <summary>Equal values get equal scores: by the share of the customers that have less. The default.</summary>
    QuantileValue,

    /// <summary>Five groups of equal size, as SQL's NTILE(5) makes them: over the value, then the caller's order. Equal values may be split.</summary>
    NTile,
}
