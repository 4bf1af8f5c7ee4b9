using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The tier of an account and how long it holds.</summary>
public sealed record TierStanding
{
    /// <summary>The tier.</summary>
    public required ValueTier Tier { get; init; }

    /// <summary>The last local day on which it is held without reaching it again; null for the lowest, which never ends.</summary>
    public LocalDate? ValidThrough { get; init; }

    /// <summary>The first instant after <see cref="ValidThrough"/> in the programme's zone; null where a rule computed the standing without a zone.</summary>
    public Instant? EndsAt { get; init; }

    /// <summary>The local day since which the tier is this one; null where the account never had another.</summary>
    public LocalDate? Since { get; init; }

    /// <summary>Why it is this one; null where the account never had another.</summary>
    public TierReason? Reason { get; init; }
}

/// <summary>A tier in an account's history.</summary>
/// <param name="PostedAt">When it was written down; a lapse takes effect on <see cref="TierStanding.Since"/>, which may be earlier.</param>
/// <param name="Standing">The standing from then on.</param>
public readonly record struct TierChange(Instant PostedAt, TierStanding Standing);

/// <summary>Why an account has its tier.</summary>
public enum TierReason
{
    /// <summary>Its threshold was reached.</summary>
    Reached,

    /// <summary>A higher one ended.</summary>
    Lapsed,

    /// <summary>A refund lowered it, under <see cref="TierRefunds.AtOnce"/>.</summary>
    Refunded,

    /// <summary>The member had it in another system, from which the account was imported.</summary>
    Imported,
}

/// <summary>What counts towards tiers in one calendar year, or in one month under <see cref="TierLadder.RollingMonths"/>.</summary>
/// <param name="Start">The first local day of the year or month in which the orders were placed.</param>
/// <param name="Amount">The sum; of a refund, negative.</param>
public readonly record struct QualifyingSum(LocalDate Start, long Amount);

/// <summary>Where an account stands as of an instant, for the member to see.</summary>
public sealed record TierStatus
{
    /// <summary>The tier as the programme describes it.</summary>
    public required LoyaltyTier Tier { get; init; }

    /// <summary>How long it holds, since when and why.</summary>
    public required TierStanding Standing { get; init; }

    /// <summary>The sum of the window that the instant lies in: points, or minor units of the programme's currency.</summary>
    public required long Qualifying { get; init; }

    /// <summary>What is missing to the next tier; null on the highest.</summary>
    public TierProgress? Next { get; init; }

    /// <summary>What is missing to hold the tier beyond <see cref="TierStanding.ValidThrough"/>; null on the lowest and where nothing is.</summary>
    public TierProgress? Keep { get; init; }
}

/// <summary>What is missing to a tier: "340 more by 31 December for Gold".</summary>
public sealed record TierProgress
{
    /// <summary>The tier.</summary>
    public required LoyaltyTier Tier { get; init; }

    /// <summary>How much more must be earned; above zero.</summary>
    public required long Missing { get; init; }

    /// <summary>The last local day on which all of the sum so far still counts.</summary>
    public required LocalDate By { get; init; }
}
