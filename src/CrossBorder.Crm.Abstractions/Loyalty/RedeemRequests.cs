using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Points to spend.</summary>
public sealed record RedeemPoints
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The name of the request.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The caller's name of the redemption; null for the key's text. Unique in the account.</summary>
    public string? Redemption { get; init; }

    /// <summary>How many; from 1.</summary>
    public required Points Points { get; init; }

    /// <summary>The order that they pay for, where there is one.</summary>
    public ExternalRef? Order { get; init; }

    /// <summary>What they are worth to the order (<c>BurnQuote.Discount</c>), needed to refund a mixed order; whole in minor units.</summary>
    public Money? Value { get; init; }
}

/// <summary>Spent points to give back.</summary>
public sealed record ReturnPoints
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The name of the request.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The name of the redemption, or of a captured hold. Either this or <see cref="Order"/>.</summary>
    public string? Redemption { get; init; }

    /// <summary>The order that the points had paid for; covers all its redemptions. Either this or <see cref="Redemption"/>.</summary>
    public ExternalRef? Order { get; init; }

    /// <summary>How many; from 1, and with earlier returns not more than were spent.</summary>
    public required Points Points { get; init; }
}

/// <summary>The receipt of a redemption.</summary>
public sealed record RedeemReceipt
{
    /// <summary>The name of the redemption.</summary>
    public required string Redemption { get; init; }

    /// <summary>How many points were spent.</summary>
    public required Points Points { get; init; }

    /// <summary>What can be spent after it.</summary>
    public required Points Available { get; init; }
}

/// <summary>The receipt of a return.</summary>
public sealed record ReturnReceipt
{
    /// <summary>How many points came back.</summary>
    public required Points Points { get; init; }

    /// <summary>How many of them expired at once, because their lot had expired meanwhile.</summary>
    public required Points Expired { get; init; }

    /// <summary>What can be spent after it.</summary>
    public required Points Available { get; init; }
}
