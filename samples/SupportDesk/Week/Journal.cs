using System.Collections.Immutable;
using CrossBorder.Crm.Support;
using NodaTime;

namespace SupportDesk.Week;

/// <summary>What sort of thing was decided, or happened.</summary>
internal enum Deed
{
    Opened,
    AnsweredFirst,
    NotAnsweredFirst,
    Assigned,
    NobodyFound,
    Kept,
    HandoverPlanned,
    HandedOver,
    Escalated,
    Replied,
    Solved,
    CustomerWrote,
    Merged,
    Rated,
    Refused,
}

/// <summary>One decision, and why it was taken: the library gives the reasons, the host keeps them.</summary>
internal sealed record Decision(Instant At, TicketId Ticket, Deed Deed, string What)
{
    public ImmutableArray<string> Why { get; init; } = [];

    /// <summary>The agent whom it concerns, where it does.</summary>
    public AgentId? Agent { get; init; }

    /// <summary>What it is counted by, such as the rule of an escalation.</summary>
    public string? Code { get; init; }
}

/// <summary>Every decision of the week.</summary>
internal sealed class Journal
{
    private readonly List<Decision> decisions = [];

    public IReadOnlyList<Decision> Decisions => decisions;

    public void Add(Decision decision) => decisions.Add(decision);

    public IEnumerable<Decision> Of(TicketId ticket) => decisions.Where(decision => decision.Ticket == ticket);

    public int Count(Deed deed) => decisions.Count(decision => decision.Deed == deed);
}
