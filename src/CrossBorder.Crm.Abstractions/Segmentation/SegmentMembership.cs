using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Segmentation;

/// <summary>Where a customer stands: her segment and her value tier, and since when.</summary>
public sealed record SegmentMembership
{
    /// <summary>The customer.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>Her market.</summary>
    public required MarketId Market { get; init; }

    /// <summary>The code of her segment; null where she has none, for lack of an order that counts.</summary>
    public string? Segment { get; init; }

    /// <summary>Since when she is in that segment.</summary>
    public required Instant SegmentSince { get; init; }

    /// <summary>Her value tier.</summary>
    public required ValueTier Tier { get; init; }

    /// <summary>Since when she is in that tier.</summary>
    public required Instant TierSince { get; init; }

    /// <summary>Her scores; null where she has none.</summary>
    public RfmScore? Score { get; init; }

    /// <summary>The instant that this was judged for.</summary>
    public required Instant AsOf { get; init; }
}

/// <summary>Which memberships to list; all conditions hold. Ordered by customer id.</summary>
public sealed record SegmentMembershipQuery
{
    /// <summary>Only those in a segment.</summary>
    public string? Segment { get; init; }

    /// <summary>Only those in a value tier.</summary>
    public ValueTier? Tier { get; init; }

    /// <summary>Only those of a market.</summary>
    public MarketId? Market { get; init; }
}

/// <summary>The storage of memberships: one record a customer.</summary>
public interface ISegmentMembershipRepository : IRecordRepository<CustomerId, SegmentMembership, SegmentMembershipQuery>;

/// <summary>A customer entered a segment or a value tier.</summary>
public sealed record SegmentEntered : IEventData
{
    /// <inheritdoc/>
    public static string Kind => "segment_entered.v1";

    /// <summary>The customer.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>The code of the segment, or of the tier.</summary>
    public required string Segment { get; init; }

    /// <summary>Whether it is a value tier.</summary>
    public required bool IsTier { get; init; }

    /// <summary>Why: the scores, or the amount and the threshold that it met.</summary>
    public required string Reason { get; init; }

    /// <summary>The instant that it was judged for.</summary>
    public required Instant AsOf { get; init; }
}

/// <summary>A customer left a segment or a value tier.</summary>
public sealed record SegmentLeft : IEventData
{
    /// <inheritdoc/>
    public static string Kind => "segment_left.v1";

    /// <summary>The customer.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>The code of the segment, or of the tier.</summary>
    public required string Segment { get; init; }

    /// <summary>Whether it is a value tier.</summary>
    public required bool IsTier { get; init; }

    /// <summary>Why: the scores, or the amount and the threshold that it missed.</summary>
    public required string Reason { get; init; }

    /// <summary>The instant that it was judged for.</summary>
    public required Instant AsOf { get; init; }
}
