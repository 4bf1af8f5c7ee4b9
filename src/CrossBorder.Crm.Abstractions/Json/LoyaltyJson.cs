using System.Text.Json;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Loyalty;

namespace CrossBorder.Crm.Json;

/// <summary>What the room of loyalty stores.</summary>
[JsonSerializable(typeof(LoyaltyProgram))]
[JsonSerializable(typeof(LoyaltyAccountState))]
[JsonSerializable(typeof(PointsEarned))]
[JsonSerializable(typeof(PointsRedeemed))]
[JsonSerializable(typeof(EarningRefunded))]
[JsonSerializable(typeof(EarnReceipt))]
[JsonSerializable(typeof(RedeemReceipt))]
[JsonSerializable(typeof(RefundReceipt))]
internal sealed partial class LoyaltyJson : JsonSerializerContext
{
    public static RoomJson Room => new(
        Default,
        [
            new("loyalty_program.v1", typeof(LoyaltyProgram)),
            new("loyalty_account.v1", typeof(LoyaltyAccountState)),
            new("points_earned.v1", typeof(PointsEarned)),
            new("points_redeemed.v1", typeof(PointsRedeemed)),
            new("earning_refunded.v1", typeof(EarningRefunded)),
            new("earn_receipt.v1", typeof(EarnReceipt)),
            new("redeem_receipt.v1", typeof(RedeemReceipt)),
            new("refund_receipt.v1", typeof(RefundReceipt)),
        ],
        [
            new EntityIdConverter<LoyaltyAccountId>(),
            new JsonStringEnumConverter<EarnMode>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<ClawbackPolicy>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<CalendarPeriod>(JsonNamingPolicy.SnakeCaseLower),
        ]);
}
