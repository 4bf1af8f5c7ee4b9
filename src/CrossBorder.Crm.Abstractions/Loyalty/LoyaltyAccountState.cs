using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>An account folded from its entries: what is open, and totals. As of the last entry; rules move it on to any later instant.</summary>
public sealed record LoyaltyAccountState
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The revision of the fold that made this state.</summary>
    public required int Revision { get; init; }

    /// <summary>The instant that the state is of.</summary>
    public required Instant AsOf { get; init; }

    /// <summary>The lots with points left, in the order in which they are consumed: earliest expiry first, never-expiring last.</summary>
    public ImmutableArray<PointLot> Lots { get; init; } = [];

    /// <summary>The points that the account owes; not negative.</summary>
    public Points Debt { get; init; }

    /// <summary>All that was ever posted, by kind.</summary>
    public LedgerTotals Totals { get; init; } = new();

    /// <summary>The holds that are open, in the order in which they were set up. Their points stand in no lot.</summary>
    [JsonIgnore]
    public ImmutableArray<PointHold> Holds { get; init; } = [];

    /// <summary>What counts towards tiers, by local calendar year of the earn, ascending.</summary>
    [JsonIgnore]
    public ImmutableArray<QualifyingYear> Years { get; init; } = [];

    /// <summary>The tier as the last entry that changed it left it; null for an account that never had another than the lowest.</summary>
    public TierStanding? Tier { get; init; }

    /// <summary>What counts towards tiers by the ladder's own windows, ascending; empty where those are points by calendar years.</summary>
    [JsonIgnore]
    public ImmutableArray<QualifyingSum> Windows { get; init; } = [];

    /// <summary>What orders earned in periods under a cap: of each kind the latest few (31 days, 10 weeks, 13 months, 3 years), ascending.</summary>
    [JsonIgnore]
    public ImmutableArray<PeriodSum> EarnedIn { get; init; } = [];

    /// <summary>The days of which it was told that points expire, ascending; days that are over drop out with the next notice.</summary>
    [JsonIgnore]
    public ImmutableArray<ExpiryMark> Told { get; init; } = [];

    [JsonInclude, JsonPropertyName("told")]
    internal ImmutableArray<ExpiryMark>? StoredTold
    {
        get => Told.IsDefaultOrEmpty ? null : Told;
        init => Told = value ?? [];
    }

    /// <summary>How often triggers were paid in periods under a cap: of each the latest few, ascending.</summary>
    [JsonIgnore]
    public ImmutableArray<TriggerCount> Triggered { get; init; } = [];

    [JsonInclude, JsonPropertyName("triggered")]
    internal ImmutableArray<TriggerCount>? StoredTriggered
    {
        get => Triggered.IsDefaultOrEmpty ? null : Triggered;
        init => Triggered = value ?? [];
    }

    /// <summary>How the account hangs together with others by merges; null where it never did.</summary>
    public AccountLinks? Links { get; init; }

    /// <summary>What a shared account knows of its members; null for an account of one's own.</summary>
    public HouseholdState? Household { get; init; }

    [JsonInclude, JsonPropertyName("windows")]
    internal ImmutableArray<QualifyingSum>? StoredWindows
    {
        get => Windows.IsDefaultOrEmpty ? null : Windows;
        init => Windows = value ?? [];
    }

    [JsonInclude, JsonPropertyName("earnedIn")]
    internal ImmutableArray<PeriodSum>? StoredEarnedIn
    {
        get => EarnedIn.IsDefaultOrEmpty ? null : EarnedIn;
        init => EarnedIn = value ?? [];
    }

    [JsonInclude, JsonPropertyName("holds")]
    internal ImmutableArray<PointHold>? StoredHolds
    {
        get => Holds.IsDefaultOrEmpty ? null : Holds;
        init => Holds = value ?? [];
    }

    [JsonInclude, JsonPropertyName("years")]
    internal ImmutableArray<QualifyingYear>? StoredYears
    {
        get => Years.IsDefaultOrEmpty ? null : Years;
        init => Years = value ?? [];
    }

    /// <inheritdoc/>
    public bool Equals(LoyaltyAccountState? other) =>
        other is not null && Account == other.Account && Revision == other.Revision && AsOf == other.AsOf && Lots.SequenceEqual(other.Lots)
        && Debt == other.Debt && Totals == other.Totals && Holds.SequenceEqual(other.Holds) && Years.SequenceEqual(other.Years)
        && Tier == other.Tier && Windows.SequenceEqual(other.Windows) && EarnedIn.SequenceEqual(other.EarnedIn)
        && Told.SequenceEqual(other.Told) && Triggered.SequenceEqual(other.Triggered)
        && Links == other.Links && Household == other.Household;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Account, AsOf, Totals);
}

/// <summary>All that was ever posted to an account, by kind; each is a sum of points, and only <see cref="Adjusted"/> and <see cref="Imported"/> may be negative.</summary>
public sealed record LedgerTotals
{
    /// <summary>Granted.</summary>
    public Points Earned { get; init; }

    /// <summary>Spent, captured holds included.</summary>
    public Points Redeemed { get; init; }

    /// <summary>Expired.</summary>
    public Points Expired { get; init; }

    /// <summary>Taken back for refunded orders, debt included, without what was waived.</summary>
    public Points ClawedBack { get; init; }

    /// <summary>Due for refunded orders, and waived.</summary>
    public Points Waived { get; init; }

    /// <summary>Spent, and returned.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Points Returned { get; init; }

    /// <summary>Added by hand, less what was taken by hand.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Points Adjusted { get; init; }

    /// <summary>Received from other accounts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Points TransferredIn { get; init; }

    /// <summary>Sent to other accounts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Points TransferredOut { get; init; }

    /// <summary>Brought over from another system, less what was owed there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Points Imported { get; init; }

    /// <summary>What must be in the account: available + pending + reserved − debt.</summary>
    [JsonIgnore]
    public Points Net => Earned + Imported + Adjusted + TransferredIn - TransferredOut - Redeemed + Returned - Expired - ClawedBack;
}

/// <summary>What counts towards a tier in one local calendar year.</summary>
public readonly record struct QualifyingYear
{
    /// <summary>The year of the earns.</summary>
    public required int Year { get; init; }

    /// <summary>The sum now: earns of the year, whenever they were posted, less refunds.</summary>
    public required Points Sum { get; init; }

    /// <summary>The highest that the sum was by postings in the year itself: a tier that it reached stays reached.</summary>
    public required Points Peak { get; init; }

    /// <summary>The sum as it stood when the year ended: what a tier is judged by when its validity ends.</summary>
    public required Points AtEnd { get; init; }
}
