using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>When it is told that points or vouchers are about to expire.</summary>
public sealed record NoticePlan
{
    /// <summary>
    /// How long before the expiry, in days of 24 hours: each 1 to 366, each once, the longest first, at most 8. Each is told once for every day on
    /// which points of an account expire, and once for the end of a voucher; of several that are due at once, only the shortest.
    /// </summary>
    public required ImmutableArray<int> DaysBefore { get; init; }

    /// <inheritdoc/>
    public bool Equals(NoticePlan? other) => other is not null && DaysBefore.SequenceEqual(other.DaysBefore);

    /// <inheritdoc/>
    public override int GetHashCode() => DaysBefore.Length;
}

/// <summary>That the expiry of one day was told: points that come to that day later are not told again under the same notice.</summary>
public sealed record ExpiryMark
{
    /// <summary>The last day on which the points are usable, in the programme's zone.</summary>
    public required LocalDate LastDay { get; init; }

    /// <summary>Lots that expire after this instant belong to the day.</summary>
    public required Instant After { get; init; }

    /// <summary>Lots that expire by this instant, inclusive, belong to the day.</summary>
    public required Instant Until { get; init; }

    /// <summary>The notice that was told last, in days before the expiry.</summary>
    public required int DaysBefore { get; init; }

    /// <summary>When the next notice of the day is due; null where none is left.</summary>
    public Instant? NextAt { get; init; }
}

/// <summary>The sweep told that points are about to expire. Moves no points.</summary>
public sealed record ExpiryNoticed : LedgerEntry
{
    /// <summary>The days that were told, as they are marked from now on.</summary>
    public required ImmutableArray<ExpiryMark> Marks { get; init; }
}

/// <summary>Points of an account are about to expire. Raised once for each notice of the plan and each day on which any expire.</summary>
public sealed record PointsExpiring : IEventData
{
    /// <inheritdoc/>
    public static string Kind => "points_expiring.v1";

    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The last day on which they are usable, in the programme's zone.</summary>
    public required LocalDate LastDay { get; init; }

    /// <summary>The first instant at which any of them is not usable any more.</summary>
    public required Instant ExpiresAt { get; init; }

    /// <summary>How many, as of the sweep; points in open holds are not among them.</summary>
    public required Points Points { get; init; }

    /// <summary>Which notice of the plan this is, in days before the expiry.</summary>
    public required int DaysBefore { get; init; }
}

/// <summary>What a sweep did.</summary>
/// <param name="Changed">How many accounts and vouchers it wrote to, and referrals it completed.</param>
/// <param name="NextAt">When to sweep again; null where nothing is to come. The time of now where there are more pages.</param>
public readonly record struct LoyaltySweep(int Changed, Instant? NextAt)
{
    /// <summary>Where the page ended; null where nothing that is due comes after it.</summary>
    public string? Next { get; init; }

    /// <summary>How many accounts, vouchers and referrals could not be written to; they were passed over, and are tried again by the next sweep from the beginning.</summary>
    public int Failed { get; init; }
}
