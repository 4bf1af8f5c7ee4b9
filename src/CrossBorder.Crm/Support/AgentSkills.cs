using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Support;

/// <summary>Whom an agent answers, apart from when.</summary>
internal static class AgentSkills
{
    /// <summary>Whether an agent is active, answers for a market and speaks a language well enough.</summary>
    public static bool Answers(this Agent agent, LanguageTag language, MarketId? market, int minLevel) =>
        agent.AnswersFor(market)
        && agent.Languages.Any(skill => skill.Level >= minLevel && TicketRouting.Serves(skill.Language, language));

    /// <summary>Whether an agent is active and answers for a market; null asks for none in particular.</summary>
    public static bool AnswersFor(this Agent agent, MarketId? market) =>
        agent.IsActive && (market is null || agent.Markets.IsEmpty || agent.Markets.Contains(market.Value));

    /// <summary>Refuses a level that there is not.</summary>
    public static void RequireLevel(int minLevel, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minLevel, 1, parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minLevel, 5, parameter);
    }
}
