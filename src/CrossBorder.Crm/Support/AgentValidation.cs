using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Support;

/// <summary>What makes an agent valid: a name, a shift, a language, and each thing once.</summary>
public static class AgentValidation
{
    /// <summary>The largest capacity, and the largest weight of a ticket.</summary>
    public const int MaxCapacity = 1000;

    /// <summary>The longest name of a topic, in UTF-16 units.</summary>
    public const int MaxTopicLength = 64;

    /// <summary>Refuses an agent that is not valid.</summary>
    /// <param name="agent">The agent.</param>
    /// <exception cref="ArgumentException">A part is not valid; the message names it.</exception>
    public static void Require(Agent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        agent.Id.ThrowIfDefault(nameof(agent));
        StoredText.Require(agent.Name, maxLength: 100, nameof(agent));
        if (agent.Shift == default)
        {
            throw Fault(agent, "shift", "no calendar is named");
        }

        if (agent.Capacity is < 1 or > MaxCapacity)
        {
            throw Fault(agent, "capacity", $"{agent.Capacity} is not from 1 to 1,000");
        }

        if (agent.Languages.IsDefaultOrEmpty)
        {
            throw Fault(agent, "languages", "at least one is needed");
        }

        for (var i = 0; i < agent.Languages.Length; i++)
        {
            var (language, level) = agent.Languages[i];
            if (language == default || level is < 1 or > 5)
            {
                throw Fault(agent, $"languages[{i}]", $"a language and a level from 1 to 5 are needed, not '{language}' at {level}");
            }

            if (agent.Languages.IndexOf(agent.Languages.First(skill => skill.Language == language)) != i)
            {
                throw Fault(agent, $"languages[{i}]", $"'{language}' is given twice");
            }
        }

        if (agent.Markets.IsDefault || agent.Markets.Contains(default) || agent.Markets.Distinct().Count() != agent.Markets.Length)
        {
            throw Fault(agent, "markets", "each is a market, and given once; an empty list means every market");
        }

        for (var i = 0; i < agent.MarketSkills.Length; i++)
        {
            var (market, level) = agent.MarketSkills[i];
            RequireLevel(agent, $"marketSkills[{i}]", level);
            if (market == default || agent.MarketSkills.Take(i).Any(other => other.Market == market))
            {
                throw Fault(agent, $"marketSkills[{i}]", $"'{market}' is no market or is given twice");
            }

            if (!agent.Markets.IsEmpty && !agent.Markets.Contains(market))
            {
                throw Fault(agent, $"marketSkills[{i}]", $"she does not answer for '{market}'");
            }
        }

        for (var i = 0; i < agent.Topics.Length; i++)
        {
            var (topic, level) = agent.Topics[i];
            StoredText.Require(topic, MaxTopicLength, nameof(agent));
            RequireLevel(agent, $"topics[{i}]", level);
            if (agent.Topics.Take(i).Any(other => other.Topic == topic))
            {
                throw Fault(agent, $"topics[{i}]", $"'{topic}' is given twice");
            }
        }
    }

    private static void RequireLevel(Agent agent, string place, int level)
    {
        if (level is < 1 or > 5)
        {
            throw Fault(agent, place, $"the level is {level}; it is from 1 to 5");
        }
    }

    private static ArgumentException Fault(Agent agent, string place, string fault) => new($"Agent {agent.Id}, {place}: {fault}.", nameof(agent));
}
