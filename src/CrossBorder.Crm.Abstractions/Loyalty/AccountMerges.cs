using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>One account is found to be the same member's as another: it is merged into it.</summary>
public sealed record MergeAccounts
{
    /// <summary>The account that is merged, and answers by the other one from then on.</summary>
    public required LoyaltyAccountId From { get; init; }

    /// <summary>The account that survives; where it was itself merged, the one that it answers by.</summary>
    public required LoyaltyAccountId Into { get; init; }

    /// <summary>The name of the request.</summary>
    public required IdempotencyKey Key { get; init; }
}

/// <summary>The receipt of a merge.</summary>
public sealed record MergeReceipt
{
    /// <summary>The account that was merged.</summary>
    public required LoyaltyAccountId From { get; init; }

    /// <summary>The account that survives.</summary>
    public required LoyaltyAccountId Into { get; init; }

    /// <summary>How many points moved, pending and held ones included.</summary>
    public required Points Points { get; init; }

    /// <summary>How many points the merged account owed; the other one owes them now.</summary>
    public required Points Debt { get; init; }

    /// <summary>What can be spent from the surviving account after it.</summary>
    public required Points Available { get; init; }
}

/// <summary>A merge was a mistake: the account is taken out of the other one again.</summary>
public sealed record UnmergeAccount
{
    /// <summary>The account that was merged.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The name of the request.</summary>
    public required IdempotencyKey Key { get; init; }
}

/// <summary>The receipt of an undone merge.</summary>
public sealed record UnmergeReceipt
{
    /// <summary>The account that stands for itself again.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The account that it was merged into.</summary>
    public required LoyaltyAccountId Survivor { get; init; }

    /// <summary>How many of its points came back, pending and held ones included; what was spent or expired meanwhile is not among them.</summary>
    public required Points Points { get; init; }

    /// <summary>How much debt came back: at most what it brought, and at most what is still owed.</summary>
    public required Points Debt { get; init; }

    /// <summary>What can be spent from it after it.</summary>
    public required Points Available { get; init; }
}

/// <summary>How an account hangs together with others, by merges and their undoing.</summary>
public sealed record AccountLinks
{
    /// <summary>The account that this one answers by; null where it stands for itself.</summary>
    public MergeTarget? MergedInto { get; init; }

    /// <summary>Where else entries about this account's orders, redemptions and requests stand.</summary>
    public ImmutableArray<AccountLink> Filed { get; init; } = [];

    /// <summary>Where the numbers of the next absorbed account's lots begin.</summary>
    public long NextLots { get; init; } = FirstLots;

    /// <summary>The household that this account answers by; null where it is in none.</summary>
    public HouseholdTarget? Household { get; init; }

    /// <summary>How far apart the lot numbers of two accounts are kept: more entries than an account will ever have.</summary>
    internal const long FirstLots = 1L << 40;

    /// <inheritdoc/>
    public bool Equals(AccountLinks? other) => other is not null && MergedInto == other.MergedInto && Filed.SequenceEqual(other.Filed) && NextLots == other.NextLots && Household == other.Household;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MergedInto, Filed.Length, NextLots);
}

/// <summary>The account that another one answers by.</summary>
public sealed record MergeTarget
{
    /// <summary>The surviving account.</summary>
    public required LoyaltyAccountId Into { get; init; }

    /// <summary>Since when.</summary>
    public required Instant At { get; init; }

    /// <summary>The name of the merge: its key.</summary>
    public required string Merge { get; init; }

    /// <summary>Whether its points are still on their way, in a storage that writes one account at a time.</summary>
    public bool IsPending { get; init; }
}

/// <summary>A stretch of another account's entries that counts for this one.</summary>
/// <param name="Account">The other account.</param>
/// <param name="Via">The merged account by which it came here, or left.</param>
/// <param name="After">The version after which its entries count.</param>
/// <param name="Through">The last version that counts.</param>
/// <param name="Offset">What is added to its lot numbers, to be this account's.</param>
/// <param name="IsReturned">Whether this account was a part of the other one meanwhile: only what befell its own orders and redemptions counts.</param>
/// <param name="Membership">How it reads where the two are a household and a member of it; null where they were merged.</param>
public readonly record struct AccountLink(LoyaltyAccountId Account, LoyaltyAccountId Via, long After, long Through, long Offset, bool IsReturned, Membership? Membership = null);

/// <summary>What counts in an account besides points: towards tiers and against caps.</summary>
public sealed record AccountSums
{
    /// <inheritdoc cref="LoyaltyAccountState.Years"/>
    public ImmutableArray<QualifyingYear> Years { get; init; } = [];

    /// <inheritdoc cref="LoyaltyAccountState.Windows"/>
    public ImmutableArray<QualifyingSum> Windows { get; init; } = [];

    /// <inheritdoc cref="LoyaltyAccountState.EarnedIn"/>
    public ImmutableArray<PeriodSum> EarnedIn { get; init; } = [];

    /// <inheritdoc cref="LoyaltyAccountState.Triggered"/>
    public ImmutableArray<TriggerCount> Triggered { get; init; } = [];
}

/// <summary>An account is about to be merged, in a storage that writes one account at a time: it takes no more commands.</summary>
public sealed record MergeBegun : LedgerEntry
{
    /// <summary>The name of the merge: its key.</summary>
    public required string Merge { get; init; }

    /// <summary>The surviving account.</summary>
    public required LoyaltyAccountId Into { get; init; }
}

/// <summary>An account was merged into another: all that it had is there now, and it answers by it.</summary>
public sealed record AccountMerged : LedgerEntry
{
    /// <summary>The name of the merge: its key.</summary>
    public required string Merge { get; init; }

    /// <summary>The surviving account.</summary>
    public required LoyaltyAccountId Into { get; init; }

    /// <summary>How many points left, held ones included.</summary>
    public required Points Points { get; init; }

    /// <summary>How many owed points left.</summary>
    public required Points Debt { get; init; }
}

/// <summary>Another account was merged into this one: its lots, holds, debt and sums came, under lot numbers of their own.</summary>
public sealed record AccountAbsorbed : LedgerEntry
{
    /// <summary>The name of the merge: its key at the merged account.</summary>
    public required string Merge { get; init; }

    /// <summary>The merged account.</summary>
    public required LoyaltyAccountId From { get; init; }

    /// <summary>What was added to its lot numbers.</summary>
    public required long Offset { get; init; }

    /// <summary>Where the lot numbers of the next absorbed account begin.</summary>
    public required long NextLots { get; init; }

    /// <summary>The lots that came.</summary>
    public required ImmutableArray<PointLot> Lots { get; init; }

    /// <summary>The open holds that came.</summary>
    public required ImmutableArray<PointHold> Holds { get; init; }

    /// <summary>The owed points that came.</summary>
    public required Points Debt { get; init; }

    /// <summary>The sums that came.</summary>
    public required AccountSums Sums { get; init; }

    /// <summary>The days of which the merged account was told.</summary>
    public required ImmutableArray<ExpiryMark> Told { get; init; }

    /// <summary>Where the entries of the merged account stand.</summary>
    public required ImmutableArray<AccountLink> Links { get; init; }

    /// <summary>The tier that the merged account had; null for the lowest.</summary>
    public TierStanding? TierThere { get; init; }

    /// <summary>The tier that this account had; null for the lowest.</summary>
    public TierStanding? TierHere { get; init; }
}

/// <summary>A merge was undone: what is left of the other account's lots, holds, debt and sums leaves this one.</summary>
public sealed record AccountReleased : LedgerEntry
{
    /// <summary>The name of the request: its key at the account that leaves.</summary>
    public required string Unmerge { get; init; }

    /// <summary>The account that leaves.</summary>
    public required LoyaltyAccountId To { get; init; }

    /// <summary>The parts of lots that leave.</summary>
    public required ImmutableArray<LotShare> Lots { get; init; }

    /// <summary>The holds that leave.</summary>
    public required ImmutableArray<string> Holds { get; init; }

    /// <summary>How many points leave, held ones included.</summary>
    public required Points Points { get; init; }

    /// <summary>How many owed points leave.</summary>
    public required Points Debt { get; init; }

    /// <summary>The sums that leave; none falls below zero.</summary>
    public required AccountSums Sums { get; init; }

    /// <summary>What keeps the points until they have arrived, in a storage that writes one account at a time; null otherwise.</summary>
    public PointHold? Transit { get; init; }

    /// <summary>What arrives, in a storage that writes one account at a time; null otherwise.</summary>
    public AccountRestored? Arriving { get; init; }
}

/// <summary>A merge was undone: the account stands for itself again, with what is left of its own.</summary>
public sealed record AccountRestored : LedgerEntry
{
    /// <summary>The name of the request: its key.</summary>
    public required string Unmerge { get; init; }

    /// <summary>The account that it was merged into.</summary>
    public required LoyaltyAccountId Survivor { get; init; }

    /// <summary>The lots that came back.</summary>
    public required ImmutableArray<PointLot> Lots { get; init; }

    /// <summary>The open holds that came back.</summary>
    public required ImmutableArray<PointHold> Holds { get; init; }

    /// <summary>The owed points that came back.</summary>
    public required Points Debt { get; init; }

    /// <summary>The sums as they were merged.</summary>
    public required AccountSums Sums { get; init; }

    /// <summary>The days of which was told.</summary>
    public required ImmutableArray<ExpiryMark> Told { get; init; }

    /// <summary>Where entries about its orders stand that were written meanwhile.</summary>
    public required AccountLink Link { get; init; }

    /// <summary>Where the lot numbers of the next absorbed account begin.</summary>
    public required long NextLots { get; init; }
}

/// <summary>An account was merged into another.</summary>
public sealed record AccountsMerged : IEventData
{
    /// <inheritdoc/>
    public static string Kind => "loyalty_accounts_merged.v1";

    /// <summary>The merged account.</summary>
    public required LoyaltyAccountId From { get; init; }

    /// <summary>The surviving account.</summary>
    public required LoyaltyAccountId Into { get; init; }
}

/// <summary>A merge was undone.</summary>
public sealed record AccountUnmerged : IEventData
{
    /// <inheritdoc/>
    public static string Kind => "loyalty_account_unmerged.v1";

    /// <summary>The account that stands for itself again.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The account that it was merged into.</summary>
    public required LoyaltyAccountId Survivor { get; init; }
}
