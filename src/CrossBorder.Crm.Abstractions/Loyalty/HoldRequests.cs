using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Points to set aside for a purchase.</summary>
public sealed record AuthorizePoints
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The name of the request, such as <c>IdempotencyKey.For("hold", order)</c>.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The caller's name of the hold; null for the key's text. Unique among the open holds of the account.</summary>
    public string? Hold { get; init; }

    /// <summary>How many; from 1.</summary>
    public required Points Points { get; init; }

    /// <summary>
    /// From when on the hold is void by itself; null for never. Part of the request: compute it once and keep it with the attempt to pay, for a repetition with
    /// another instant is another request under the same key.
    /// </summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>The order that the hold is for, by which it can be named too; one open hold an order. Null where there is none yet.</summary>
    public ExternalRef? Order { get; init; }

    /// <summary>What the points are worth to the order (<c>BurnQuote.Discount</c>), needed to refund a mixed order; whole in minor units.</summary>
    public Money? Value { get; init; }
}

/// <summary>A hold that follows its cart.</summary>
public sealed record AdjustHold
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The name of the request; another cart is another request.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The name of the hold. Either this or <see cref="Order"/>.</summary>
    public string? Hold { get; init; }

    /// <summary>The order that the hold is for. Either this or <see cref="Hold"/>.</summary>
    public ExternalRef? Order { get; init; }

    /// <summary>How many points the hold is to have; from 1.</summary>
    public required Points Points { get; init; }

    /// <summary>
    /// From when on the hold is to be void by itself; null leaves it as it is. Part of the request, as in <see cref="AuthorizePoints.ExpiresAt"/>: computed once
    /// and kept with the changed cart, for a repetition with another instant is another request under the same key.
    /// </summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>What the points are worth to the order now; null where the caller does not say. Whole in minor units.</summary>
    public Money? Value { get; init; }
}

/// <summary>A hold to capture.</summary>
public sealed record CaptureHold
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The name of the request, such as <c>IdempotencyKey.For("capture", order)</c>.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The name of the hold. Either this or <see cref="Order"/>.</summary>
    public string? Hold { get; init; }

    /// <summary>The order that the hold is for. Either this or <see cref="Hold"/>.</summary>
    public ExternalRef? Order { get; init; }

    /// <summary>How many points are spent, from 1 to what is held; null for all.</summary>
    public Points? Points { get; init; }
}

/// <summary>A hold to call off.</summary>
public sealed record VoidHold
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The name of the request, such as <c>IdempotencyKey.For("void", order)</c>.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The name of the hold. Either this or <see cref="Order"/>.</summary>
    public string? Hold { get; init; }

    /// <summary>The order that the hold is for. Either this or <see cref="Hold"/>.</summary>
    public ExternalRef? Order { get; init; }
}

/// <summary>The receipt of a hold.</summary>
public sealed record HoldReceipt
{
    /// <summary>The name of the hold.</summary>
    public required string Hold { get; init; }

    /// <summary>How many points are held.</summary>
    public required Points Points { get; init; }

    /// <summary>From when on it is void by itself; null for never.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>What can be spent after it.</summary>
    public required Points Available { get; init; }
}

/// <summary>The receipt of a capture.</summary>
public sealed record CaptureReceipt
{
    /// <summary>The name of the redemption that it became: that of the hold.</summary>
    public required string Redemption { get; init; }

    /// <summary>How many points were spent.</summary>
    public required Points Points { get; init; }

    /// <summary>How many were released.</summary>
    public required Points Released { get; init; }

    /// <summary>What the spent points were worth to the order; null where nobody said.</summary>
    public Money? Value { get; init; }

    /// <summary>What can be spent after it.</summary>
    public required Points Available { get; init; }
}

/// <summary>The receipt of a hold that was called off.</summary>
public sealed record VoidReceipt
{
    /// <summary>The name of the hold.</summary>
    public required string Hold { get; init; }

    /// <summary>How many points were released.</summary>
    public required Points Released { get; init; }

    /// <summary>What can be spent after it.</summary>
    public required Points Available { get; init; }
}
