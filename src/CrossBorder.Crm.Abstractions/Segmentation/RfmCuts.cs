using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Segmentation;

/// <summary>The values at which a score begins, frozen from a run, so that one customer can be scored between two runs.</summary>
public sealed record RfmCuts
{
    /// <summary>The most days since the last purchase for the scores 5, 4, 3 and 2.</summary>
    public required ImmutableArray<int> Recency { get; init; }

    /// <summary>The least number of orders for the scores 2, 3, 4 and 5.</summary>
    public required ImmutableArray<long> Frequency { get; init; }

    /// <summary>The least amount for the scores 2, 3, 4 and 5.</summary>
    public required ImmutableArray<decimal> Monetary { get; init; }

    /// <summary>Equal by their values.</summary>
    /// <param name="other">Other cuts.</param>
    public bool Equals(RfmCuts? other) =>
        other is not null && Recency.SequenceEqual(other.Recency) && Frequency.SequenceEqual(other.Frequency) && Monetary.SequenceEqual(other.Monetary);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Recency.Length, Frequency.Length, Monetary.Length);
}

/// <summary>What a market's customers were measured against in the last run.</summary>
public sealed record SegmentBaseline
{
    /// <summary>The market.</summary>
    public required MarketId Market { get; init; }

    /// <summary>The market whose sample was taken: the same, or the wider one that it fell back to.</summary>
    public required MarketId MeasuredAgainst { get; init; }

    /// <summary>How many customers the sample has.</summary>
    public required int SampleSize { get; init; }

    /// <summary>The cuts.</summary>
    public required RfmCuts Cuts { get; init; }

    /// <summary>The instant that the run was for.</summary>
    public required Instant AsOf { get; init; }
}

/// <summary>Names the baseline of a market.</summary>
/// <param name="Value">The wrapped value.</param>
public readonly record struct SegmentBaselineId(Guid Value) : IEntityId<SegmentBaselineId>
{
    /// <inheritdoc/>
    public static string Kind => "segment_baseline";

    /// <inheritdoc/>
    public static SegmentBaselineId From(Guid value) => new(value);

    /// <summary>The baseline of a market.</summary>
    /// <param name="market">The market.</param>
    public static SegmentBaselineId Of(MarketId market) => EntityId.FromExternal<SegmentBaselineId>(new("market", market.Value));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Which baselines to list: all, by id.</summary>
public sealed record SegmentBaselineQuery;

/// <summary>The storage of baselines.</summary>
public interface ISegmentBaselineRepository : IRecordRepository<SegmentBaselineId, SegmentBaseline, SegmentBaselineQuery>;
