namespace CrossBorder.Crm.Support;

/// <summary>Names of the attributes that the library itself reads. A host adds its own freely.</summary>
public static class TicketAttributes
{
    /// <summary>The customer's value tier.</summary>
    public const string Tier = "tier";

    /// <summary>The market.</summary>
    public const string Market = "market";

    /// <summary>The channel on which the ticket was opened.</summary>
    public const string Channel = "channel";

    /// <summary>The language in which the customer is answered, as BCP 47 tag.</summary>
    public const string Language = "language";

    /// <summary>What it is about: question, complaint, return.</summary>
    public const string Type = "type";

    /// <summary>The brand under which the customer bought.</summary>
    public const string Brand = "brand";
}
