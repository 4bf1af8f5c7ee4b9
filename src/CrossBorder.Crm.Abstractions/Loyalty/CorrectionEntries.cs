using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Points were added by hand.</summary>
public sealed record PointsCredited : LedgerEntry
{
    /// <summary>How many; from 1.</summary>
    public required Points Points { get; init; }

    /// <summary>Until when they are spendable, exclusive; null for ever. They are spendable from the posting on.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>The host's code for why; no personal data.</summary>
    public string? Reason { get; init; }
}

/// <summary>Points were taken away by hand.</summary>
public sealed record PointsDebited : LedgerEntry
{
    /// <summary>How many; from 1.</summary>
    public required Points Points { get; init; }

    /// <summary>Which lots they came from, in the order in which they were taken.</summary>
    public required ImmutableArray<LotShare> From { get; init; }

    /// <summary>How many became debt.</summary>
    public required Points Owed { get; init; }

    /// <summary>The host's code for why; no personal data.</summary>
    public string? Reason { get; init; }
}
