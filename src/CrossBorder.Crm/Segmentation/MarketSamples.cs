using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Segmentation;

/// <summary>Which customers a market's are measured against: its own where they are enough, else its region's, else all. Pure.</summary>
internal static class MarketSamples
{
    /// <summary>The market whose sample counts for each market that has customers.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="counts">How many scored customers each market has.</param>
    public static Dictionary<MarketId, MarketId> Choose(SegmentScheme scheme, IReadOnlyDictionary<MarketId, int> counts)
    {
        var chosen = new Dictionary<MarketId, MarketId>();
        foreach (var market in counts.Keys)
        {
            chosen[market] = FallbackOf(scheme, market).FirstOrDefault(
                candidate => Members(scheme, counts.Keys, candidate).Sum(member => counts[member]) >= scheme.MinimumSample, MarketId.Global);
        }

        return chosen;
    }

    /// <summary>The markets whose customers make up the sample of one: itself, those of a region, or all.</summary>
    public static IEnumerable<MarketId> Members(SegmentScheme scheme, IEnumerable<MarketId> markets, MarketId sample) =>
        sample == MarketId.Global
            ? markets
            : markets.Where(market => market == sample || Find(scheme, market)?.Region == sample);

    public static Market? Find(SegmentScheme scheme, MarketId market) => scheme.Markets.FirstOrDefault(known => known.Id == market);

    private static IEnumerable<MarketId> FallbackOf(SegmentScheme scheme, MarketId market) =>
        Find(scheme, market) is { } known ? known.Fallback : new[] { market, MarketId.Global }.Distinct();
}
