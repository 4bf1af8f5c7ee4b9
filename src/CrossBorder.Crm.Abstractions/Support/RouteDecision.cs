using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>Who gets a ticket, and why; or that nobody does, and when somebody can.</summary>
public sealed record RouteDecision
{
    /// <summary>The agent; null for nobody.</summary>
    public AgentId? Agent { get; init; }

    /// <summary>Every agent that was considered: those who qualify first, the cheapest before all, the others by when they qualify.</summary>
    public ImmutableArray<AgentVerdict> Verdicts { get; init; } = [];

    /// <summary>The earliest instant at which somebody qualifies by her shift alone; null where nobody does within a year. The asked instant where somebody does now.</summary>
    public Instant? NextPossibleAt { get; init; }
}

/// <summary>What speaks for or against one agent.</summary>
public sealed record AgentVerdict
{
    /// <summary>The agent.</summary>
    public required AgentId Agent { get; init; }

    /// <summary>Whether she can take the ticket.</summary>
    public required bool Qualifies { get; init; }

    /// <summary>When her shift lets her take it; null where more than her shift is in the way, or none comes within a year.</summary>
    public Instant? QualifiesAt { get; init; }

    /// <summary>The sum of the costs of the reasons; the least wins.</summary>
    public int Cost { get; init; }

    /// <summary>The reasons: what is in the way, or what she costs.</summary>
    public ImmutableArray<RouteReason> Reasons { get; init; } = [];
}

/// <summary>One reason of a verdict.</summary>
/// <param name="Code">
/// What it is, for machines. In the way: <c>inactive</c>, <c>no_language</c>, <c>no_market</c>, <c>no_topic</c>, <c>full</c>, <c>no_calendar</c>, <c>off_shift</c>,
/// <c>shift_ends</c>. A cost: <c>load</c>, <c>second_language</c>, <c>level</c>, <c>market_level</c>, <c>topic_level</c>, <c>other_agent</c>, <c>handover</c>.
/// </param>
/// <param name="Cost">What it adds to the cost; 0 for what is in the way.</param>
/// <param name="Text">What it is, for people, in English.</param>
public sealed record RouteReason(string Code, int Cost, string Text);
