using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>An account came from another system; its lots follow, one entry each.</summary>
public sealed record AccountImported : LedgerEntry
{
    /// <summary>The account in the other system.</summary>
    public required ExternalRef Source { get; init; }

    /// <summary>Orders placed before it earned there.</summary>
    public required Instant ImportedBefore { get; init; }

    /// <summary>What the refund of such an order does, frozen when the account was imported.</summary>
    public required ForeignRefunds ForeignRefunds { get; init; }

    /// <summary>What a refund beyond the balance does, frozen when the account was imported.</summary>
    public required ClawbackPolicy Clawback { get; init; }

    /// <summary>What the account owed there.</summary>
    public Points Debt { get; init; }

    /// <summary>What counted towards tiers there, as the ladder sums it; null where nothing was handed over.</summary>
    public AccountSums? Sums { get; init; }
}

/// <summary>Points came from another system: a lot with the age and the end that it had there.</summary>
public sealed record PointsImported : LedgerEntry
{
    /// <summary>How many were left. Zero only for an order that may yet be refunded.</summary>
    public required Points Points { get; init; }

    /// <summary>When they were earned.</summary>
    public required Instant EarnedAt { get; init; }

    /// <summary>From when on they are spendable, inclusive.</summary>
    public required Instant AvailableFrom { get; init; }

    /// <summary>Until when they are spendable, exclusive; null for ever.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>The order that earned them, as it stood there; null where there is none.</summary>
    public OpeningOrder? Order { get; init; }

    /// <summary>What a refund beyond the balance does to this order, frozen when it was imported.</summary>
    public required ClawbackPolicy Clawback { get; init; }

    /// <summary>What else a refund of this order follows, frozen when it was imported; null for the default.</summary>
    public RefundTerms? RefundTerms { get; init; }

    /// <summary>
    /// The local calendar year among whose imported sums the order's points are, so that its refund lowers it; null where none were handed over, or the
    /// ladder measures what is spent.
    /// </summary>
    public int? CountedYear { get; init; }

    /// <summary>The first day of the month among whose imported sums they are, where the ladder sums months.</summary>
    public LocalDate? CountedMonth { get; init; }
}

/// <summary>The receipt of one imported account.</summary>
public sealed record ImportReceipt
{
    /// <summary>How many points were posted.</summary>
    public required Points Points { get; init; }

    /// <summary>How many lots were posted, orders without points included.</summary>
    public required int Lots { get; init; }

    /// <summary>How many points expired at once: their lot was over by then.</summary>
    public required Points Expired { get; init; }

    /// <summary>What was owed.</summary>
    public required Points Debt { get; init; }
}
