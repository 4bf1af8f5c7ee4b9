using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>One immutable entry of an account's ledger. Corrections are new entries.</summary>
public abstract record LedgerEntry
{
    // Most entries have none of these, and every entry is kept.
    private readonly Rare? rare;

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
    public QualifyingPoints? Qualifying
    {
        get => rare?.Qualifying;
        init => rare = value is null && rare is null ? null : Rare.Of((rare ?? Rare.Nothing) with { Qualifying = value });
    }

    /// <summary>What the entry adds to a window of the ladder, where that is not simply the points of a calendar year; null for nothing.</summary>
    public QualifyingSum? Window
    {
        get => rare?.Window;
        init => rare = value is null && rare is null ? null : Rare.Of((rare ?? Rare.Nothing) with { Window = value });
    }

    /// <summary>The tier from this entry on, where it is another than before or holds for another time.</summary>
    public TierStanding? Tier
    {
        get => rare?.Tier;
        init => rare = value is null && rare is null ? null : Rare.Of((rare ?? Rare.Nothing) with { Tier = value });
    }

    /// <summary>In a shared account: the member whose entry it is, by her own account; null for nobody's, and in an account of one's own.</summary>
    public LoyaltyAccountId? Member
    {
        get => rare?.Member;
        init => rare = value is null && rare is null ? null : Rare.Of((rare ?? Rare.Nothing) with { Member = value });
    }

    /// <summary>In a shared account, of points spent or returned: the local day in the household's zone on which the member spent them; null otherwise.</summary>
    public LocalDate? SpentOn
    {
        get => rare?.SpentOn;
        init => rare = value is null && rare is null ? null : Rare.Of((rare ?? Rare.Nothing) with { SpentOn = value });
    }

    // Left out where there are none: entries that were stored before holds existed read and write back to the same bytes.
    [JsonInclude, JsonPropertyName("timedOut")]
    internal ImmutableArray<string>? StoredTimedOut
    {
        get => TimedOut.IsDefaultOrEmpty ? null : TimedOut;
        init => TimedOut = value ?? [];
    }

    private sealed record Rare(QualifyingPoints? Qualifying, QualifyingSum? Window, TierStanding? Tier, LoyaltyAccountId? Member, LocalDate? SpentOn)
    {
        public static Rare Nothing { get; } = new(null, null, null, null, null);

        public static Rare? Of(Rare rare) => rare == Nothing ? null : rare;
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
