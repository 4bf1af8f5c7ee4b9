using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What members earn points for besides orders.</summary>
public sealed record TriggerPlan
{
    /// <summary>The triggers; each code once, at most 64.</summary>
    public required ImmutableArray<EarnTrigger> Triggers { get; init; }

    /// <inheritdoc/>
    public bool Equals(TriggerPlan? other) => other is not null && Triggers.SequenceEqual(other.Triggers);

    /// <inheritdoc/>
    public override int GetHashCode() => Triggers.Length;
}

/// <summary>Something besides an order that earns a fixed number of points: a review, an answered survey, a birthday, signing up.</summary>
/// <remarks>
/// The number is fixed on purpose: a review is paid for being written, whatever it says and however many stars it gives. The ledger never learns the
/// score, so it cannot pay by it.
/// </remarks>
public sealed record EarnTrigger
{
    /// <summary>The code, such as <c>review</c>; a-z, 0-9, <c>_</c>, <c>-</c>, <c>.</c>, at most 24.</summary>
    public required string Code { get; init; }

    /// <summary>How many points an occurrence earns; from 1.</summary>
    public required Points Points { get; init; }

    /// <summary>What makes two occurrences the same. The default is the host's reference.</summary>
    public TriggerKind Kind { get; init; }

    /// <summary>How often it is paid to one member in a period; each period once, and a longer one never below a shorter one.</summary>
    public ImmutableArray<TriggerCap> Caps { get; init; } = [];

    /// <summary>Of a birthday: when those born on 29 February have it in other years. The default is 28 February.</summary>
    public LeapDayRule LeapDay { get; init; }

    /// <summary>Of a birthday: for how many local days after it the points can still be claimed; 0 to 180. The default is 7.</summary>
    public int DaysLate { get; init; } = 7;

    /// <summary>How long the points are valid; null for what the programme says.</summary>
    public LotValidity? Validity { get; init; }

    /// <summary>When the points become spendable; null for what the programme says.</summary>
    public LotActivation? Activation { get; init; }

    /// <inheritdoc/>
    public bool Equals(EarnTrigger? other) =>
        other is not null && Code == other.Code && Points == other.Points && Kind == other.Kind && Caps.SequenceEqual(other.Caps) && LeapDay == other.LeapDay
        && DaysLate == other.DaysLate && Validity == other.Validity && Activation == other.Activation;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Points, Kind);
}

/// <summary>What makes two occurrences of a trigger the same one, which is paid once.</summary>
public enum TriggerKind
{
    /// <summary>The host's reference: a review, an answer to a survey. The default.</summary>
    Occurrence,

    /// <summary>There is one for ever: signing up, the first use of the app.</summary>
    Once,

    /// <summary>There is one a year: the birthday, on its local day in the programme's zone.</summary>
    Birthday,
}

/// <summary>When those born on 29 February have their birthday in a year without that day.</summary>
public enum LeapDayRule
{
    /// <summary>On the last day of February. The default.</summary>
    February28,

    /// <summary>On the first day of March.</summary>
    March1,
}

/// <summary>How often a trigger is paid to one member.</summary>
/// <remarks>
/// Counts are kept of the latest 31 days, 10 weeks, 13 months and 3 years in which it was paid. With so many, an occurrence in an earlier period is refused as
/// <c>loyalty.trigger_too_late</c>: a cap holds however late a message comes.
/// </remarks>
/// <param name="Period">The period of the programme's zone that the occurrence's local day lies in.</param>
/// <param name="Times">How often; from 1.</param>
public readonly record struct TriggerCap(EarnPeriod Period, int Times);

/// <summary>Why points were granted without an order, frozen with the grant.</summary>
public sealed record TriggerGrant
{
    /// <summary>The trigger's code; <c>referral:friend</c> and <c>referral:referrer</c> for what a referral gave.</summary>
    public required string Trigger { get; init; }

    /// <summary>The host's reference of the occurrence, of a referral the friend's order; null where the trigger has none.</summary>
    public ExternalRef? Occurrence { get; init; }

    /// <summary>Of a birthday, its year; null otherwise. The day itself is not kept.</summary>
    public int? Year { get; init; }

    /// <summary>The version of the programme that it was granted under.</summary>
    public required long ProgramVersion { get; init; }

    /// <summary>The capped periods that it counts in.</summary>
    [JsonIgnore]
    public ImmutableArray<TriggerPeriod> CountsIn { get; init; } = [];

    [JsonInclude, JsonPropertyName("countsIn")]
    internal ImmutableArray<TriggerPeriod>? StoredCountsIn
    {
        get => CountsIn.IsDefaultOrEmpty ? null : CountsIn;
        init => CountsIn = value ?? [];
    }
}

/// <summary>A period that a trigger is counted over.</summary>
/// <param name="Period">Its kind.</param>
/// <param name="Start">Its first local day.</param>
public readonly record struct TriggerPeriod(EarnPeriod Period, LocalDate Start);

/// <summary>How often a trigger was paid to an account in a period.</summary>
/// <param name="Trigger">The trigger's code.</param>
/// <param name="Period">The kind of period.</param>
/// <param name="Start">Its first local day.</param>
/// <param name="Times">How often.</param>
public readonly record struct TriggerCount(string Trigger, EarnPeriod Period, LocalDate Start, int Times);

/// <summary>An occurrence of a trigger. What it is of is the key: each is paid once, however often it is asked for.</summary>
public sealed record EarnForTrigger
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The code of the trigger in the programme in force.</summary>
    public required string Trigger { get; init; }

    /// <summary>The host's reference of what was done, for a trigger of <see cref="TriggerKind.Occurrence"/>; null for the others.</summary>
    public ExternalRef? Occurrence { get; init; }

    /// <summary>Month and day of birth, for a trigger of <see cref="TriggerKind.Birthday"/>; null for the others. It is not stored.</summary>
    public AnnualDate? Birthday { get; init; }

    /// <summary>When it was done; null for now. Caps and validity count from it, so a late message is counted where it belongs.</summary>
    /// <remarks>Part of what makes a repetition equal only where there is an <see cref="Occurrence"/>: a daily job may claim a birthday with its own time.</remarks>
    public Instant? OccurredAt { get; init; }

    /// <summary>The host's key of the member, kept beside the account so that reports can join the host's tables; null keeps what is stored.</summary>
    /// <remarks>Not part of what makes a repetition equal.</remarks>
    public ExternalRef? Owner { get; init; }
}
