namespace CrossBorder.Crm.Customers;

/// <summary>How something about a customer is known. A better source replaces a weaker one, never the other way round.</summary>
public enum Provenance
{
    /// <summary>It is the market's default; nothing is known of the person.</summary>
    Default,

    /// <summary>It was concluded, from an address or from when she writes.</summary>
    Inferred,

    /// <summary>She said so.</summary>
    Stated,
}

/// <summary>A customer's time zone and how it is known.</summary>
public sealed record CustomerZone
{
    /// <summary>The IANA zone, such as <c>America/Sao_Paulo</c>.</summary>
    public required string Zone { get; init; }

    /// <summary>How it is known.</summary>
    public required Provenance Provenance { get; init; }
}
