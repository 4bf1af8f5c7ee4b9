using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>A member joins a household; the first one opens it and is its owner.</summary>
public sealed record JoinHousehold
{
    /// <summary>The shared account: a new one, or one of nobody's own that is to be shared from now on.</summary>
    public required LoyaltyAccountId Household { get; init; }

    /// <summary>The member's own account, which need not have entries yet.</summary>
    public required LoyaltyAccountId Member { get; init; }

    /// <summary>What she may do.</summary>
    public HouseholdRole Role { get; init; } = HouseholdRole.Spender;

    /// <summary>How much she may spend in a period; null for no limit.</summary>
    public SpendingLimit? Limit { get; init; }

    /// <summary>The name of the request, among those of the member's own account.</summary>
    public required IdempotencyKey Key { get; init; }
}

/// <summary>What a member may do from now on.</summary>
public sealed record ChangeHouseholdMember
{
    /// <summary>The household.</summary>
    public required LoyaltyAccountId Household { get; init; }

    /// <summary>The member's own account.</summary>
    public required LoyaltyAccountId Member { get; init; }

    /// <summary>What she may do.</summary>
    public required HouseholdRole Role { get; init; }

    /// <summary>How much she may spend in a period; null for no limit. What she spent before in the running period counts.</summary>
    public SpendingLimit? Limit { get; init; }

    /// <summary>The name of the request, among those of the household.</summary>
    public required IdempotencyKey Key { get; init; }
}

/// <summary>A member leaves her household.</summary>
public sealed record LeaveHousehold
{
    /// <summary>The member's own account.</summary>
    public required LoyaltyAccountId Member { get; init; }

    /// <summary>The name of the request, among those of the member's own account.</summary>
    public required IdempotencyKey Key { get; init; }
}

/// <summary>The receipt of joining, of a change and of leaving.</summary>
public sealed record HouseholdReceipt
{
    /// <summary>The household.</summary>
    public required LoyaltyAccountId Household { get; init; }

    /// <summary>The member's own account.</summary>
    public required LoyaltyAccountId Member { get; init; }

    /// <summary>How many points moved, pending ones included: to the household with one who joins, to her own account with one who leaves.</summary>
    public required Points Points { get; init; }

    /// <summary>How many owed points moved with them.</summary>
    public required Points Debt { get; init; }

    /// <summary>What can be spent after it from the account that they moved to.</summary>
    public required Points Available { get; init; }
}

/// <summary>A member has joined a household.</summary>
public sealed record HouseholdJoined : IEventData
{
    /// <inheritdoc/>
    public static string Kind => "loyalty_household_joined.v1";

    /// <summary>The household.</summary>
    public required LoyaltyAccountId Household { get; init; }

    /// <summary>The member's own account.</summary>
    public required LoyaltyAccountId Member { get; init; }

    /// <summary>What she may do.</summary>
    public required HouseholdRole Role { get; init; }
}

/// <summary>A member has left a household.</summary>
public sealed record HouseholdLeft : IEventData
{
    /// <inheritdoc/>
    public static string Kind => "loyalty_household_left.v1";

    /// <summary>The household.</summary>
    public required LoyaltyAccountId Household { get; init; }

    /// <summary>The member's own account.</summary>
    public required LoyaltyAccountId Member { get; init; }
}
