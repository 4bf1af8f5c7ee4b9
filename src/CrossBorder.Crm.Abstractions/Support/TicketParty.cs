namespace CrossBorder.Crm.Support;

/// <summary>Who did something to a ticket.</summary>
public enum TicketParty
{
    /// <summary>The customer.</summary>
    Customer,

    /// <summary>A member of the staff.</summary>
    Agent,

    /// <summary>The shop's own software, such as a rule or a sweep.</summary>
    System,
}
