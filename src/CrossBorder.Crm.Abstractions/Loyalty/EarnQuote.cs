using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What an order earns, and from what that was computed: kept with the grant, so that it can be explained for good.</summary>
public sealed record EarnQuote
{
    /// <summary>How many points; not negative.</summary>
    public required Points Points { get; init; }

    /// <summary>What the customer paid for goods, in the currency that she paid in.</summary>
    public required Money Basis { get; init; }

    /// <summary>The unit of the rate that was applied.</summary>
    public required Money Unit { get; init; }

    /// <summary>How many points that unit earned.</summary>
    public required Points PointsPerUnit { get; init; }

    /// <summary>How many units of the rate's currency one unit of the basis' currency was worth; 1 for the same currency.</summary>
    public required decimal Rate { get; init; }

    /// <summary>The version of the programme.</summary>
    public required long ProgramVersion { get; init; }
}
