using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>A voucher by the code that the customer types.</summary>
/// <param name="Value">The wrapped value.</param>
public readonly record struct VoucherId(Guid Value) : IEntityId<VoucherId>
{
    /// <summary>The longest code, in UTF-16 units.</summary>
    public const int MaxCodeLength = 64;

    /// <inheritdoc/>
    public static string Kind => "voucher";

    /// <inheritdoc/>
    public static VoucherId From(Guid value) => new(value);

    /// <summary>The voucher of a code. Codes are compared ordinally: the host brings what a customer types into the form that it issues.</summary>
    /// <param name="code">The code; 1 to <see cref="MaxCodeLength"/> units of any Unicode text.</param>
    /// <exception cref="ArgumentException">The code is blank, too long, or cannot be stored.</exception>
    public static VoucherId OfCode(string code) => EntityId.FromExternal<VoucherId>(new("code", StoredText.Require(code, MaxCodeLength)));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>What a voucher is worth, to whom, where and when. Never changes once it is issued.</summary>
/// <remarks>
/// A voucher is one lot. It is counted in units: the minor units of its currency, or the uses of its benefit. Exactly one of <see cref="Value"/> and
/// <see cref="Benefit"/> is set.
/// </remarks>
public sealed record VoucherTerms
{
    /// <summary>What it is worth; above zero, whole in minor units, at most 10¹² of them. It pays for orders in this currency only.</summary>
    public Money? Value { get; init; }

    /// <summary>The benefit that it is good for, such as <see cref="BenefitCodes.FreeDelivery"/>.</summary>
    public string? Benefit { get; init; }

    /// <summary>With <see cref="Benefit"/>: how often; from 1. Null for once.</summary>
    public long? Uses { get; init; }

    /// <summary>With <see cref="Value"/>: whether one order uses it up; what that order does not need lapses. Otherwise the rest stays for later orders.</summary>
    public bool IsSingleUse { get; init; }

    /// <summary>From when on it is usable, inclusive; null for when it is issued.</summary>
    public Instant? ValidFrom { get; init; }

    /// <summary>Until when it is usable, exclusive; null for ever.</summary>
    public Instant? ValidUntil { get; init; }

    /// <summary>What the order must come to at least, in the currency of <see cref="Value"/> where there is one; null for nothing.</summary>
    public Money? MinimumOrder { get; init; }

    /// <summary>The markets that it is good in; empty for all.</summary>
    public ImmutableArray<MarketId> Markets { get; init; } = [];

    /// <summary>The segments of which its user must be in one; empty for everybody.</summary>
    public ImmutableArray<string> Segments { get; init; } = [];

    /// <summary>The member who alone may use it; null for whoever has the code.</summary>
    public LoyaltyAccountId? Holder { get; init; }

    /// <summary>
    /// For how long, from a return on, a voucher is usable at least that got value back. Null: its validity stays, and what is returned to an expired
    /// voucher expires at once, as points do. Above zero; at most 100 years (36,525 days).
    /// </summary>
    public Duration? ReturnedValidFor { get; init; }

    /// <summary>The units that it is issued with.</summary>
    /// <exception cref="OverflowException">The value is beyond what can be counted in minor units.</exception>
    internal long Units => Value is { } value ? value.ToMinorUnits() : Uses ?? 1;

    /// <inheritdoc/>
    public bool Equals(VoucherTerms? other) =>
        other is not null && Value == other.Value && Benefit == other.Benefit && Uses == other.Uses && IsSingleUse == other.IsSingleUse
        && ValidFrom == other.ValidFrom && ValidUntil == other.ValidUntil && MinimumOrder == other.MinimumOrder && Markets.SequenceEqual(other.Markets)
        && Segments.SequenceEqual(other.Segments) && Holder == other.Holder && ReturnedValidFor == other.ReturnedValidFor;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Value, Benefit, ValidUntil, Holder);
}

/// <summary>How far a voucher has come.</summary>
public enum VoucherStatus
{
    /// <summary>It was issued: usable within its validity, for what is left of it.</summary>
    Issued,

    /// <summary>It was ordered for points that are set aside but not taken yet; usable once they are.</summary>
    Ordered,

    /// <summary>It was ordered for points, but these were not taken in time, or the shop cancelled it before. Its code is free again.</summary>
    CalledOff,

    /// <summary>The shop cancelled it: what was left is gone, and what comes back is too.</summary>
    Cancelled,
}
