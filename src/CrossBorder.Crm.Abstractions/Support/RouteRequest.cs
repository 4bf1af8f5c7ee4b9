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

    /// <summary>The lowest level of knowing the market that will do, 1 to 5.</summary>
    public int MinMarketLevel { get; init; } = 1;

    /// <summary>What the agent must be versed in, and how well at least: every one of these, each topic once.</summary>
    public ImmutableArray<TopicSkill> Topics { get; init; } = [];

    /// <summary>How much room the ticket takes of an agent's capacity; 1 to 1,000.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>How much of the shift must be left: the time that handling it is expected to take.</summary>
    /// <value>The default is none.</value>
    public Duration ShiftLeft { get; init; } = Duration.Zero;

    /// <summary>The agent who answered the customer last, where there is one: she knows the case.</summary>
    public AgentId? LastAgent { get; init; }

    /// <summary>The agent who has the ticket now, where one has: giving it to another is a handover.</summary>
    public AgentId? Assignee { get; init; }
}
