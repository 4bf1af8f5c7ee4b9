using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What a ticket needs of the agent who gets it.</summary>
public sealed record RouteRequest
{
    /// <summary>When the ticket is to be given to somebody.</summary>
    public required Instant At { get; init; }

    /// <summary>The languages that the customer can be answered in, the best one first; at least one.</summary>
    public required ImmutableArray<LanguageTag> Languages { get; init; }

    /// <summary>The lowest level of the language that will do, 1 to 5.</summary>
    public int MinLevel { get; init; } = 1;

    /// <summary>The market, where it matters.</summary>
    public MarketId? Market { get; init; }

    /// <summary>How much of the shift must be left.</summary>
    /// <value>The default is none.</value>
    public Duration ShiftLeft { get; init; } = Duration.Zero;

    /// <summary>The agent who answered the customer last, where there is one: she knows the case.</summary>
    public AgentId? LastAgent { get; init; }
}

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
/// <param name="Code">What it is, for machines: <c>no_language</c>, <c>no_market</c>, <c>inactive</c>, <c>full</c>, <c>no_calendar</c>, <c>off_shift</c>, <c>shift_ends</c>, <c>load</c>, <c>second_language</c>, <c>level</c>, <c>other_agent</c>.</param>
/// <param name="Cost">What it adds to the cost; 0 for what is in the way.</param>
/// <param name="Text">What it is, for people, in English.</param>
public sealed record RouteReason(string Code, int Cost, string Text);
