using System.Collections.Immutable;

namespace CrossBorder.Crm.Segmentation;

/// <summary>The usual named segments over recency and worth, as data. A host may bring its own.</summary>
/// <remarks>
/// The names and their places in the recency and frequency-monetary grid follow common practice in RFM tools; there is no one authority.
/// Together the boxes cover the grid without overlap.
/// </remarks>
public static class RfmSegments
{
    /// <summary>Bought lately, often and much.</summary>
    public const string Champions = "champions";

    /// <summary>The default segments.</summary>
    public static ImmutableArray<SegmentDefinition> Default { get; } =
    [
        Define(Champions, 4, 5, 4, 5),
        Define("loyal", 3, 3, 4, 5),
        Define("potential_loyalist", 4, 5, 2, 3),
        Define("new_customers", 5, 5, 1, 1),
        Define("promising", 4, 4, 1, 1),
        Define("need_attention", 3, 3, 3, 3),
        Define("about_to_sleep", 3, 3, 1, 2),
        Define("cannot_lose", 1, 1, 4, 5),
        Define("at_risk", 2, 2, 3, 5),
        Define("hibernating", 2, 2, 1, 2),
        Define("lost_valuable", 1, 1, 3, 3),
        Define("lost", 1, 1, 1, 2),
    ];

    /// <summary>The segment of a score.</summary>
    /// <param name="score">The score.</param>
    /// <param name="segments">Segments that cover every score, such as <see cref="Default"/>.</param>
    /// <exception cref="ArgumentException">No segment covers the score.</exception>
    public static SegmentDefinition Of(RfmScore score, ImmutableArray<SegmentDefinition> segments)
    {
        var worth = Worth(score);
        foreach (var segment in segments)
        {
            if (Covers(segment.Rule, score.Recency, worth))
            {
                return segment;
            }
        }

        throw new ArgumentException($"No segment covers the score {score}.", nameof(segments));
    }

    /// <summary>The mean of the frequency and monetary scores, halves rounded up.</summary>
    /// <param name="score">The score.</param>
    public static int Worth(RfmScore score) => (score.Frequency + score.Monetary + 1) / 2;

    /// <summary>Refuses segments that overlap or leave a score out, naming the place.</summary>
    internal static void Require(ImmutableArray<SegmentDefinition> segments)
    {
        for (byte recency = 1; recency <= 5; recency++)
        {
            for (var worth = 1; worth <= 5; worth++)
            {
                var covering = segments.Where(segment => Covers(segment.Rule, recency, worth)).Select(segment => segment.Code).ToList();
                if (covering.Count != 1)
                {
                    throw new ArgumentException(
                        covering.Count == 0
                            ? $"No segment covers recency {recency} with worth {worth}; each score belongs to exactly one."
                            : $"Recency {recency} with worth {worth} belongs to {string.Join(" and ", covering)}; each score belongs to exactly one.",
                        nameof(segments));
                }
            }
        }
    }

    private static bool Covers(SegmentRule rule, int recency, int worth) =>
        recency >= rule.RecencyFrom && recency <= rule.RecencyTo && worth >= rule.WorthFrom && worth <= rule.WorthTo;

    private static SegmentDefinition Define(string code, byte recencyFrom, byte recencyTo, byte worthFrom, byte worthTo) => new()
    {
        Code = code,
        Rule = new() { RecencyFrom = recencyFrom, RecencyTo = recencyTo, WorthFrom = worthFrom, WorthTo = worthTo },
    };
}
