namespace CrossBorder.Crm.Support;

/// <summary>The bootstrap over units that are measured twice, and its percentile interval.</summary>
/// <remarks>B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, Chapman &amp; Hall 1993, chapters 6 and 13.</remarks>
internal static class PairedBootstrap
{
    /// <summary>How often each unit was drawn, resample by resample. The array is used again: read it before asking for the next.</summary>
    /// <param name="units">How many units there are; none gives no resample.</param>
    /// <param name="seed">Where chance starts.</param>
    /// <param name="resamples">How many resamples.</param>
    public static IEnumerable<int[]> Resamples(int units, long seed, int resamples)
    {
        var random = new SplitMix64(seed);
        var weights = new int[units];
        for (var resample = 0; resample < resamples && units > 0; resample++)
        {
            Array.Clear(weights);
            for (var draw = 0; draw < units; draw++)
            {
                weights[random.Below(units)]++;
            }

            yield return weights;
        }
    }

    /// <summary>The interval between two ranks of the resampled values: with 95 percent and 2,000 values the 50th and the 1,950th.</summary>
    /// <param name="values">The values; put in order by this.</param>
    /// <param name="confidencePercent">How sure, in percent.</param>
    public static (decimal Low, decimal High)? Interval(List<decimal> values, int confidencePercent)
    {
        if (values.Count == 0)
        {
            return null;
        }

        values.Sort();
        return (
            values[(int)NearestRank.Of(values.Count, 100 - confidencePercent, 200) - 1],
            values[(int)NearestRank.Of(values.Count, 100 + confidencePercent, 200) - 1]);
    }
}
