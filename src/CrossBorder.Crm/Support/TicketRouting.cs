using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>An agent as routing sees her.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Shift">Her shifts, compiled; null where her calendar is missing.</param>
/// <param name="InHand">What the tickets that she has in hand weigh, in units of her capacity.</param>
public sealed record AgentOnDuty(Agent Agent, BusinessTimeline? Shift, int InHand);

/// <summary>Who gets a ticket: hard filters first, then the least cost, each with its reasons. Nobody is an answer, with the instant at which somebody can.</summary>
public static partial class TicketRouting
{
    private const int MaxList = 32;

    private static readonly Duration Horizon = Duration.FromDays(366);

    /// <summary>Decides for one ticket.</summary>
    /// <param name="request">What the ticket needs.</param>
    /// <param name="agents">The staff. Their order does not matter: ties go to who has less in hand, then to the smaller id.</param>
    /// <param name="costs">What speaks against an agent; null for <see cref="RouteCosts.Default"/>.</param>
    /// <exception cref="ArgumentException">A part of the request is not valid, or an agent is given twice; the message names it.</exception>
    public static RouteDecision Decide(RouteRequest request, IEnumerable<AgentOnDuty> agents, RouteCosts? costs = null)
    {
        Require(request);
        var staff = Staff(agents);
        return Decide(request, staff, costs ?? RouteCosts.Default, staff.ConvertAll(agent => NextShift(agent.Shift, request.At, request.ShiftLeft)));
    }

    /// <summary>How well an agent's language serves a customer's: the same language, and the same script where both name one. Regions do not matter.</summary>
    /// <param name="spoken">The agent's language.</param>
    /// <param name="asked">The customer's.</param>
    public static bool Serves(LanguageTag spoken, LanguageTag asked) =>
        spoken.Language == asked.Language && (spoken.Script is null || asked.Script is null || spoken.Script == asked.Script);

    private static RouteDecision Decide(RouteRequest request, List<AgentOnDuty> staff, RouteCosts costs, List<Instant?> shifts)
    {
        ImmutableArray<AgentVerdict> verdicts =
        [
            .. staff.Select((agent, i) => (agent.InHand, Verdict: RouteFit.Of(request, agent).Explain(request, agent, shifts[i], costs)))
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

    // The earliest instant from the asked one on at which enough of a shift is left; null where none comes within a year.
    private static Instant? NextShift(BusinessTimeline? shift, Instant at, Duration left)
    {
        for (var from = at; shift?.NextOpen(from) is { } opens && opens - at <= Horizon;)
        {
            if (shift.NextClose(opens) is not { } closes || closes - opens >= left)
            {
                return opens;
            }

            from = closes;
        }

        return null;
    }

    private static List<AgentOnDuty> Staff(IEnumerable<AgentOnDuty> agents)
    {
        ArgumentNullException.ThrowIfNull(agents);
        var staff = agents.OrderBy(agent => agent.Agent.Id.Value).ToList();
        for (var i = 0; i < staff.Count; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(staff[i].InHand, nameof(agents));
            if (i > 0 && staff[i].Agent.Id == staff[i - 1].Agent.Id)
            {
                throw new ArgumentException($"The agent {staff[i].Agent.Id} is given twice.", nameof(agents));
            }
        }

        return staff;
    }

    private static void Require(RouteRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireRange(request.MinLevel, 1, 5, "minLevel");
        RequireRange(request.MinMarketLevel, 1, 5, "minMarketLevel");
        RequireRange(request.Weight, 1, AgentValidation.MaxCapacity, "weight");
        if (request.ShiftLeft < Duration.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(request), request.ShiftLeft, "The rest of the shift that is needed cannot be negative.");
        }

        if (request.Languages.IsDefaultOrEmpty || request.Languages.Length > MaxList || request.Languages.Contains(default))
        {
            throw new ArgumentException($"The request names 1 to {MaxList} languages, none of them the default value.", nameof(request));
        }

        if (request.Topics.IsDefault || request.Topics.Length > MaxList)
        {
            throw new ArgumentException($"The request names at most {MaxList} topics; an empty list says that it needs none.", nameof(request));
        }

        for (var i = 0; i < request.Topics.Length; i++)
        {
            RequireRange(request.Topics[i].Level, 1, 5, $"topics[{i}]");
            var topic = request.Topics[i].Topic;
            if (string.IsNullOrWhiteSpace(topic) || request.Topics.Take(i).Any(other => other.Topic == topic))
            {
                throw new ArgumentException($"The request, topics[{i}]: '{topic}' is empty or given twice.", nameof(request));
            }
        }
    }

    private static void RequireRange(int value, int least, int most, string place, string parameter = "request")
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(parameter, value, $"The request, {place}: it is from {least} to {most}.");
        }
    }
}
