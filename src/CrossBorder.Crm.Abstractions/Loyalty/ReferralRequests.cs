using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>A friend who comes with a member's code, before she orders.</summary>
public sealed record RegisterReferral
{
    /// <summary>The friend's account; it need not have any entry yet.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The name of this attempt: of the visit, the click or the form that she came by, such as <c>IdempotencyKey.For("visit", visit)</c>.</summary>
    /// <remarks>
    /// A customer's number would name all of her attempts at once: after her referral lapsed, coming anew would get the first answer, or with another code an
    /// <see cref="Storage.IdempotencyMismatchException"/>.
    /// </remarks>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The code as she typed it.</summary>
    public required string Code { get; init; }

    /// <summary>Whether the host knows of an order that she placed before, with or without an account; such a customer is no new friend.</summary>
    /// <remarks>
    /// Known anyway are orders that earned points in her account, or counted towards a tier or a cap there. One that earned nothing left no trace: only the
    /// host knows of it. Not part of what makes a repetition equal, and neither is <see cref="Evidence"/>.
    /// </remarks>
    public required bool HasOrdered { get; init; }

    /// <summary>What tells whether both live in one household; null where nothing is known.</summary>
    public HouseholdEvidence? Evidence { get; init; }
}

/// <summary>What the host knows of two members that can tell whether they are of one household: a key on both sides says that they are.</summary>
/// <remarks>
/// Keys are opaque, compared ordinally, and never stored or told: a hash of the address, of the payment instrument, of a device, the number of a shared
/// account; each with a prefix of its kind, such as <c>address:9f2c…</c>. At most 64 a side, 1 to 200 UTF-16 units each.
/// </remarks>
public sealed record HouseholdEvidence
{
    /// <summary>The keys of the friend.</summary>
    public required ImmutableArray<string> Friend { get; init; }

    /// <summary>The keys of the member who brought her; <see cref="IReferralService.FindCodeAsync"/> tells who that is.</summary>
    public required ImmutableArray<string> Referrer { get; init; }

    /// <inheritdoc/>
    public bool Equals(HouseholdEvidence? other) => other is not null && Friend.SequenceEqual(other.Friend) && Referrer.SequenceEqual(other.Referrer);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Friend.Length, Referrer.Length);
}

/// <summary>An order of a friend that was paid. Its reference is the key: one order is judged once.</summary>
public sealed record QualifyReferral
{
    /// <summary>The friend's account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The host's order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>What it came to, by the measure that the plan's minimum is meant in; above zero, whole in minor units, at most 10¹² of them.</summary>
    public required Money Total { get; init; }

    /// <summary>When it was paid: decides whether it came in time, and which limits it counts against.</summary>
    public required Instant PaidAt { get; init; }

    /// <summary>Until when it can be returned, not before <see cref="PaidAt"/>; null for what the plan says. For a host that knows the day of delivery.</summary>
    public Instant? ReturnableUntil { get; init; }

    /// <summary>What tells by now whether both live in one household, such as what the order was paid with; null where nothing is known.</summary>
    /// <remarks>Not part of what makes a repetition equal.</remarks>
    public HouseholdEvidence? Evidence { get; init; }
}

/// <summary>A refund of the order that a referral was rewarded for.</summary>
public sealed record RefundReferral
{
    /// <summary>The friend's account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The name of the request, such as <c>IdempotencyKey.For("refund", refund)</c>.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>How much is refunded now, of what <see cref="QualifyReferral.Total"/> said; above zero and whole in minor units.</summary>
    public required Money Refunded { get; init; }
}
