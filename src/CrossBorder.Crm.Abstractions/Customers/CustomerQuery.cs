using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Customers;

/// <summary>Which customers to list; all conditions hold. Ordered by id.</summary>
public sealed record CustomerQuery
{
    /// <summary>Only those of a market.</summary>
    public MarketId? Market { get; init; }

    /// <summary>Only those with a contact point of this key.</summary>
    public MatchKey? Match { get; init; }

    /// <summary>Only those whom a system of the host knows by this key.</summary>
    public ExternalRef? External { get; init; }
}
