using System.Text.Json;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Json;

/// <summary>What the room of loyalty stores.</summary>
[JsonSerializable(typeof(LoyaltyProgram))]
[JsonSerializable(typeof(LoyaltyAccountState))]
[JsonSerializable(typeof(PointsEarned))]
[JsonSerializable(typeof(PointsRedeemed))]
[JsonSerializable(typeof(EarningRefunded))]
[JsonSerializable(typeof(PointsHeld))]
[JsonSerializable(typeof(HoldChanged))]
[JsonSerializable(typeof(HoldCaptured))]
[JsonSerializable(typeof(HoldVoided))]
[JsonSerializable(typeof(RedemptionReturned))]
[JsonSerializable(typeof(PointsCredited))]
[JsonSerializable(typeof(PointsDebited))]
[JsonSerializable(typeof(PointsSent))]
[JsonSerializable(typeof(PointsReceived))]
[JsonSerializable(typeof(TimePassed))]
[JsonSerializable(typeof(MergeBegun))]
[JsonSerializable(typeof(AccountMerged))]
[JsonSerializable(typeof(AccountAbsorbed))]
[JsonSerializable(typeof(AccountReleased))]
[JsonSerializable(typeof(AccountRestored))]
[JsonSerializable(typeof(HouseholdOpened))]
[JsonSerializable(typeof(MemberJoined))]
[JsonSerializable(typeof(MemberChanged))]
[JsonSerializable(typeof(MemberLeft))]
[JsonSerializable(typeof(MembershipBegun))]
[JsonSerializable(typeof(MembershipEnded))]
[JsonSerializable(typeof(HouseholdReceipt))]
[JsonSerializable(typeof(HouseholdJoined))]
[JsonSerializable(typeof(HouseholdLeft))]
[JsonSerializable(typeof(MergeReceipt))]
[JsonSerializable(typeof(UnmergeReceipt))]
[JsonSerializable(typeof(AccountsMerged))]
[JsonSerializable(typeof(AccountUnmerged))]
[JsonSerializable(typeof(ExpiryNoticed))]
[JsonSerializable(typeof(PointsExpiring))]
[JsonSerializable(typeof(RequestRefused))]
[JsonSerializable(typeof(RefusalReceipt))]
[JsonSerializable(typeof(TierReached))]
[JsonSerializable(typeof(TierLapsed))]
[JsonSerializable(typeof(HoldReceipt))]
[JsonSerializable(typeof(CaptureReceipt))]
[JsonSerializable(typeof(VoidReceipt))]
[JsonSerializable(typeof(ReturnReceipt))]
[JsonSerializable(typeof(AdjustReceipt))]
[JsonSerializable(typeof(TransferReceipt))]
[JsonSerializable(typeof(OrderRefundReceipt))]
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
            new("points_held.v1", typeof(PointsHeld)),
            new("hold_changed.v1", typeof(HoldChanged)),
            new("hold_captured.v1", typeof(HoldCaptured)),
            new("hold_voided.v1", typeof(HoldVoided)),
            new("redemption_returned.v1", typeof(RedemptionReturned)),
            new("points_credited.v1", typeof(PointsCredited)),
            new("points_debited.v1", typeof(PointsDebited)),
            new("points_sent.v1", typeof(PointsSent)),
            new("points_received.v1", typeof(PointsReceived)),
            new("time_passed.v1", typeof(TimePassed)),
            new("merge_begun.v1", typeof(MergeBegun)),
            new("account_merged.v1", typeof(AccountMerged)),
            new("account_absorbed.v1", typeof(AccountAbsorbed)),
            new("account_released.v1", typeof(AccountReleased)),
            new("account_restored.v1", typeof(AccountRestored)),
            new("household_opened.v1", typeof(HouseholdOpened)),
            new("member_joined.v1", typeof(MemberJoined)),
            new("member_changed.v1", typeof(MemberChanged)),
            new("member_left.v1", typeof(MemberLeft)),
            new("membership_begun.v1", typeof(MembershipBegun)),
            new("membership_ended.v1", typeof(MembershipEnded)),
            new("household_receipt.v1", typeof(HouseholdReceipt)),
            new(Loyalty.HouseholdJoined.Kind, typeof(HouseholdJoined)),
            new(Loyalty.HouseholdLeft.Kind, typeof(HouseholdLeft)),
            new("merge_receipt.v1", typeof(MergeReceipt)),
            new("unmerge_receipt.v1", typeof(UnmergeReceipt)),
            new(Loyalty.AccountsMerged.Kind, typeof(AccountsMerged)),
            new(Loyalty.AccountUnmerged.Kind, typeof(AccountUnmerged)),
            new("expiry_noticed.v1", typeof(ExpiryNoticed)),
            new(Loyalty.PointsExpiring.Kind, typeof(PointsExpiring)),
            new("request_refused.v1", typeof(RequestRefused)),
            new("refusal_receipt.v1", typeof(RefusalReceipt)),
            new(Loyalty.TierReached.Kind, typeof(TierReached)),
            new(Loyalty.TierLapsed.Kind, typeof(TierLapsed)),
            new("hold_receipt.v1", typeof(HoldReceipt)),
            new("capture_receipt.v1", typeof(CaptureReceipt)),
            new("void_receipt.v1", typeof(VoidReceipt)),
            new("return_receipt.v1", typeof(ReturnReceipt)),
            new("adjust_receipt.v1", typeof(AdjustReceipt)),
            new("transfer_receipt.v1", typeof(TransferReceipt)),
            new("order_refund_receipt.v1", typeof(OrderRefundReceipt)),
        ],
        [
            new EntityIdConverter<LoyaltyAccountId>(),
            new JsonStringEnumConverter<EarnMode>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<ClawbackPolicy>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<CalendarPeriod>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<ValidityStart>(JsonNamingPolicy.SnakeCaseLower),
            new TextConverter<Multiplier>(Loyalty.Multiplier.Parse, value => value.ToString()),
            new JsonStringEnumConverter<MinimumMeasure>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<MultiplierCombination>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<EarnPeriod>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<TriggerKind>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<LeapDayRule>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<EarnExclusion>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<TierDowngrade>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<TierMeasure>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<TierRefunds>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<TierReason>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<JoiningPoints>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<LeavingPoints>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<HouseholdRole>(JsonNamingPolicy.SnakeCaseLower),
        ])
    {
        Forms = [new AccountForm(), new LotForm(), new TotalsForm(), new RedeemedForm(), new EarnedForm(), new RedeemReceiptForm(), new EarnReceiptForm()],
    };
}
