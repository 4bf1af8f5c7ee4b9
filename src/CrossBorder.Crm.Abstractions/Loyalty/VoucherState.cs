using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>A voucher folded from its entries. Units are minor units of its currency, or uses of its benefit; none is ever negative.</summary>
/// <remarks>Always: issued = remaining + held + used − returned + expired + lapsed + cancelled.</remarks>
public sealed record VoucherState
{
    /// <summary>The voucher.</summary>
    public required VoucherId Voucher { get; init; }

    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>The revision of the fold that made this state.</summary>
    public required int Revision { get; init; }

    /// <summary>The instant that the state is of.</summary>
    public required Instant AsOf { get; init; }

    /// <summary>What it was issued with.</summary>
    public required VoucherTerms Terms { get; init; }

    /// <summary>How far it has come.</summary>
    public required VoucherStatus Status { get; init; }

    /// <summary>From when on it is usable, inclusive.</summary>
    public required Instant ValidFrom { get; init; }

    /// <summary>Until when it is usable, exclusive; null for ever. Later than its terms say where a return prolonged it.</summary>
    public Instant? ValidUntil { get; init; }

    /// <summary>The points that it was ordered for; null where it was not.</summary>
    public VoucherPurchase? Purchase { get; init; }

    /// <summary>How many units are left and not held.</summary>
    public required long Remaining { get; init; }

    /// <summary>The open holds, in the order in which they were set up.</summary>
    public ImmutableArray<VoucherHold> Holds { get; init; } = [];

    /// <summary>All that ever happened to its units.</summary>
    public required VoucherTotals Totals { get; init; }

    /// <summary>The last notice of its expiry that was told; null for none.</summary>
    public VoucherMark? Told { get; init; }

    /// <summary>How many units are held.</summary>
    [JsonIgnore]
    public long Held => Holds.Sum(hold => hold.Units);

    /// <summary>What is left and not held, as money; null for a benefit.</summary>
    [JsonIgnore]
    public Money? RemainingValue => Terms.Value is { } value ? Money.FromMinorUnits(Remaining, value.Currency) : null;

    /// <inheritdoc/>
    public bool Equals(VoucherState? other) =>
        other is not null && Voucher == other.Voucher && Code == other.Code && Revision == other.Revision && AsOf == other.AsOf && Terms == other.Terms
        && Status == other.Status && ValidFrom == other.ValidFrom && ValidUntil == other.ValidUntil && Purchase == other.Purchase
        && Remaining == other.Remaining && Holds.SequenceEqual(other.Holds) && Totals == other.Totals && Told == other.Told;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Voucher, AsOf, Remaining, Totals);
}

/// <summary>All that ever happened to a voucher's units; each a sum from 0.</summary>
public readonly record struct VoucherTotals
{
    /// <summary>Issued.</summary>
    public long Issued { get; init; }

    /// <summary>Used for orders, captured holds included.</summary>
    public long Used { get; init; }

    /// <summary>Used, and returned.</summary>
    public long Returned { get; init; }

    /// <summary>Expired.</summary>
    public long Expired { get; init; }

    /// <summary>Not needed by the order that used a voucher of a single use up.</summary>
    public long Lapsed { get; init; }

    /// <summary>Cancelled by the shop, or called off with the purchase.</summary>
    public long Cancelled { get; init; }
}

/// <summary>Units of a voucher that are set aside for an order.</summary>
public sealed record VoucherHold
{
    /// <summary>The order: the name of the hold.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>What the order comes to; null where the caller did not say, for a benefit only.</summary>
    public Money? Total { get; init; }

    /// <summary>How many units are set aside: of a voucher of a single use, all.</summary>
    public required long Units { get; init; }

    /// <summary>How many of them are to pay for the order.</summary>
    public required long Pays { get; init; }

    /// <summary>When it was set up.</summary>
    public required Instant HeldAt { get; init; }

    /// <summary>From when on it is void by itself; null for never.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>Whether the units expire with the voucher although they are held.</summary>
    public bool LapsesWithVoucher { get; init; }
}

/// <summary>A voucher's purchase with points.</summary>
public sealed record VoucherPurchase
{
    /// <summary>The account that pays.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>How many points.</summary>
    public required Points Points { get; init; }

    /// <summary>The name of the request.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The hold of the points in the account, and their redemption once they are taken.</summary>
    public required string Redemption { get; init; }

    /// <summary>From when on the points are free again if they were not taken.</summary>
    public required Instant HeldUntil { get; init; }
}
