using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Customers;

/// <summary>Something that a customer did or that befell her orders. Immutable; ids only, no personal data.</summary>
public abstract record CustomerActivity
{
    private protected CustomerActivity()
    {
    }

    /// <summary>When it happened, which may be before it was recorded.</summary>
    public required Instant OccurredAt { get; init; }
}

/// <summary>An order was placed.</summary>
public sealed record OrderPlaced : CustomerActivity
{
    /// <summary>The host's order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>What she paid, in the currency that she paid in; not negative.</summary>
    public required Money Total { get; init; }

    /// <summary>The market that she bought in.</summary>
    public required MarketId Market { get; init; }

    /// <summary>What later steps need, as it stood when the order was recorded.</summary>
    public required OrderTerms Terms { get; init; }
}

/// <summary>What was in force when an order was recorded. Frozen, so that a step repeated later gives the same.</summary>
public sealed record OrderTerms
{
    /// <summary>The currency in which the shop compares customers.</summary>
    public required CurrencyCode ReportingCurrency { get; init; }

    /// <summary>How many units of the reporting currency one unit of the order's currency was worth on the day of the order; above zero.</summary>
    public required decimal ReportingRate { get; init; }

    /// <summary>How many units of the loyalty programme's currency one unit of the order's currency was worth; null where she earns no points.</summary>
    public decimal? ProgramRate { get; init; }

    /// <summary>The version of the loyalty programme; null where she earns no points.</summary>
    public long? ProgramVersion { get; init; }

    /// <summary>Her value tier before the order; null where she had none.</summary>
    public ValueTier? Tier { get; init; }

    /// <summary>The code of her segment before the order; null where she had none.</summary>
    public string? Segment { get; init; }
}

/// <summary>Money for an order was given back, in part or whole; the order still counts.</summary>
public sealed record OrderRefunded : CustomerActivity
{
    /// <summary>The order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>How much, in the order's currency; above zero.</summary>
    public required Money Amount { get; init; }
}

/// <summary>An order was called off: it no longer counts, and what was left of its amount is taken back.</summary>
public sealed record OrderCancelled : CustomerActivity
{
    /// <summary>The order.</summary>
    public required ExternalRef Order { get; init; }
}

/// <summary>Money was given back that belongs to no order that is known. Orders count as before.</summary>
public sealed record CreditGiven : CustomerActivity
{
    /// <summary>The host's credit note.</summary>
    public required ExternalRef Credit { get; init; }

    /// <summary>How much; above zero.</summary>
    public required Money Amount { get; init; }

    /// <summary>The currency in which the shop compares customers.</summary>
    public required CurrencyCode ReportingCurrency { get; init; }

    /// <summary>How many units of the reporting currency one unit of the credit's currency was worth on that day; above zero.</summary>
    public required decimal ReportingRate { get; init; }
}
