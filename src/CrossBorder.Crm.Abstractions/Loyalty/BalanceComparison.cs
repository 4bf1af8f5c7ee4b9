using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>An account's figures in the other system. What is null is not compared.</summary>
public sealed record OtherBalance
{
    /// <summary>The account here.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>What can be spent there.</summary>
    public Points? Available { get; init; }

    /// <summary>What becomes spendable later there.</summary>
    public Points? Pending { get; init; }

    /// <summary>What is set aside there.</summary>
    public Points? Reserved { get; init; }

    /// <summary>What is owed there.</summary>
    public Points? Debt { get; init; }

    /// <summary>The member's tier there.</summary>
    public ValueTier? Tier { get; init; }

    /// <summary>What counts towards tiers there in the ladder's current window: points, or minor units of the programme's currency.</summary>
    public long? Qualifying { get; init; }

    /// <summary>The lots there: points left and not set aside, by their end, in any order; the default is not to compare them.</summary>
    public ImmutableArray<ImportedExpiry> Lots { get; init; }
}

/// <summary>How an account compares.</summary>
public enum ComparisonOutcome
{
    /// <summary>Every figure that was given is the same.</summary>
    Equal,

    /// <summary>A figure differs.</summary>
    Different,

    /// <summary>The account is there, and has no entry here.</summary>
    MissingHere,

    /// <summary>The account is here, and is not among those that were given.</summary>
    MissingThere,
}

/// <summary>One account in both systems.</summary>
public sealed record AccountComparison
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>How it compares.</summary>
    public required ComparisonOutcome Outcome { get; init; }

    /// <summary>The figures that differ; of an account that is missing on one side, all that are not zero on the other; tiers and what counts towards them only where they were given.</summary>
    public ImmutableArray<FigureDifference> Differences { get; init; } = [];

    /// <summary>What is here: available, pending, reserved, less debt.</summary>
    public required Points Here { get; init; }

    /// <summary>What is there by the figures that were given: available, pending, reserved, less debt.</summary>
    public required Points There { get; init; }

    /// <inheritdoc/>
    public bool Equals(AccountComparison? other) =>
        other is not null && Account == other.Account && Outcome == other.Outcome && Differences.SequenceEqual(other.Differences) && Here == other.Here && There == other.There;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Account, Outcome, Here, There);
}

/// <summary>What a figure is of.</summary>
public enum ComparedFigure
{
    /// <summary>What can be spent.</summary>
    Available,

    /// <summary>What becomes spendable later.</summary>
    Pending,

    /// <summary>What is set aside.</summary>
    Reserved,

    /// <summary>What is owed.</summary>
    Debt,

    /// <summary>Points left of lots with one end.</summary>
    Lot,

    /// <summary>The tier.</summary>
    Tier,

    /// <summary>What counts towards tiers in the ladder's current window, in what the ladder measures.</summary>
    Qualifying,
}

/// <summary>A figure that differs.</summary>
public sealed record FigureDifference
{
    /// <summary>Which.</summary>
    public required ComparedFigure Figure { get; init; }

    /// <summary>Of <see cref="ComparedFigure.Lot"/>: the end of the lots, exclusive; null for never.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>Of <see cref="ComparedFigure.Tier"/>: the tier here; null where the account is not here, or the programme has none.</summary>
    public ValueTier? TierHere { get; init; }

    /// <summary>Of <see cref="ComparedFigure.Tier"/>: the tier there.</summary>
    public ValueTier? TierThere { get; init; }

    /// <summary>How much here; zero of a tier.</summary>
    public required Points Here { get; init; }

    /// <summary>How much there; zero of a tier.</summary>
    public required Points There { get; init; }
}

/// <summary>Comparisons added up.</summary>
public readonly record struct ComparisonTotals
{
    /// <summary>How many accounts were the same.</summary>
    public long Equal { get; init; }

    /// <summary>How many differed.</summary>
    public long Different { get; init; }

    /// <summary>How many were missing here.</summary>
    public long MissingHere { get; init; }

    /// <summary>How many were missing there.</summary>
    public long MissingThere { get; init; }

    /// <summary>All that is here.</summary>
    public Points Here { get; init; }

    /// <summary>All that is there by the figures that were given.</summary>
    public Points There { get; init; }

    /// <summary>Whether the systems agree on every account.</summary>
    public bool Agree => Different == 0 && MissingHere == 0 && MissingThere == 0;

    /// <summary>The totals with one more account.</summary>
    /// <param name="account">The account.</param>
    public ComparisonTotals Plus(AccountComparison account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return new()
        {
            Equal = Equal + (account.Outcome == ComparisonOutcome.Equal ? 1 : 0),
            Different = Different + (account.Outcome == ComparisonOutcome.Different ? 1 : 0),
            MissingHere = MissingHere + (account.Outcome == ComparisonOutcome.MissingHere ? 1 : 0),
            MissingThere = MissingThere + (account.Outcome == ComparisonOutcome.MissingThere ? 1 : 0),
            Here = Here + account.Here,
            There = There + account.There,
        };
    }
}
