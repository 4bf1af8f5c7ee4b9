using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What a programme gives for a friend who was brought along and orders. A referral follows the version that it was registered under.</summary>
/// <remarks>
/// Both rewards are granted when the friend's order is paid, and are spendable once nobody can return it any more: from the end of the return period on,
/// or as much later as <see cref="Activation"/> says.
/// </remarks>
public sealed record ReferralPlan
{
    /// <summary>How many points the friend gets; 0 for none.</summary>
    public required Points FriendPoints { get; init; }

    /// <summary>How many points the member gets who brought her; 0 for none. Not both are 0.</summary>
    public required Points ReferrerPoints { get; init; }

    /// <summary>What the friend's order must come to at least: one amount for each currency that it may be in, zero for any order in it; not negative.</summary>
    public required ImmutableArray<Money> MinimumOrders { get; init; }

    /// <summary>For how many local days after the day of registration the friend's order may be paid; 1 to 3,660. The default is 90.</summary>
    public int WindowDays { get; init; } = 90;

    /// <summary>For how many local days after the day of payment an order can be returned, where the order does not say itself; 0 to 366. The default is 14.</summary>
    public int ReturnDays { get; init; } = 14;

    /// <summary>How long after the end of the return period the points become spendable; null at once.</summary>
    public LotActivation? Activation { get; init; }

    /// <summary>How long the points are valid, from the payment on unless it says otherwise; null for what the programme says.</summary>
    public LotValidity? Validity { get; init; }

    /// <summary>How often one member is rewarded for friends in a period, by the local day of their payment; each period once, and a longer one never below a shorter one.</summary>
    /// <remarks>Beyond it the friend still gets her points. A reward that a refund takes back does not make room again.</remarks>
    public ImmutableArray<TriggerCap> Limits { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(ReferralPlan? other) =>
        other is not null && FriendPoints == other.FriendPoints && ReferrerPoints == other.ReferrerPoints && MinimumOrders.SequenceEqual(other.MinimumOrders)
        && WindowDays == other.WindowDays && ReturnDays == other.ReturnDays && Activation == other.Activation && Validity == other.Validity
        && Limits.SequenceEqual(other.Limits);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(FriendPoints, ReferrerPoints, MinimumOrders.Length, WindowDays);
}
