using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;
using NodaTime.Text;

namespace CrossBorder.Crm.Support;

/// <summary>How an agent fits what a ticket needs, before it is put into words: a batch judges tens of thousands of pairs and explains few.</summary>
internal readonly struct RouteFit
{
    private readonly Obstacle obstacles;
    private readonly int languageIndex;
    private readonly LanguageSkill language;
    private readonly int marketLevel;

    private RouteFit(Obstacle obstacles, int languageIndex, LanguageSkill language, int marketLevel) =>
        (this.obstacles, this.languageIndex, this.language, this.marketLevel) = (obstacles, languageIndex, language, marketLevel);

    [Flags]
    private enum Obstacle
    {
        None = 0,
        Inactive = 1,
        NoLanguage = 2,
        NoMarket = 4,
        NoTopic = 8,
    }

    /// <summary>Whether she has what the ticket needs, shift and room aside.</summary>
    public bool IsSkilled => obstacles == Obstacle.None;

    public static RouteFit Of(RouteRequest request, AgentOnDuty candidate)
    {
        var agent = candidate.Agent;
        var obstacles = agent.IsActive ? Obstacle.None : Obstacle.Inactive;
        var (index, skill) = BestLanguage(request, agent);
        obstacles |= index < 0 ? Obstacle.NoLanguage : Obstacle.None;
        var level = 5;
        if (request.Market is { } market)
        {
            level = MarketLevel(agent, market);
            obstacles |= level < request.MinMarketLevel ? Obstacle.NoMarket : Obstacle.None;
        }

        foreach (var topic in request.Topics)
        {
            obstacles |= TopicLevel(agent, topic.Topic) < topic.Level ? Obstacle.NoTopic : Obstacle.None;
        }

        return new(obstacles, index, skill, level);
    }

    /// <summary>What she costs apart from her load.</summary>
    public int CostOfSkills(RouteRequest request, Agent agent, RouteCosts costs)
    {
        var cost = costs.SecondLanguage * languageIndex + costs.Level * (5 - language.Level) + costs.MarketLevel * (5 - marketLevel);
        foreach (var topic in request.Topics)
        {
            cost += costs.TopicLevel * (5 - TopicLevel(agent, topic.Topic));
        }

        return cost
            + (request.LastAgent is { } last && last != agent.Id ? costs.OtherAgent : 0)
            + (request.Assignee is { } now && now != agent.Id ? costs.Handover : 0);
    }

    /// <summary>What her load costs, whatever the ticket.</summary>
    public static int CostOfLoad(Agent agent, int inHand, RouteCosts costs) => costs.Load * inHand / agent.Capacity;

    /// <summary>The verdict in words.</summary>
    /// <param name="request">What the ticket needs.</param>
    /// <param name="candidate">The agent that was judged.</param>
    /// <param name="byShift">When her shift lets her take it; null where none comes.</param>
    /// <param name="costs">The costs.</param>
    public AgentVerdict Explain(RouteRequest request, AgentOnDuty candidate, Instant? byShift, RouteCosts costs)
    {
        var obstacles = Obstacles(request, candidate);
        var onlyShift = obstacles.Count == 0;
        if (candidate.Shift is null)
        {
            obstacles.Add(new("no_calendar", 0, "names a calendar that there is not"));
        }
        else if (byShift != request.At)
        {
            var then = byShift is { } at ? $"can take it from {InstantPattern.General.Format(at)}" : "has no long enough shift within a year";
            obstacles.Add(candidate.Shift.IsOpen(request.At)
                ? new("shift_ends", 0, $"the shift ends {InstantPattern.General.Format(candidate.Shift.NextClose(request.At)!.Value)}; {then}")
                : new("off_shift", 0, $"is off shift; {then}"));
        }

        if (obstacles.Count > 0)
        {
            return new() { Agent = candidate.Agent.Id, Qualifies = false, QualifiesAt = onlyShift ? byShift : null, Reasons = obstacles.DrainToImmutable() };
        }

        var reasons = Reasons(request, candidate, costs);
        return new() { Agent = candidate.Agent.Id, Qualifies = true, QualifiesAt = request.At, Cost = reasons.Sum(reason => reason.Cost), Reasons = reasons };
    }

    private ImmutableArray<RouteReason>.Builder Obstacles(RouteRequest request, AgentOnDuty candidate)
    {
        var agent = candidate.Agent;
        var found = ImmutableArray.CreateBuilder<RouteReason>();
        if (obstacles.HasFlag(Obstacle.Inactive))
        {
            found.Add(new("inactive", 0, "is not active"));
        }

        if (obstacles.HasFlag(Obstacle.NoLanguage))
        {
            found.Add(new("no_language", 0, $"does not speak {string.Join(" or ", request.Languages)}{AtLevel(request.MinLevel)}"));
        }

        if (obstacles.HasFlag(Obstacle.NoMarket))
        {
            found.Add(new("no_market", 0, $"does not answer for {request.Market}{AtLevel(request.MinMarketLevel)}"));
        }

        if (obstacles.HasFlag(Obstacle.NoTopic))
        {
            var missing = request.Topics.Where(topic => TopicLevel(agent, topic.Topic) < topic.Level).Select(topic => topic.Topic + AtLevel(topic.Level));
            found.Add(new("no_topic", 0, $"is not versed in {string.Join(", ", missing)}"));
        }

        if (candidate.InHand + request.Weight > agent.Capacity)
        {
            var asks = request.Weight == 1 ? "" : $"; the ticket takes {request.Weight}";
            found.Add(new("full", 0, $"has {candidate.InHand} of {agent.Capacity} units in hand{asks}"));
        }

        return found;
    }

    private ImmutableArray<RouteReason> Reasons(RouteRequest request, AgentOnDuty candidate, RouteCosts costs)
    {
        var agent = candidate.Agent;
        var reasons = ImmutableArray.CreateBuilder<RouteReason>();
        reasons.Add(new("load", CostOfLoad(agent, candidate.InHand, costs), $"has {candidate.InHand} of {agent.Capacity} units in hand"));
        if (languageIndex > 0)
        {
            reasons.Add(new("second_language", costs.SecondLanguage * languageIndex, $"answers in {language.Language}, choice {languageIndex + 1} of the customer"));
        }

        if (language.Level < 5)
        {
            reasons.Add(new("level", costs.Level * (5 - language.Level), $"speaks {language.Language} at level {language.Level} of 5"));
        }

        if (marketLevel < 5)
        {
            reasons.Add(new("market_level", costs.MarketLevel * (5 - marketLevel), $"knows {request.Market} at level {marketLevel} of 5"));
        }

        foreach (var topic in request.Topics)
        {
            if (TopicLevel(agent, topic.Topic) is < 5 and var level)
            {
                reasons.Add(new("topic_level", costs.TopicLevel * (5 - level), $"is versed in {topic.Topic} at level {level} of 5"));
            }
        }

        if (request.LastAgent is { } last && last != agent.Id)
        {
            reasons.Add(new("other_agent", costs.OtherAgent, "takes over from the agent who answered last"));
        }

        if (request.Assignee is { } now && now != agent.Id)
        {
            reasons.Add(new("handover", costs.Handover, "takes the ticket from who has it now"));
        }

        return reasons.DrainToImmutable();
    }

    private static (int Index, LanguageSkill Skill) BestLanguage(RouteRequest request, Agent agent)
    {
        for (var i = 0; i < request.Languages.Length; i++)
        {
            var best = default(LanguageSkill);
            foreach (var skill in agent.Languages)
            {
                if (skill.Level >= request.MinLevel && skill.Level > best.Level && TicketRouting.Serves(skill.Language, request.Languages[i]))
                {
                    best = skill;
                }
            }

            if (best.Level > 0)
            {
                return (i, best);
            }
        }

        return (-1, default);
    }

    private static int MarketLevel(Agent agent, MarketId market)
    {
        if (!agent.Markets.IsEmpty && !agent.Markets.Contains(market))
        {
            return 0;
        }

        foreach (var skill in agent.MarketSkills)
        {
            if (skill.Market == market)
            {
                return skill.Level;
            }
        }

        return 5;
    }

    private static int TopicLevel(Agent agent, string topic)
    {
        foreach (var skill in agent.Topics)
        {
            if (skill.Topic == topic)
            {
                return skill.Level;
            }
        }

        return 0;
    }

    private static string AtLevel(int level) => level > 1 ? $" at level {level}" : "";
}
