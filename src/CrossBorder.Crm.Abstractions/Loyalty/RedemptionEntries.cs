using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Points were spent.</summary>
public sealed record PointsRedeemed : LedgerEntry
{
    /// <summary>The caller's name of the redemption, unique in the account.</summary>
    public required string Redemption { get; init; }

    /// <summary>How many.</summary>
    public required Points Points { get; init; }

    /// <summary>Which lots they came from, in the order in which they were taken.</summary>
    public required ImmutableArray<LotShare> From { get; init; }

    /// <summary>The order that they paid for, where there is one.</summary>
    public ExternalRef? Order { get; init; }

    /// <summary>What they were worth to the order; null where the caller did not say.</summary>
    public Money? Value { get; init; }

    /// <summary>
    /// The lots behind <see cref="From"/>, in its order, as they stood before: what a return restores, also when they are long closed.
    /// </summary>
    [JsonIgnore]
    public ImmutableArray<PointLot> Lots { get; init; } = [];

    // Left out where there are none, so that what was stored without them writes back to the same bytes.
    [JsonInclude, JsonPropertyName("lots")]
    internal ImmutableArray<PointLot>? StoredLots
    {
        get => Lots.IsDefaultOrEmpty ? null : Lots;
        init => Lots = value ?? [];
    }
}

/// <summary>Spent points came back to the lots that they were taken from, last taken first, with their old expiry.</summary>
public sealed record RedemptionReturned : LedgerEntry
{
    /// <summary>The redemption, or the hold that was captured.</summary>
    public required string Redemption { get; init; }

    /// <summary>The order that the points had paid for, where there is one.</summary>
    public ExternalRef? Order { get; init; }

    /// <summary>How many. Zero only for a part of a mixed order that is worth less than a point.</summary>
    public required Points Points { get; init; }

    /// <summary>The parts of lots that were restored.</summary>
    public required ImmutableArray<PointLot> To { get; init; }

    /// <summary>The refund of a mixed order that this is a half of; null for a return by itself.</summary>
    public MixedRefund? Refund { get; init; }

    /// <summary>For how many days of 24 hours points can be spent whose lot has expired; 0 for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int GraceDays { get; init; }
}

/// <summary>What a refund of an order that was partly paid with points came to, in minor units of its currency.</summary>
/// <param name="RefundedMinor">How much was refunded.</param>
/// <param name="OrderTotalMinor">What the order came to, points included.</param>
/// <param name="CashMinor">How much of the refund was paid back in cash.</param>
public sealed record MixedRefund(long RefundedMinor, long OrderTotalMinor, long CashMinor);
