using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>An account has reached a higher tier.</summary>
public sealed record TierReached : IEventData
{
    /// <inheritdoc/>
    public static string Kind => "tier_reached.v1";

    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The tier before.</summary>
    public required ValueTier From { get; init; }

    /// <summary>The tier now.</summary>
    public required ValueTier To { get; init; }

    /// <summary>The last local day on which it is held without reaching it again.</summary>
    public LocalDate? ValidThrough { get; init; }
}

/// <summary>An account has fallen to a lower tier. Raised with the first entry after it did, at the latest by a sweep.</summary>
public sealed record TierLapsed : IEventData
{
    /// <inheritdoc/>
    public static string Kind => "tier_lapsed.v1";

    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The tier before.</summary>
    public required ValueTier From { get; init; }

    /// <summary>The tier now.</summary>
    public required ValueTier To { get; init; }

    /// <summary>The local day since which it is this one.</summary>
    public LocalDate? Since { get; init; }

    /// <summary>The last local day on which it is held without reaching it again; null for the lowest.</summary>
    public LocalDate? ValidThrough { get; init; }

    /// <summary>Whether a validity ended or a refund lowered it.</summary>
    public required TierReason Reason { get; init; }
}
