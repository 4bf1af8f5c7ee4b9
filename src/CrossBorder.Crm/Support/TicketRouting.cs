using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;
using NodaTime;
using NodaTime.Text;

namespace CrossBorder.Crm.Support;

/// <summary>An agent as routing sees her.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Shift">Her shifts, compiled; null where her calendar is missing.</param>
/// <param name="InHand">How many tickets she has in hand.</param>
public sealed record AgentOnDuty(Agent Agent, BusinessTimeline? Shift, int InHand);

/// <summary>Who gets a ticket: hard filters first, then the least cost, each with its reasons. Nobody is an answer, with the instant at which somebody can.</summary>
public static class TicketRouting
{
    /// <summary>What a full load costs; a part of it costs that part.</summary>
    public const int LoadCost = 1000;

    /// <summary>What each step down the customer's list of languages costs.</summary>
    public const int SecondLanguageCost = 400;

    /// <summary>What each level below 5 costs.</summary>
    public const int LevelCost = 50;

    /// <summary>What it costs that another agent than the last one takes over.</summary>
    public const int OtherAgentCost = 200;

    private static readonly Duration Horizon = Duration.FromDays(366);

    /// <summary>Decides.</summary>
    /// <param name="request">What the ticket needs.</param>
    /// <param name="agents">The staff. Their order does not matter: ties go to who has less in hand, then to the smaller id.</param>
    /// <exception cref="ArgumentException">No language is named, the level is not 1 to 5, or the rest of the shift is negative.</exception>
    public static RouteDecision Decide(RouteRequest request, IEnumerable<AgentOnDuty> agents)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(agents);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.MinLevel, 1, nameof(request));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.MinLevel, 5, nameof(request));
        ArgumentOutOfRangeException.ThrowIfLessThan(request.ShiftLeft, Duration.Zero, nameof(request));
        if (request.Languages.IsDefaultOrEmpty)
        {
            throw new ArgumentException("The request names no language.", nameof(request));
        }

        ImmutableArray<AgentVerdict> verdicts =
        [
            .. agents.Select(agent => (agent.InHand, Verdict: Judge(request, agent)))
                .OrderByDescending(item => item.Verdict.Qualifies)
                .ThenBy(item => item.Verdict.Qualifies ? item.Verdict.Cost : 0)
                .ThenBy(item => item.Verdict.QualifiesAt ?? Instant.MaxValue)
                .ThenBy(item => item.InHand)
                .ThenBy(item => item.Verdict.Agent.Value)
                .Select(item => item.Verdict),
        ];
        return new RouteDecision
        {
            Agent = verdicts is [{ Qualifies: true } best, ..] ? best.Agent : null,
            Verdicts = verdicts,
            NextPossibleAt = verdicts.Min(verdict => verdict.QualifiesAt),
        };
    }

    /// <summary>How well an agent's language serves a customer's: the same language, and the same script where both name one. Regions do not matter.</summary>
    /// <param name="spoken">The agent's language.</param>
    /// <param name="asked">The customer's.</param>
    public static bool Serves(LanguageTag spoken, LanguageTag asked) =>
        spoken.Language == asked.Language && (spoken.Script is null || asked.Script is null || spoken.Script == asked.Script);

    private static AgentVerdict Judge(RouteRequest request, AgentOnDuty candidate)
    {
        var agent = candidate.Agent;
        var obstacles = ImmutableArray.CreateBuilder<RouteReason>();
        var language = BestLanguage(request, agent);
        if (!agent.IsActive)
        {
            obstacles.Add(new("inactive", 0, "is not active"));
        }

        if (language is null)
        {
            obstacles.Add(new("no_language", 0, $"does not speak {string.Join(" or ", request.Languages)}{(request.MinLevel > 1 ? $" at level {request.MinLevel}" : "")}"));
        }

        if (request.Market is { } market && !agent.Markets.IsEmpty && !agent.Markets.Contains(market))
        {
            obstacles.Add(new("no_market", 0, $"does not answer for {market}"));
        }

        if (candidate.InHand >= agent.Capacity)
        {
            obstacles.Add(new("full", 0, $"has {candidate.InHand} of {agent.Capacity} tickets in hand"));
        }

        var byShift = candidate.Shift is null ? null : NextShift(request, candidate.Shift);
        var onlyShift = obstacles.Count == 0;
        if (candidate.Shift is null)
        {
            obstacles.Add(new("no_calendar", 0, "names a calendar that there is not"));
        }
        else if (byShift != request.At)
        {
            obstacles.Add(ShiftObstacle(request, candidate.Shift, byShift));
        }

        if (obstacles.Count > 0)
        {
            return new() { Agent = agent.Id, Qualifies = false, QualifiesAt = onlyShift ? byShift : null, Reasons = obstacles.DrainToImmutable() };
        }

        var costs = Costs(request, candidate, language!.Value);
        return new() { Agent = agent.Id, Qualifies = true, QualifiesAt = request.At, Cost = costs.Sum(reason => reason.Cost), Reasons = costs };
    }

    private static ImmutableArray<RouteReason> Costs(RouteRequest request, AgentOnDuty candidate, (int Index, LanguageSkill Skill) language)
    {
        var agent = candidate.Agent;
        var costs = ImmutableArray.CreateBuilder<RouteReason>();
        costs.Add(new("load", LoadCost * candidate.InHand / agent.Capacity, $"has {candidate.InHand} of {agent.Capacity} tickets in hand"));
        if (language.Index > 0)
        {
            costs.Add(new("second_language", SecondLanguageCost * language.Index, $"answers in {language.Skill.Language}, choice {language.Index + 1} of the customer"));
        }

        if (language.Skill.Level < 5)
        {
            costs.Add(new("level", LevelCost * (5 - language.Skill.Level), $"speaks {language.Skill.Language} at level {language.Skill.Level} of 5"));
        }

        if (request.LastAgent is { } last && last != agent.Id)
        {
            costs.Add(new("other_agent", OtherAgentCost, "takes over from the agent who answered last"));
        }

        return costs.DrainToImmutable();
    }

    private static (int Index, LanguageSkill Skill)? BestLanguage(RouteRequest request, Agent agent)
    {
        for (var i = 0; i < request.Languages.Length; i++)
        {
            var skills = agent.Languages.Where(skill => skill.Level >= request.MinLevel && Serves(skill.Language, request.Languages[i])).ToList();
            if (skills.Count > 0)
            {
                return (i, skills.MaxBy(skill => skill.Level));
            }
        }

        return null;
    }

    // The earliest instant from the asked one on at which enough of a shift is left.
    private static Instant? NextShift(RouteRequest request, BusinessTimeline shift)
    {
        for (var from = request.At; shift.NextOpen(from) is { } opens && opens - request.At <= Horizon;)
        {
            if (shift.NextClose(opens) is not { } closes || closes - opens >= request.ShiftLeft)
            {
                return opens;
            }

            from = closes;
        }

        return null;
    }

    private static RouteReason ShiftObstacle(RouteRequest request, BusinessTimeline shift, Instant? next)
    {
        var then = next is { } at ? $"can take it from {InstantPattern.General.Format(at)}" : "has no long enough shift within a year";
        return shift.IsOpen(request.At)
            ? new("shift_ends", 0, $"the shift ends {InstantPattern.General.Format(shift.NextClose(request.At)!.Value)}; {then}")
            : new("off_shift", 0, $"is off shift; {then}");
    }
}
