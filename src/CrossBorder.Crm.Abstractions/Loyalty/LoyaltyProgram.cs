using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>How a shop grants and takes points: data, in versions. An order names the version that it was granted under.</summary>
public sealed record LoyaltyProgram
{
    /// <summary>The version, from 1; set by the service.</summary>
    public long Version { get; init; }

    /// <summary>The IANA zone in which days, months and years of the programme are counted.</summary>
    public required string Zone { get; init; }

    /// <summary>The currency that orders in currencies without a rate of their own are converted to.</summary>
    public required CurrencyCode Currency { get; init; }

    /// <summary>What a currency earns; at least the programme's own, each currency once.</summary>
    public required ImmutableArray<EarnRate> Rates { get; init; }

    /// <summary>Whether parts of a unit earn.</summary>
    public EarnMode Mode { get; init; } = EarnMode.Proportional;

    /// <summary>How long points are valid; null for ever. Counted from the local day of the earn.</summary>
    public LotValidity? Validity { get; init; }

    /// <summary>When points become spendable; null at once.</summary>
    public LotActivation? Activation { get; init; }

    /// <summary>What happens where a refund takes back more points than there are.</summary>
    public ClawbackPolicy Clawback { get; init; } = ClawbackPolicy.AllowNegative;

    /// <summary>The other choices of the ledger; null for the defaults.</summary>
    public LedgerPolicies? Policies { get; init; }

    /// <summary>Minimum, exclusions, multipliers and caps; null for none of them.</summary>
    public EarnTerms? Earning { get; init; }

    /// <summary>What of an order earns; null for the defaults. For the host, which computes the basis by the rule <c>EarnRules.BaseOf</c>.</summary>
    public EarnBase? Base { get; init; }

    /// <summary>What points are worth at the checkout; null where they cannot be spent on orders.</summary>
    public BurnProgram? Burning { get; init; }

    /// <summary>The tiers that orders lead to; null for none.</summary>
    public TierLadder? Tiers { get; init; }

    /// <summary>What each tier is entitled to in each market; null for nothing.</summary>
    public BenefitPlan? Benefits { get; init; }

    /// <summary>When members are told that points are about to expire; null for never.</summary>
    public NoticePlan? Notices { get; init; }

    /// <summary>When it is told that a voucher is about to expire; null for never.</summary>
    public NoticePlan? VoucherNotices { get; init; }

    /// <summary>What members earn points for besides orders; null for nothing.</summary>
    public TriggerPlan? Triggers { get; init; }

    /// <summary>What it gives for friends who are brought along; null for nothing.</summary>
    public ReferralPlan? Referrals { get; init; }

    /// <summary>How members share an account; null for the defaults.</summary>
    public HouseholdPlan? Households { get; init; }

    /// <inheritdoc/>
    public bool Equals(LoyaltyProgram? other) =>
        other is not null && Version == other.Version && Zone == other.Zone && Currency == other.Currency && Rates.SequenceEqual(other.Rates)
        && Mode == other.Mode && Validity == other.Validity && Activation == other.Activation && Clawback == other.Clawback
        && Policies == other.Policies && Earning == other.Earning && Burning == other.Burning && Tiers == other.Tiers && Benefits == other.Benefits
        && Notices == other.Notices && VoucherNotices == other.VoucherNotices && Base == other.Base && Triggers == other.Triggers
        && Referrals == other.Referrals && Households == other.Households;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Version, Zone, Currency, Rates.Length);
}

/// <summary>What an amount in a currency earns.</summary>
public sealed record EarnRate
{
    /// <summary>The unit that earns, such as 1.00 EUR; above zero and whole in minor units.</summary>
    public required Money Unit { get; init; }

    /// <summary>How many points a unit earns; from 1.</summary>
    public required Points Points { get; init; }
}

/// <summary>Whether parts of a unit earn.</summary>
public enum EarnMode
{
    /// <summary>Every minor unit earns its share; the sum is rounded down once, at the very end.</summary>
    Proportional,

    /// <summary>Only whole units earn.</summary>
    PerFullUnit,
}

/// <summary>What a refund does where the points that it takes back are spent.</summary>
public enum ClawbackPolicy
{
    /// <summary>The account owes them: what becomes spendable later pays first. The default.</summary>
    AllowNegative,

    /// <summary>They are waived for good.</summary>
    ClampToZero,
}

/// <summary>A stretch of the calendar that a validity may end with.</summary>
public enum CalendarPeriod
{
    /// <summary>A month.</summary>
    Month,

    /// <summary>A quarter of the year.</summary>
    Quarter,

    /// <summary>A half of the year.</summary>
    HalfYear,

    /// <summary>A year.</summary>
    Year,
}

/// <summary>How long points are valid. Exactly one of the first four members is set.</summary>
/// <remarks>The last day of validity is usable to its end in the programme's zone.</remarks>
public sealed record LotValidity
{
    /// <summary>The last day itself.</summary>
    public LocalDate? LastDay { get; init; }

    /// <summary>So many days after the local day of the earn; from 0.</summary>
    public int? Days { get; init; }

    /// <summary>So many months after it, clamped to the month's last day; from 0.</summary>
    public int? Months { get; init; }

    /// <summary>To the end of the period that the earn lies in.</summary>
    public CalendarPeriod? EndOf { get; init; }

    /// <summary>With <see cref="EndOf"/>: so many years later; from 0.</summary>
    public int YearsLater { get; init; }

    /// <summary>With <see cref="Days"/> or <see cref="Months"/>: then to the end of this period.</summary>
    public CalendarPeriod? RoundUpTo { get; init; }

    /// <summary>The day that <see cref="Days"/>, <see cref="Months"/> and <see cref="EndOf"/> count from; null for the day of the earn.</summary>
    public ValidityStart? CountsFrom { get; init; }
}

/// <summary>The day that a validity counts from.</summary>
public enum ValidityStart
{
    /// <summary>The local day of the earn. The default.</summary>
    Earn,

    /// <summary>The local day on which the points become spendable.</summary>
    Activation,
}

/// <summary>When points become spendable. Exactly one member is set.</summary>
public sealed record LotActivation
{
    /// <summary>So many elapsed hours after the earn; from 0.</summary>
    public int? Hours { get; init; }

    /// <summary>At the start of the local day so many days after the local day of the earn; 0 is the midnight before the earn.</summary>
    public int? Days { get; init; }
}
