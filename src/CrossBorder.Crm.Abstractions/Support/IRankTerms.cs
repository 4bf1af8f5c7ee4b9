namespace CrossBorder.Crm.Support;

/// <summary>A host's own terms of a ticket's rank, beside the boosts of its policy. Registered with the container; all that are registered count.</summary>
public interface IRankTerms
{
    /// <summary>The terms of a ticket: a negative shift is sooner, a positive one later. They count towards the policy's cap.</summary>
    /// <param name="ticket">The ticket after its last event; its rank is still that of before.</param>
    /// <remarks>
    /// Called with every event. The answer depends on the ticket alone, not on a clock or a table: what else it needs is an attribute of the ticket, so that a
    /// rank does not move while the ticket ages. Changed terms take effect with a ticket's next event.
    /// </remarks>
    IEnumerable<RankTerm> TermsOf(Ticket ticket);
}
