using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>A household as of an instant.</summary>
public sealed record Household
{
    /// <summary>The shared account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The instant.</summary>
    public required Instant AsOf { get; init; }

    /// <summary>What the household can spend.</summary>
    public required Points Available { get; init; }

    /// <summary>What is attributed to all members and to nobody, together: the account's totals.</summary>
    public required LedgerTotals Totals { get; init; }

    /// <summary>What is attributed to nobody.</summary>
    public required LedgerTotals Shared { get; init; }

    /// <summary>All who ever were members by then, in the order in which they first joined.</summary>
    public required ImmutableArray<MemberShare> Members { get; init; }
}

/// <summary>What a member contributed and spent by an instant.</summary>
public sealed record MemberShare
{
    /// <summary>Her own account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>What she may do.</summary>
    public required HouseholdRole Role { get; init; }

    /// <summary>How much she may spend in a period; null for no limit.</summary>
    public SpendingLimit? Limit { get; init; }

    /// <summary>When she joined, the last time.</summary>
    public required Instant JoinedAt { get; init; }

    /// <summary>When she left; null while she is a member.</summary>
    public Instant? LeftAt { get; init; }

    /// <summary>All that is attributed to her.</summary>
    public required LedgerTotals Totals { get; init; }

    /// <summary>What is left of the lots that she earned or brought, pending and held points included.</summary>
    public required Points Remaining { get; init; }

    /// <summary>What her open holds have set aside, of whichever lots.</summary>
    public required Points Held { get; init; }

    /// <summary>What she may still spend in the period of her limit, by the limit alone; null without one.</summary>
    public Points? Allowance { get; init; }
}

/// <summary>A change in a household's membership.</summary>
/// <param name="At">When.</param>
/// <param name="Member">Whose.</param>
/// <param name="Role">What she may do from then on; null for one who left.</param>
/// <param name="Limit">How much she may spend in a period from then on; null for no limit.</param>
public readonly record struct MembershipChange(Instant At, LoyaltyAccountId Member, HouseholdRole? Role, SpendingLimit? Limit);
