namespace CrossBorder.Crm.Primitives;

/// <summary>Codes of <see cref="ServiceStandard.Benefits"/> that every shop knows. The set is open: a host adds its own.</summary>
public static class BenefitCodes
{
    /// <summary>Returns cost the customer nothing.</summary>
    public const string FreeReturns = "free_returns";

    /// <summary>Delivery costs the customer nothing.</summary>
    public const string FreeDelivery = "free_delivery";

    /// <summary>Her parcels leave first.</summary>
    public const string PriorityDelivery = "priority_delivery";

    /// <summary>She may buy before a sale opens.</summary>
    public const string EarlyAccess = "early_access";
}
