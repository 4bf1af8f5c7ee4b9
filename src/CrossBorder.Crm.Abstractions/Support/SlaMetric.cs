namespace CrossBorder.Crm.Support;

/// <summary>What a clock of the service level measures. Names and meanings follow Zendesk's documentation of its SLA metrics.</summary>
public enum SlaMetric
{
    /// <summary>From creation by the customer (or her first message, where an agent created the ticket) to the first public reply of an agent.</summary>
    FirstReply,

    /// <summary>After the first reply: from the oldest unanswered message of the customer to the next public reply.</summary>
    NextReply,

    /// <summary>From each public reply to the next one, whatever the status.</summary>
    PeriodicUpdate,

    /// <summary>From each public reply to the next one; paused while the customer is to answer.</summary>
    PausableUpdate,

    /// <summary>From creation to the solution, while the customer waits for the shop: new, open and hold.</summary>
    RequesterWait,

    /// <summary>From creation to the solution, while agents can work: new and open.</summary>
    AgentWork,

    /// <summary>From creation to the solution.</summary>
    TotalResolution,

    /// <summary>From a promise to a complaining customer to the final answer, whatever the status. Not of Zendesk: it runs only where a promise was given.</summary>
    PromisedAnswer,
}
