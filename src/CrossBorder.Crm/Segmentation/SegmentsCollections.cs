using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Segmentation;

/// <summary>How this room is stored.</summary>
internal static class SegmentsCollections
{
    public static RecordMap<SegmentSchemeId, SegmentScheme, SegmentSchemeQuery> Schemes { get; } = new()
    {
        Schema = new() { Name = "segment_schemes", Shape = CollectionShape.Record },
        Index = _ => [],
        Query = _ => StoreQuery.All,
    };

    public static RecordMap<SegmentBaselineId, SegmentBaseline, SegmentBaselineQuery> Baselines { get; } = new()
    {
        Schema = new() { Name = "segment_baselines", Shape = CollectionShape.Record },
        Index = _ => [],
        Query = _ => StoreQuery.All,
    };

    public static RecordMap<CustomerId, SegmentMembership, SegmentMembershipQuery> Memberships { get; } = new()
    {
        Schema = new()
        {
            Name = "segment_memberships",
            Shape = CollectionShape.Record,
            Fields = [new("segment", IndexType.Text), new("tier", IndexType.Text), new("market", IndexType.Text)],
        },
        Index = membership =>
            [IndexValue.Of(membership.Segment), IndexValue.Of(membership.Tier.Code), IndexValue.Of(membership.Market.Value)],
        Query = Query,
    };

    private static StoreQuery Query(SegmentMembershipQuery query)
    {
        var where = new List<Condition>();
        if (query.Segment is { } segment)
        {
            where.Add(Condition.Equal("segment", IndexValue.Of(segment)));
        }

        if (query.Tier is { } tier)
        {
            where.Add(Condition.Equal("tier", IndexValue.Of(tier.Code)));
        }

        if (query.Market is { } market)
        {
            where.Add(Condition.Equal("market", IndexValue.Of(market.Value)));
        }

        return new() { Where = [.. where] };
    }
}

internal sealed class SegmentRepository(IRecordRepository<SegmentSchemeId, SegmentScheme, SegmentSchemeQuery> inner)
    : RecordRepository<SegmentSchemeId, SegmentScheme, SegmentSchemeQuery>(inner), ISegmentRepository;

internal sealed class SegmentBaselineRepository(IRecordRepository<SegmentBaselineId, SegmentBaseline, SegmentBaselineQuery> inner)
    : RecordRepository<SegmentBaselineId, SegmentBaseline, SegmentBaselineQuery>(inner), ISegmentBaselineRepository;

internal sealed class SegmentMembershipRepository(IRecordRepository<CustomerId, SegmentMembership, SegmentMembershipQuery> inner)
    : RecordRepository<CustomerId, SegmentMembership, SegmentMembershipQuery>(inner), ISegmentMembershipRepository;
