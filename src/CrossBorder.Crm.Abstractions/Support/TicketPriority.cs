namespace CrossBorder.Crm.Support;

/// <summary>How pressing a ticket is. Selects the targets of its service level.</summary>
public enum TicketPriority
{
    /// <summary>Can wait.</summary>
    Low,

    /// <summary>The ordinary case.</summary>
    Normal,

    /// <summary>Before the ordinary.</summary>
    High,

    /// <summary>At once.</summary>
    Urgent,
}
