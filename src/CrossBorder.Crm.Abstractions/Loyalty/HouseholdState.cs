using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What a shared account knows of its members.</summary>
/// <remarks>Always, and for every kind of posting: the totals of all members and <see cref="Shared"/> together are the account's totals, to the point.</remarks>
public sealed record HouseholdState
{
    /// <summary>The IANA zone in which the periods of its members' limits are counted.</summary>
    public required string Zone { get; init; }

    /// <summary>All who ever were members, in the order in which they first joined.</summary>
    public ImmutableArray<HouseholdMember> Members { get; init; } = [];

    /// <summary>What was posted without a member: by hand, by import, or before the account was shared.</summary>
    public LedgerTotals Shared { get; init; } = new();

    /// <inheritdoc/>
    public bool Equals(HouseholdState? other) => other is not null && Zone == other.Zone && Members.SequenceEqual(other.Members) && Shared == other.Shared;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Zone, Members.Length, Shared);
}

/// <summary>A member of a household, and what is attributed to her.</summary>
public sealed record HouseholdMember
{
    /// <summary>Her own account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The accounts that were merged into it before she joined.</summary>
    [JsonIgnore]
    public ImmutableArray<LoyaltyAccountId> Answering { get; init; } = [];

    /// <summary>What she may do; where she has left, what she might do last.</summary>
    public required HouseholdRole Role { get; init; }

    /// <summary>How much she may spend in a period; null for no limit.</summary>
    public SpendingLimit? Limit { get; init; }

    /// <summary>When she joined, the last time.</summary>
    public required Instant JoinedAt { get; init; }

    /// <summary>The version of the entry by which she joined, the last time.</summary>
    public required long Joined { get; init; }

    /// <summary>When she left; null while she is a member.</summary>
    public Instant? LeftAt { get; init; }

    /// <summary>What became of her points when she left.</summary>
    public LeavingPoints? Left { get; init; }

    /// <summary>The version of the last entry whose points, if she earned them, are in her own account; 0 where they are all here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Gone { get; init; }

    /// <summary>What is added to the numbers of the lots of her own account.</summary>
    public required long Offset { get; init; }

    /// <summary>How much of the debt that she brought is still owed: it goes with her when she leaves.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Points DebtBrought { get; init; }

    /// <summary>All that is attributed to her: earned, spent and taken back by her, and what expired of lots that she earned or brought. The net may be negative: she spends what others earned.</summary>
    public LedgerTotals Totals { get; init; } = new();

    /// <summary>What counts for her towards tiers and caps.</summary>
    public AccountSums Sums { get; init; } = new();

    /// <summary>Her tier as the last entry that changed it left it; null for the lowest.</summary>
    public TierStanding? Tier { get; init; }

    /// <summary>What she spent in the latest period of each kind, less what was returned of it.</summary>
    [JsonIgnore]
    public ImmutableArray<PeriodSum> Spent { get; init; } = [];

    [JsonInclude, JsonPropertyName("answering")]
    internal ImmutableArray<LoyaltyAccountId>? StoredAnswering
    {
        get => Answering.IsDefaultOrEmpty ? null : Answering;
        init => Answering = value ?? [];
    }

    [JsonInclude, JsonPropertyName("spent")]
    internal ImmutableArray<PeriodSum>? StoredSpent
    {
        get => Spent.IsDefaultOrEmpty ? null : Spent;
        init => Spent = value ?? [];
    }

    /// <inheritdoc/>
    public bool Equals(HouseholdMember? other) =>
        other is not null && Account == other.Account && Answering.SequenceEqual(other.Answering) && Role == other.Role && Limit == other.Limit
        && JoinedAt == other.JoinedAt && Joined == other.Joined && LeftAt == other.LeftAt && Left == other.Left && Gone == other.Gone && Offset == other.Offset && DebtBrought == other.DebtBrought && Totals == other.Totals
        && Sums.Years.SequenceEqual(other.Sums.Years) && Sums.Windows.SequenceEqual(other.Sums.Windows) && Sums.EarnedIn.SequenceEqual(other.Sums.EarnedIn)
        && Sums.Triggered.SequenceEqual(other.Sums.Triggered) && Tier == other.Tier && Spent.SequenceEqual(other.Spent);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Account, JoinedAt, LeftAt, Totals);
}

/// <summary>The household that an account answers by.</summary>
public sealed record HouseholdTarget
{
    /// <summary>The household.</summary>
    public required LoyaltyAccountId Household { get; init; }

    /// <summary>Since when.</summary>
    public required Instant At { get; init; }

    /// <summary>The name of the request by which she joined.</summary>
    public required string Join { get; init; }

    /// <summary>What she might do there when she joined.</summary>
    public required HouseholdRole Role { get; init; }

    /// <summary>How much she might spend there in a period then; null for no limit.</summary>
    public SpendingLimit? Limit { get; init; }

    /// <summary>What became of the account's points.</summary>
    public required JoiningPoints Policy { get; init; }

    /// <summary>Whether the household has yet to take her in, in a storage that writes one account at a time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPending { get; init; }
}

/// <summary>How the numbers of lots read across a membership: those of a range are shifted, the others have the link's offset added.</summary>
public sealed record Membership
{
    /// <summary>The member's own account.</summary>
    public required LoyaltyAccountId Member { get; init; }

    /// <summary>Where the range begins.</summary>
    public required long From { get; init; }

    /// <summary>How many numbers it has; 0 for no range.</summary>
    public required long Count { get; init; }

    /// <summary>What is added to the numbers in it.</summary>
    public required long Shift { get; init; }

    /// <summary>Whether orders of the time are settled in the household; only what befell her earlier ones counts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Stays { get; init; }
}
