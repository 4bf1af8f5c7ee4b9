using System.Text.Json;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Segmentation;

namespace CrossBorder.Crm.Json;

/// <summary>What the room of segments stores.</summary>
[JsonSerializable(typeof(SegmentScheme))]
[JsonSerializable(typeof(SegmentBaseline))]
[JsonSerializable(typeof(SegmentMembership))]
[JsonSerializable(typeof(SegmentEntered))]
[JsonSerializable(typeof(SegmentLeft))]
internal sealed partial class SegmentationJson : JsonSerializerContext
{
    public static RoomJson Room => new(
        Default,
        [
            new("segment_scheme.v1", typeof(SegmentScheme)),
            new("segment_baseline.v1", typeof(SegmentBaseline)),
            new("segment_membership.v1", typeof(SegmentMembership)),
            new(Segmentation.SegmentEntered.Kind, typeof(SegmentEntered)),
            new(Segmentation.SegmentLeft.Kind, typeof(SegmentLeft)),
        ],
        [new JsonStringEnumConverter<RfmTiePolicy>(JsonNamingPolicy.SnakeCaseLower)]);
}
