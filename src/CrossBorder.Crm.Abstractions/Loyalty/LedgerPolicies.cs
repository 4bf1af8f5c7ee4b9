using System.Text.Json.Serialization;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What products do differently in a point ledger: one named choice each, with the default of this library.</summary>
/// <remarks>What an entry depends on is frozen in it; a later choice changes no old grant, hold or refund.</remarks>
public sealed record LedgerPolicies
{
    /// <summary>Whether points of a refunded order that had expired count against what the refund takes back. The default is that they do.</summary>
    public bool ExpiredCountAgainstRefund { get; init; } = true;

    /// <summary>
    /// Whether points waived under <see cref="ClawbackPolicy.ClampToZero"/> are waived for good; otherwise the order's next refund asks for them
    /// again. The default is for good.
    /// </summary>
    public bool WaivedForGood { get; init; } = true;

    /// <summary>Whether a capture takes points whose lot expired while they were held. The default is that it does.</summary>
    public bool CaptureHonoursExpired { get; init; } = true;

    /// <summary>Whether a grant that is posted after its own expiry is posted and expires at once; otherwise it is refused. The default is to post it.</summary>
    public bool PostExpired { get; init; } = true;

    /// <summary>Whether transferred points keep their age and expiry; otherwise they start anew under the programme. The default is that they keep them.</summary>
    public bool TransfersKeepAge { get; init; } = true;

    /// <summary>
    /// For how many days of 24 hours points can be spent that a hold releases, or a return brings back, after their lot has expired; counted from that
    /// instant, from 0 to 366. The default, 0: they expire in that instant.
    /// </summary>
    /// <remarks>
    /// Each part that comes back has days of its own, so a lot may stand in several parts (<see cref="PointLot.Number"/>). Frozen in the hold or return.
    /// The report view of points shows held points without it.
    /// </remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int GraceDays { get; init; }

    /// <summary>
    /// Whether a refused request uses up its name: a repetition is refused again whatever has changed, and the ledger says so. The default is that a
    /// refused request leaves no trace and its name may be used again.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RefusalsAreKept { get; init; }
}

/// <summary>What a refund of one order follows, frozen with its grant.</summary>
public sealed record RefundTerms
{
    /// <summary>Whether expired points do not count against what a refund takes back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IgnoresExpired { get; init; }

    /// <summary>Whether the next refund asks again for what was waived.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AsksForWaived { get; init; }
}
