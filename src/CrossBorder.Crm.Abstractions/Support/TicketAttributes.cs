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

    /// <summary>What an agent must be versed in to answer, such as <c>customs</c>.</summary>
    public const string Topic = "topic";

    /// <summary>How much depends on it: <c>low</c>, <c>medium</c>, <c>high</c>.</summary>
    public const string Impact = "impact";

    /// <summary>How soon it does harm: <c>low</c>, <c>medium</c>, <c>high</c>.</summary>
    public const string Urgency = "urgency";

    /// <summary>The how-manieth complaint of the customer in 30 days it is: <see cref="RankFacts.Complaints"/>.</summary>
    public const string Complaints = "complaints";

    /// <summary>How many agents speak the customer's language: <see cref="RankFacts.Speakers"/>.</summary>
    public const string Speakers = "speakers";

    /// <summary>How the customer feels, -100 to 100: <see cref="RankFacts.Sentiment"/>.</summary>
    public const string Sentiment = "sentiment";
}
