using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>In a shared account: it is shared from now on. What it had before is nobody's in particular.</summary>
public sealed record HouseholdOpened : LedgerEntry
{
    /// <summary>The IANA zone in which the periods of its members' limits are counted: the programme's when it was opened.</summary>
    public required string Zone { get; init; }
}

/// <summary>In a shared account: a member (<see cref="LedgerEntry.Member"/>) joined, with what she brought.</summary>
public sealed record MemberJoined : LedgerEntry
{
    /// <summary>The name of the request: its key at the member's own account.</summary>
    public required string Join { get; init; }

    /// <summary>What she may do.</summary>
    public required HouseholdRole Role { get; init; }

    /// <summary>How much she may spend in a period; null for no limit.</summary>
    public SpendingLimit? Limit { get; init; }

    /// <summary>The accounts that were merged into hers before, and answer by it.</summary>
    public required ImmutableArray<LoyaltyAccountId> Answering { get; init; }

    /// <summary>The lots that came, under their numbers here.</summary>
    public required ImmutableArray<PointLot> Lots { get; init; }

    /// <summary>The owed points that came.</summary>
    public required Points Debt { get; init; }

    /// <summary>What counts for her towards tiers and caps, here from now on.</summary>
    public required AccountSums Sums { get; init; }

    /// <summary>Her tier; null for the lowest.</summary>
    public TierStanding? Standing { get; init; }

    /// <summary>The days of which she was told.</summary>
    public required ImmutableArray<ExpiryMark> Told { get; init; }

    /// <summary>What is added to the numbers of the lots of her own account.</summary>
    public required long Offset { get; init; }

    /// <summary>Where the numbers of the next member's lots begin.</summary>
    public required long NextLots { get; init; }

    /// <summary>Where the entries of her own account stand, if her points came.</summary>
    public required ImmutableArray<AccountLink> Links { get; init; }
}

/// <summary>In a shared account: what a member may do was changed.</summary>
public sealed record MemberChanged : LedgerEntry
{
    /// <summary>What she may do.</summary>
    public required HouseholdRole Role { get; init; }

    /// <summary>How much she may spend in a period; null for no limit.</summary>
    public SpendingLimit? Limit { get; init; }
}

/// <summary>In a shared account: a member left, with what was hers under the programme's policy.</summary>
public sealed record MemberLeft : LedgerEntry
{
    /// <summary>The name of the request: its key at the member's own account.</summary>
    public required string Leave { get; init; }

    /// <summary>What became of the points that she earned.</summary>
    public required LeavingPoints Policy { get; init; }

    /// <summary>The parts of lots that leave.</summary>
    public required ImmutableArray<LotShare> Lots { get; init; }

    /// <summary>How many points leave.</summary>
    public required Points Points { get; init; }

    /// <summary>How many owed points leave.</summary>
    public required Points Debt { get; init; }

    /// <summary>What keeps the points until they have arrived, in a storage that writes one account at a time; null otherwise.</summary>
    public PointHold? Transit { get; init; }

    /// <summary>What arrives, in a storage that writes one account at a time; null otherwise.</summary>
    public MembershipEnded? Arriving { get; init; }
}

/// <summary>In a member's own account: it answers by a household from now on.</summary>
public sealed record MembershipBegun : LedgerEntry
{
    /// <summary>The name of the request: its key.</summary>
    public required string Join { get; init; }

    /// <summary>The household.</summary>
    public required LoyaltyAccountId Household { get; init; }

    /// <summary>What she may do there.</summary>
    public required HouseholdRole Role { get; init; }

    /// <summary>How much she may spend there in a period; null for no limit.</summary>
    public SpendingLimit? Limit { get; init; }

    /// <summary>What became of the account's points.</summary>
    public required JoiningPoints Policy { get; init; }

    /// <summary>How many points left.</summary>
    public required Points Points { get; init; }

    /// <summary>How many owed points left.</summary>
    public required Points Debt { get; init; }

    /// <summary>Whether the household has yet to take her in, in a storage that writes one account at a time: nothing has left, and nothing is taken from it any more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPending { get; init; }
}

/// <summary>In a member's own account: it stands for itself again, with what she took along.</summary>
public sealed record MembershipEnded : LedgerEntry
{
    /// <summary>The name of the request: its key.</summary>
    public required string Leave { get; init; }

    /// <summary>The household.</summary>
    public required LoyaltyAccountId Household { get; init; }

    /// <summary>The lots that came, under their numbers here.</summary>
    public required ImmutableArray<PointLot> Lots { get; init; }

    /// <summary>The owed points that came.</summary>
    public required Points Debt { get; init; }

    /// <summary>What counts for her towards tiers and caps, here again.</summary>
    public required AccountSums Sums { get; init; }

    /// <summary>Her tier; null for the lowest.</summary>
    public TierStanding? Standing { get; init; }

    /// <summary>The days of which she was told.</summary>
    public required ImmutableArray<ExpiryMark> Told { get; init; }

    /// <summary>Where the entries of the household stand that are hers; null where it did not take her in, and nothing had left.</summary>
    public AccountLink? Link { get; init; }

    /// <summary>Where the lot numbers of the next absorbed account or household begin.</summary>
    public required long NextLots { get; init; }
}
