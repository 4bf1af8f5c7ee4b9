using System.Text.Json;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Loyalty;

namespace CrossBorder.Crm.Json;

/// <summary>What the referrals of the room of loyalty store.</summary>
[JsonSerializable(typeof(ReferralCode))]
[JsonSerializable(typeof(ReferralState))]
[JsonSerializable(typeof(ReferralRegistered))]
[JsonSerializable(typeof(ReferralQualified))]
[JsonSerializable(typeof(ReferralRewarded))]
[JsonSerializable(typeof(ReferralRefunded))]
[JsonSerializable(typeof(ReferralReversed))]
[JsonSerializable(typeof(ReferralGranted))]
[JsonSerializable(typeof(ReferralWithdrawn))]
internal sealed partial class ReferralJson : JsonSerializerContext
{
    public static RoomJson Room => new(
        Default,
        [
            new("referral_code.v1", typeof(ReferralCode)),
            new("referral.v1", typeof(ReferralState)),
            new("referral_registered.v1", typeof(ReferralRegistered)),
            new("referral_qualified.v1", typeof(ReferralQualified)),
            new("referral_rewarded.v1", typeof(ReferralRewarded)),
            new("referral_refunded.v1", typeof(ReferralRefunded)),
            new("referral_reversed.v1", typeof(ReferralReversed)),
            new(Loyalty.ReferralGranted.Kind, typeof(ReferralGranted)),
            new(Loyalty.ReferralWithdrawn.Kind, typeof(ReferralWithdrawn)),
        ],
        [
            new EntityIdConverter<ReferralId>(),
            new EntityIdConverter<ReferralCodeId>(),
            new JsonStringEnumConverter<ReferralStatus>(JsonNamingPolicy.SnakeCaseLower),
        ]);
}
