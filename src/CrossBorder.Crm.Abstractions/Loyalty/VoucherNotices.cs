using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>That the expiry of a voucher was told.</summary>
public sealed record VoucherMark
{
    /// <summary>The end that was told, exclusive; a voucher that a return prolonged has another, of which nobody was told.</summary>
    public required Instant Until { get; init; }

    /// <summary>The notice that was told last, in days before the end.</summary>
    public required int DaysBefore { get; init; }

    /// <summary>When the next notice is due; null where none is left.</summary>
    public Instant? NextAt { get; init; }
}

/// <summary>The sweep told that the voucher is about to expire. Moves no units.</summary>
public sealed record VoucherNoticed : VoucherEntry
{
    /// <summary>What was told, as it is marked from now on.</summary>
    public required VoucherMark Mark { get; init; }
}

/// <summary>A voucher is about to expire. Raised once for each notice of <see cref="LoyaltyProgram.VoucherNotices"/> and each end that the voucher has.</summary>
public sealed record VoucherExpiring : IEventData
{
    /// <inheritdoc/>
    public static string Kind => "voucher_expiring.v1";

    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>The member who alone may use it; null for whoever has the code.</summary>
    public LoyaltyAccountId? Holder { get; init; }

    /// <summary>The last day on which it is usable, in the programme's zone.</summary>
    public required LocalDate LastDay { get; init; }

    /// <summary>The first instant at which it is not usable any more.</summary>
    public required Instant ExpiresAt { get; init; }

    /// <summary>How many units are left, as of the sweep; what is held for an order is not among them.</summary>
    public required long Units { get; init; }

    /// <summary>The same as money; null for a benefit.</summary>
    public Money? Value { get; init; }

    /// <summary>The benefit that it is good for; null for money.</summary>
    public string? Benefit { get; init; }

    /// <summary>Which notice of the plan this is, in days before the end.</summary>
    public required int DaysBefore { get; init; }
}

/// <summary>
/// Units of a voucher have expired: at its end, or as they came back after it. Raised with the first entry after they did, at the latest by a sweep.
/// </summary>
public sealed record VoucherExpired : IEventData
{
    /// <inheritdoc/>
    public static string Kind => "voucher_expired.v1";

    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>The member who alone could use it; null for whoever had the code.</summary>
    public LoyaltyAccountId? Holder { get; init; }

    /// <summary>The first instant at which it was not usable any more.</summary>
    public required Instant ExpiredAt { get; init; }

    /// <summary>How many units expired.</summary>
    public required long Units { get; init; }

    /// <summary>The same as money; null for a benefit.</summary>
    public Money? Value { get; init; }

    /// <summary>The benefit that it was good for; null for money.</summary>
    public string? Benefit { get; init; }
}
