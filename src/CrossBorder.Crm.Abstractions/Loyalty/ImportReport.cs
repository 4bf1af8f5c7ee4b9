using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What became of a batch, or of many: for accounts, lots, points, debt, tiers and what counts towards them, given = stored + already there + refused.</summary>
public sealed record ImportReport
{
    /// <summary>What was given. Points that are out of range count as none.</summary>
    public ImportSum Given { get; init; }

    /// <summary>What was stored now.</summary>
    public ImportSum Stored { get; init; }

    /// <summary>What an earlier call had stored.</summary>
    public ImportSum AlreadyThere { get; init; }

    /// <summary>What was refused.</summary>
    public ImportSum Refused { get; init; }

    /// <summary>How many of the points stored or already there expired as they were posted.</summary>
    public Points ExpiredAtOnce { get; init; }

    /// <summary>The points stored or already there by the end of their lots, ascending, never-ending last.</summary>
    public ImmutableArray<ImportedExpiry> ByExpiry { get; init; } = [];

    /// <summary>Why accounts were refused, in the order in which they were given; one row for each thing that is wrong.</summary>
    public ImmutableArray<ImportRefusal> Refusals { get; init; } = [];

    /// <summary>Whether all was stored, now or before.</summary>
    public bool IsComplete => Refused.Accounts == 0;

    /// <summary>The report of two batches together; refusals of the other follow, with their positions in their own batch.</summary>
    /// <param name="other">The other batch.</param>
    public ImportReport Plus(ImportReport other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new()
        {
            Given = Given + other.Given,
            Stored = Stored + other.Stored,
            AlreadyThere = AlreadyThere + other.AlreadyThere,
            Refused = Refused + other.Refused,
            ExpiredAtOnce = ExpiredAtOnce + other.ExpiredAtOnce,
            ByExpiry = ImportedExpiry.Sum(ByExpiry.Concat(other.ByExpiry)),
            Refusals = Refusals.AddRange(other.Refusals),
        };
    }

    /// <inheritdoc/>
    public bool Equals(ImportReport? other) =>
        other is not null && Given == other.Given && Stored == other.Stored && AlreadyThere == other.AlreadyThere && Refused == other.Refused
        && ExpiredAtOnce == other.ExpiredAtOnce && ByExpiry.SequenceEqual(other.ByExpiry) && Refusals.SequenceEqual(other.Refusals);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Given, Stored, AlreadyThere, Refused);
}

/// <summary>Accounts with all that they bring, of a part of an import.</summary>
public readonly record struct ImportSum
{
    /// <summary>How many accounts.</summary>
    public long Accounts { get; init; }

    /// <summary>How many lots.</summary>
    public long Lots { get; init; }

    /// <summary>How many points.</summary>
    public Points Points { get; init; }

    /// <summary>How much debt, in points.</summary>
    public Points Debt { get; init; }

    /// <summary>How many accounts came with a tier.</summary>
    public long Tiers { get; init; }

    /// <summary>What counts towards tiers, in what the ladder measures.</summary>
    public long Qualifying { get; init; }

    /// <summary>The sum of both.</summary>
    public static ImportSum operator +(ImportSum x, ImportSum y) => x.Plus(y);

    /// <summary>The sum of both.</summary>
    /// <param name="other">The other part.</param>
    public ImportSum Plus(ImportSum other) => new()
    {
        Accounts = Accounts + other.Accounts,
        Lots = Lots + other.Lots,
        Points = Points + other.Points,
        Debt = Debt + other.Debt,
        Tiers = Tiers + other.Tiers,
        Qualifying = Qualifying + other.Qualifying,
    };
}

/// <summary>The imported points that end at one instant.</summary>
/// <param name="ExpiresAt">The end, exclusive; null for never.</param>
/// <param name="Points">How many.</param>
public readonly record struct ImportedExpiry(Instant? ExpiresAt, Points Points)
{
    internal static ImmutableArray<ImportedExpiry> Sum(IEnumerable<ImportedExpiry> parts) =>
    [
        .. parts.GroupBy(part => part.ExpiresAt ?? Instant.MaxValue).OrderBy(group => group.Key)
            .Select(group => new ImportedExpiry(group.First().ExpiresAt, group.Aggregate(Points.Zero, (sum, part) => sum + part.Points))),
    ];
}

/// <summary>Why an account was not imported.</summary>
public sealed record ImportRefusal
{
    /// <summary>The account's position in its batch, from 0.</summary>
    public required int Position { get; init; }

    /// <summary>The lot's position in the account, from 0; null where it is the account itself.</summary>
    public int? Lot { get; init; }

    /// <summary>The account's key in the other system.</summary>
    public required string Key { get; init; }

    /// <summary>Which rule it breaks, and with what.</summary>
    public required CrmError Error { get; init; }
}
