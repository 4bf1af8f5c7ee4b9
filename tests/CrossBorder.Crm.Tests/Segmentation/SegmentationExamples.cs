using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Segmentation;
using NodaTime;

namespace CrossBorder.Crm.Tests.Segmentation;

/// <summary>One fully populated example of each thing that the room stores.</summary>
internal static class SegmentationExamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 8, 30);
    private static readonly CustomerId Customer = CustomerId.FromExternal(new("shop", "c1"));

    public static IEnumerable<object> Stored =>
    [
        new SegmentScheme
        {
            ReportingCurrency = new("EUR"),
            Segments = [RfmSegments.Default[0]],
            Tiers = [new() { Tier = ValueTier.Vip, EnterAt = 1000m, StayAt = 799.5m, MinimumStayDays = 30 }],
            TiePolicy = RfmTiePolicy.NTile,
            MinimumSample = 20,
            Markets =
            [
                new()
                {
                    Id = new("DE"),
                    Countries = [new("DE"), new("AT")],
                    Region = new("europe"),
                    Currency = new("EUR"),
                    DefaultZone = "Europe/Berlin",
                    Languages = [new("de-DE")],
                    HolidayCalendar = "de-holidays",
                    Jurisdictions = ["EU"],
                },
            ],
        },
        new SegmentBaseline
        {
            Market = new("DE"),
            MeasuredAgainst = new("europe"),
            SampleSize = 120,
            Cuts = new() { Recency = [3, 9, 30, 90], Frequency = [2, 3, 5, 8], Monetary = [10m, 20.5m, 80m, 200m] },
            AsOf = At,
        },
        new SegmentMembership
        {
            Customer = Customer,
            Market = new("DE"),
            Segment = "champions",
            SegmentSince = At,
            Tier = ValueTier.Important,
            TierSince = At,
            Score = new(5, 4, 3),
            AsOf = At,
        },
        new SegmentEntered { Customer = Customer, Segment = "vip", IsTier = true, Reason = "net 1200 reached 1000", AsOf = At },
        new SegmentLeft { Customer = Customer, Segment = "loyal", IsTier = false, Reason = "scores 543", AsOf = At },
    ];
}
