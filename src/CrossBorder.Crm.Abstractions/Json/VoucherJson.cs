using System.Text.Json;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Loyalty;

namespace CrossBorder.Crm.Json;

/// <summary>What the vouchers of the room of loyalty store.</summary>
[JsonSerializable(typeof(VoucherState))]
[JsonSerializable(typeof(VoucherIssued))]
[JsonSerializable(typeof(VoucherPaid))]
[JsonSerializable(typeof(VoucherHeld))]
[JsonSerializable(typeof(VoucherHoldVoided))]
[JsonSerializable(typeof(VoucherUsed))]
[JsonSerializable(typeof(VoucherReturned))]
[JsonSerializable(typeof(VoucherCancelled))]
[JsonSerializable(typeof(VoucherTimePassed))]
[JsonSerializable(typeof(VoucherNoticed))]
[JsonSerializable(typeof(VoucherExpiring))]
[JsonSerializable(typeof(VoucherExpired))]
[JsonSerializable(typeof(VoucherReceipt))]
[JsonSerializable(typeof(VoucherBought))]
internal sealed partial class VoucherJson : JsonSerializerContext
{
    public static RoomJson Room => new(
        Default,
        [
            new("voucher.v1", typeof(VoucherState)),
            new("voucher_issued.v1", typeof(VoucherIssued)),
            new("voucher_paid.v1", typeof(VoucherPaid)),
            new("voucher_held.v1", typeof(VoucherHeld)),
            new("voucher_hold_voided.v1", typeof(VoucherHoldVoided)),
            new("voucher_used.v1", typeof(VoucherUsed)),
            new("voucher_returned.v1", typeof(VoucherReturned)),
            new("voucher_cancelled.v1", typeof(VoucherCancelled)),
            new("voucher_time_passed.v1", typeof(VoucherTimePassed)),
            new("voucher_noticed.v1", typeof(VoucherNoticed)),
            new(Loyalty.VoucherExpiring.Kind, typeof(VoucherExpiring)),
            new(Loyalty.VoucherExpired.Kind, typeof(VoucherExpired)),
            new("voucher_receipt.v1", typeof(VoucherReceipt)),
            new("voucher_bought.v1", typeof(VoucherBought)),
        ],
        [
            new EntityIdConverter<VoucherId>(),
            new JsonStringEnumConverter<VoucherStatus>(JsonNamingPolicy.SnakeCaseLower),
        ]);
}
