using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>One immutable entry of an account's ledger. Corrections are new entries.</summary>
public abstract record LedgerEntry
{
    private protected LedgerEntry()
    {
    }

    /// <summary>The ledger's time of posting; never before that of the entry before.</summary>
    public required Instant PostedAt { get; init; }

    /// <summary>
    /// What expired since the entry before and with this one, by lot: expiry takes effect by itself and is written down with the next entry.
    /// </summary>
    public ImmutableArray<LotShare> Expired { get; init; } = [];

    /// <summary>The holds that timed out since the entry before, which takes effect by itself too.</summary>
    [JsonIgnore]
    public ImmutableArray<string> TimedOut { get; init; } = [];

    /// <summary>What the entry adds to the sum of a year that tiers are judged by, or takes off it; null for nothing.</summary>
    public QualifyingPoints? Qualifying { get; init; }

    /// <summary>What the entry adds to a window of the ladder, where that is not simply the points of a calendar year; null for nothing.</summary>
    public QualifyingSum? Window { get; init; }

    /// <summary>The tier from this entry on, where it is another than before or holds for another time.</summary>
    public TierStanding? Tier { get; init; }

    /// <summary>In a shared account: the member whose entry it is, by her own account; null for nobody's, and in an account of one's own.</summary>
    public LoyaltyAccountId? Member { get; init; }

    /// <summary>In a shared account, of points spent or returned: the local day in the household's zone on which the member spent them; null otherwise.</summary>
    public LocalDate? SpentOn { get; init; }

    // Left out where there are none: entries that were stored before holds existed read and write back to the same bytes.
    [JsonInclude, JsonPropertyName("timedOut")]
    internal ImmutableArray<string>? StoredTimedOut
    {
        get => TimedOut.IsDefaultOrEmpty ? null : TimedOut;
        init => TimedOut = value ?? [];
    }
}

/// <summary>Nothing was asked for: what had expired and timed out by itself is written down, so that lists and reports show it.</summary>
public sealed record TimePassed : LedgerEntry;

/// <summary>
/// A request was refused, and its name is used up. Only where <see cref="LedgerPolicies.RefusalsAreKept"/> says so; no points move.
/// </summary>
public sealed record RequestRefused : LedgerEntry
{
    /// <summary>Why.</summary>
    public required CrmError Error { get; init; }
}

/// <summary>What counts towards a tier, in years of the programme's zone; frozen when it is posted.</summary>
/// <param name="Year">The local calendar year of the earn: its sum changes.</param>
/// <param name="PostedYear">The local calendar year of the posting: after the year of the earn, no tier rises any more.</param>
/// <param name="Points">How much is added; negative for a refund.</param>
public readonly record struct QualifyingPoints(int Year, int PostedYear, Points Points);
