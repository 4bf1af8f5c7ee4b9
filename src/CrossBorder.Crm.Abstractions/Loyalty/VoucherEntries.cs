using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>One immutable entry of a voucher's history. Units are minor units of its currency, or uses of its benefit.</summary>
public abstract record VoucherEntry
{
    private protected VoucherEntry()
    {
    }

    /// <summary>The voucher's time of posting; never before that of the entry before.</summary>
    public required Instant PostedAt { get; init; }

    /// <summary>How many units expired since the entry before and with this one: expiry takes effect by itself and is written down with the next entry.</summary>
    public long Expired { get; init; }

    /// <summary>The orders whose holds timed out since the entry before, which takes effect by itself too.</summary>
    public ImmutableArray<ExternalRef> TimedOut { get; init; } = [];
}

/// <summary>The voucher was issued, or ordered for points.</summary>
public sealed record VoucherIssued : VoucherEntry
{
    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>Its terms.</summary>
    public required VoucherTerms Terms { get; init; }

    /// <summary>The points that it is ordered for, after which it is not usable until they are taken; null where nobody pays points.</summary>
    public VoucherPurchase? Purchase { get; init; }
}

/// <summary>The points that the voucher was ordered for were taken.</summary>
public sealed record VoucherPaid : VoucherEntry;

/// <summary>Units were set aside for an order.</summary>
public sealed record VoucherHeld : VoucherEntry
{
    /// <summary>The hold.</summary>
    public required VoucherHold Hold { get; init; }
}

/// <summary>A hold was called off; its units are free again.</summary>
public sealed record VoucherHoldVoided : VoucherEntry
{
    /// <summary>The order that it was for.</summary>
    public required ExternalRef Order { get; init; }
}

/// <summary>An order was paid for with the voucher, out of a hold or straight.</summary>
public sealed record VoucherUsed : VoucherEntry
{
    /// <summary>The order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>What the order came to; null where the caller did not say, for a benefit only.</summary>
    public Money? Total { get; init; }

    /// <summary>How many units paid for it.</summary>
    public required long Units { get; init; }

    /// <summary>How many lapsed because a single use left them over.</summary>
    public long Lapsed { get; init; }

    /// <summary>Whether the units were held for the order.</summary>
    public bool WasHeld { get; init; }
}

/// <summary>An order that had used the voucher was refunded, in part or whole.</summary>
public sealed record VoucherReturned : VoucherEntry
{
    /// <summary>The order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>What was refunded with this entry, of the whole order; null where the order has no total, so that all of it was.</summary>
    public Money? Refunded { get; init; }

    /// <summary>How many units came back; 0 where the refund is worth less than one.</summary>
    public required long Units { get; init; }

    /// <summary>Until when the voucher is usable from now on, exclusive, where the return prolonged it; null where it did not.</summary>
    public Instant? ValidUntil { get; init; }
}

/// <summary>The shop cancelled the voucher, or its purchase was called off.</summary>
public sealed record VoucherCancelled : VoucherEntry
{
    /// <summary>Whether it is the purchase that was called off.</summary>
    public bool IsCallOff { get; init; }

    /// <summary>The host's code for why; no personal data. Null for none.</summary>
    public string? Reason { get; init; }
}

/// <summary>Nothing was asked for: what had expired and timed out by itself is written down, so that lists and reports show it.</summary>
public sealed record VoucherTimePassed : VoucherEntry;
