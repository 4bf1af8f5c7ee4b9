using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>A voucher to issue.</summary>
public sealed record IssueVoucher
{
    /// <summary>The code that the customer will type; unique within the tenant. Whoever has it can use it: draw it so that it cannot be guessed.</summary>
    public required string Code { get; init; }

    /// <summary>The name of the request, among those of the voucher.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The terms.</summary>
    public required VoucherTerms Terms { get; init; }
}

/// <summary>A voucher to buy with points.</summary>
public sealed record BuyVoucher
{
    /// <summary>The account that pays.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>How many points; from 1.</summary>
    public required Points Points { get; init; }

    /// <summary>The code of the new voucher; unique within the tenant.</summary>
    public required string Code { get; init; }

    /// <summary>The name of the request, among those of the voucher: another account's request under it is another request.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The terms of the new voucher.</summary>
    public required VoucherTerms Terms { get; init; }
}

/// <summary>What a voucher is to be used for: an order, by whom and where.</summary>
public sealed record VoucherUse
{
    /// <summary>The order, or the cart that becomes one: names the hold and the use. One of each at a time.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>What the order comes to before the voucher; above zero, whole in minor units, at most 10¹² of them. Null only for a benefit.</summary>
    public Money? Total { get; init; }

    /// <summary>How much the voucher is to pay; above zero, whole in minor units, at most <see cref="Total"/>. Null for as much as it can. Not for a benefit.</summary>
    public Money? Amount { get; init; }

    /// <summary>The market that is ordered in; null where it is not known, which satisfies no restriction.</summary>
    public MarketId? Market { get; init; }

    /// <summary>The segments that the customer is in; empty for none.</summary>
    public ImmutableArray<string> Segments { get; init; } = [];

    /// <summary>The customer's account; null for a guest.</summary>
    public LoyaltyAccountId? Account { get; init; }

    /// <inheritdoc/>
    public bool Equals(VoucherUse? other) =>
        other is not null && Order == other.Order && Total == other.Total && Amount == other.Amount && Market == other.Market
        && Segments.SequenceEqual(other.Segments) && Account == other.Account;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Order, Total, Amount);
}

/// <summary>A voucher to use for an order.</summary>
public sealed record RedeemVoucher
{
    /// <summary>The code.</summary>
    public required string Code { get; init; }

    /// <summary>
    /// The name of the request, such as <c>IdempotencyKey.For("redeem", payment)</c>: of the attempt to pay, not of the order alone. An order that was wholly
    /// refunded may use the voucher anew; under its first key that would get the first answer.
    /// </summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The order.</summary>
    public required VoucherUse Use { get; init; }
}

/// <summary>A voucher to set aside for an order.</summary>
public sealed record HoldVoucher
{
    /// <summary>The code.</summary>
    public required string Code { get; init; }

    /// <summary>The name of the request, such as <c>IdempotencyKey.For("hold", payment)</c>: of the attempt to pay, as of <see cref="RedeemVoucher.Key"/>.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The order.</summary>
    public required VoucherUse Use { get; init; }

    /// <summary>
    /// From when on the hold is void by itself; null for never. Part of the request: compute it once and keep it with the attempt to pay, for a repetition with
    /// another instant is another request under the same key.
    /// </summary>
    public Instant? ExpiresAt { get; init; }
}

/// <summary>A hold to use for its order.</summary>
public sealed record CaptureVoucher
{
    /// <summary>The code.</summary>
    public required string Code { get; init; }

    /// <summary>The name of the request.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The order that the hold is for.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>What the order comes to now; null where it is what it was.</summary>
    public Money? Total { get; init; }

    /// <summary>How much is to be paid, up to what the hold was to pay; the rest is released. Null for that, or the order's total if it is less.</summary>
    public Money? Amount { get; init; }
}

/// <summary>A hold to call off.</summary>
public sealed record VoidVoucher
{
    /// <summary>The code.</summary>
    public required string Code { get; init; }

    /// <summary>The name of the request.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The order that the hold is for.</summary>
    public required ExternalRef Order { get; init; }
}

/// <summary>A refund of an order that had used the voucher.</summary>
public sealed record ReturnVoucher
{
    /// <summary>The code.</summary>
    public required string Code { get; init; }

    /// <summary>The name of the request, such as the refund's id.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>How much of the whole order is refunded now; above zero, whole in minor units. Null for all that is not refunded yet.</summary>
    public Money? Refunded { get; init; }
}

/// <summary>A voucher to cancel.</summary>
public sealed record CancelVoucher
{
    /// <summary>The code.</summary>
    public required string Code { get; init; }

    /// <summary>The name of the request.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The host's code for why, at most 100 UTF-16 units; no personal data. Null for none.</summary>
    public string? Reason { get; init; }
}

/// <summary>What a voucher would pay for an order.</summary>
public sealed record VoucherQuote
{
    /// <summary>How many units: minor units of the currency, or one use of the benefit.</summary>
    public required long Units { get; init; }

    /// <summary>How many units would lapse, because a single use leaves them over.</summary>
    public required long Lapses { get; init; }

    /// <summary>The currency; null for a benefit.</summary>
    public CurrencyCode? Currency { get; init; }

    /// <summary>What it would pay; null for a benefit.</summary>
    [JsonIgnore]
    public Money? Value => Currency is { } currency ? Money.FromMinorUnits(Units, currency) : null;
}

/// <summary>The receipt of a command on a voucher.</summary>
public sealed record VoucherReceipt
{
    /// <summary>The code.</summary>
    public required string Code { get; init; }

    /// <summary>How many units the command issued, used, held, released, returned or cancelled.</summary>
    public required long Units { get; init; }

    /// <summary>How many units were lost with it: lapsed with a single use, or expired as they came back.</summary>
    public long Lost { get; init; }

    /// <summary>How many units are left and not held.</summary>
    public required long Remaining { get; init; }

    /// <summary>Until when the voucher is usable, exclusive; null for ever.</summary>
    public Instant? ValidUntil { get; init; }

    /// <summary>The currency; null for a benefit.</summary>
    public CurrencyCode? Currency { get; init; }

    /// <summary><see cref="Units"/> as money; null for a benefit.</summary>
    [JsonIgnore]
    public Money? Value => Currency is { } currency ? Money.FromMinorUnits(Units, currency) : null;

    /// <summary><see cref="Remaining"/> as money; null for a benefit.</summary>
    [JsonIgnore]
    public Money? RemainingValue => Currency is { } currency ? Money.FromMinorUnits(Remaining, currency) : null;
}

/// <summary>The receipt of a voucher that was bought with points.</summary>
public sealed record VoucherBought
{
    /// <summary>The code.</summary>
    public required string Code { get; init; }

    /// <summary>How many points were taken.</summary>
    public required Points Points { get; init; }

    /// <summary>The redemption in the account, by which the points can be returned.</summary>
    public required string Redemption { get; init; }

    /// <summary>The voucher's units.</summary>
    public required long Units { get; init; }

    /// <summary>Until when the voucher is usable, exclusive; null for ever.</summary>
    public Instant? ValidUntil { get; init; }

    /// <summary>The voucher's currency; null for a benefit.</summary>
    public CurrencyCode? Currency { get; init; }
}
