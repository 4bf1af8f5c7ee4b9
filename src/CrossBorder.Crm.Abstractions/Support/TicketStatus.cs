namespace CrossBorder.Crm.Support;

/// <summary>Where a ticket stands.</summary>
public enum TicketStatus
{
    /// <summary>Nobody has worked on it yet.</summary>
    New,

    /// <summary>An agent is to act.</summary>
    Open,

    /// <summary>The customer is to answer.</summary>
    Pending,

    /// <summary>A third party is to act, such as a carrier.</summary>
    Hold,

    /// <summary>Done; a message of the customer opens it again.</summary>
    Solved,

    /// <summary>Done for good.</summary>
    Closed,
}
