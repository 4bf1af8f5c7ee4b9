namespace CrossBorder.Crm.Support;

/// <summary>What moves a ticket from one status to another. Which moves are open in which status is a table of the rules.</summary>
public enum TicketMove
{
    /// <summary>The customer wrote; opens what waited for her or was solved.</summary>
    CustomerReplied,

    /// <summary>An agent answered.</summary>
    AgentReplied,

    /// <summary>The customer is to answer.</summary>
    AskCustomer,

    /// <summary>A third party is to act.</summary>
    WaitForThirdParty,

    /// <summary>An agent is to act again: the wait is over, or its follow-up time has come.</summary>
    Resume,

    /// <summary>The concern is settled.</summary>
    Solve,

    /// <summary>It is not settled after all.</summary>
    Reopen,

    /// <summary>Settled for good.</summary>
    Close,
}
