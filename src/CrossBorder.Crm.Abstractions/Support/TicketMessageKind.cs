namespace CrossBorder.Crm.Support;

/// <summary>What sort of message it is, which decides what it does to clocks and status.</summary>
public enum TicketMessageKind
{
    /// <summary>The customer wrote.</summary>
    Customer,

    /// <summary>An agent wrote to the customer.</summary>
    AgentReply,

    /// <summary>The shop's software wrote to the customer. Stops no clock.</summary>
    AutomaticReply,

    /// <summary>Only the staff sees it. Stops no clock.</summary>
    InternalNote,

    /// <summary>What the customer says of the service with her rating. Starts and moves nothing.</summary>
    RatingComment,
}
