namespace CrossBorder.Crm.Support;

/// <summary>Percentiles by nearest rank: of n values in order, the p-th percentile is the one at rank ⌈p·n/100⌉.</summary>
/// <remarks>
/// The inverse of the empirical distribution: definition 1 of R. J. Hyndman and Y. Fan, Sample Quantiles in Statistical Packages, The American
/// Statistician 50 (1996). Nothing is interpolated, so the answer is a value that was measured, and whole numbers are all that it takes.
/// </remarks>
internal static class NearestRank
{
    /// <summary>The rank, from 1 to the count.</summary>
    /// <param name="count">How many values there are, more than zero.</param>
    /// <param name="part">How many parts of the whole, more than zero.</param>
    /// <param name="whole">How many parts the whole has: 100 for percent.</param>
    public static long Of(long count, long part, long whole = 100) => (part * count + whole - 1) / whole;
}
