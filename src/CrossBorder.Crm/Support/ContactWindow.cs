using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>The earliest instant at which the customer is awake, an agent is on shift and the consent allows it, with what was in the way before.</summary>
/// <remarks>
/// Each of them says when it opens next; nothing before the last of those can do, so the search jumps there and asks again. Its cost
/// grows with the number of jumps, not with the time between them.
/// </remarks>
public static class ContactWindow
{
    /// <summary>How far ahead is looked.</summary>
    public static Duration Horizon { get; } = Duration.FromDays(366);

    /// <summary>Finds the window.</summary>
    /// <param name="request">What is wanted.</param>
    /// <exception cref="ArgumentException">The level is not 1 to 5, the length is negative or beyond the horizon, or the list of agents is missing.</exception>
    public static ContactAnswer Find(ContactRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        AgentSkills.RequireLevel(request.MinLevel, nameof(request));
        ArgumentOutOfRangeException.ThrowIfLessThan(request.MinLength, Duration.Zero, nameof(request));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.MinLength, Horizon, nameof(request));
        if (request.Agents.IsDefault)
        {
            throw new ArgumentException("The list of agents is missing; an empty one says that there are none.", nameof(request));
        }

        var end = request.From + Horizon;
        var agents = request.Agents.Where(agent => agent.Shift is not null && Answers(agent.Agent, request)).ToArray();
        var conditions = Conditions(request, [.. agents.Select(agent => agent.Shift!)], end);
        var obstacles = ImmutableArray.CreateBuilder<ContactObstacle>();
        for (var at = request.From; at < end;)
        {
            var closed = conditions.Select(condition => (condition, Opens: condition.NextOpen(at))).Where(item => item.Opens != at).ToArray();
            foreach (var (condition, opens) in closed)
            {
                obstacles.Add(Obstacle(condition.Code, condition.Text, at, opens is { } instant && instant < end ? instant : null));
            }

            if (Array.Exists(closed, item => item.Opens is null))
            {
                break;
            }

            if (closed.Length > 0)
            {
                at = closed.Max(item => item.Opens!.Value);
                continue;
            }

            var closes = Instant.Min(end, conditions.Min(condition => condition.NextClose(at)));
            if (closes - at >= request.MinLength)
            {
                return new()
                {
                    Window = new(at, closes),
                    Agents = [.. agents.Where(agent => agent.Shift!.IsOpen(at)).Select(agent => agent.Agent.Id)],
                    Obstacles = obstacles.DrainToImmutable(),
                };
            }

            obstacles.Add(Obstacle("too_short", $"only {TimeText.Of(closes - at)} are left in which a contact is possible", at, closes));
            at = closes;
        }

        return new() { Obstacles = obstacles.DrainToImmutable() };
    }

    private static bool Answers(Agent agent, ContactRequest request) => request.Language is { } language
        ? agent.Answers(language, request.Market, request.MinLevel)
        : agent.AnswersFor(request.Market);

    private static List<Condition> Conditions(ContactRequest request, BusinessTimeline[] shifts, Instant end)
    {
        var conditions = new List<Condition>
        {
            Condition.Of("asleep", $"the customer is not awake ({request.Waking.Name})", request.Waking, end),
            new("no_agent", "no agent is on shift", at => shifts.Min(shift => shift.NextOpen(at)), at => ShiftsEnd(shifts, at, end)),
        };
        if (request.ConsentHours is { } hours)
        {
            conditions.Add(Condition.Of("no_consent", $"the consent does not allow it at this hour ({hours.Name})", hours, end));
        }

        if (request.ConsentSpan is { } span)
        {
            conditions.Add(new(
                "no_consent",
                "the consent does not hold",
                at => span.HasStart && at < span.Start ? (span.HasEnd && span.Start == span.End ? null : span.Start) : span.HasEnd && at >= span.End ? null : at,
                _ => span.HasEnd ? span.End : end));
        }

        return conditions;
    }

    // Where one shift ends and another one is on, or begins at that very instant, somebody is still there.
    private static Instant ShiftsEnd(BusinessTimeline[] shifts, Instant at, Instant end)
    {
        var on = at;
        while (on < end && Array.Exists(shifts, shift => shift.IsOpen(on)))
        {
            on = shifts.Where(shift => shift.IsOpen(on)).Max(shift => shift.NextClose(on) ?? end);
        }

        return on;
    }

    private static ContactObstacle Obstacle(string code, string text, Instant from, Instant? until) => new()
    {
        Code = code,
        From = from,
        Until = until,
        Text = $"{text} at {TimeText.Of(from)}{(until is { } instant ? $", until {TimeText.Of(instant)}" : ", for at least a year")}",
    };

    /// <summary>One thing that must hold: when it holds next, and, where it holds, until when.</summary>
    private sealed record Condition(string Code, string Text, Func<Instant, Instant?> NextOpen, Func<Instant, Instant> NextClose)
    {
        public static Condition Of(string code, string text, BusinessTimeline timeline, Instant end) =>
            new(code, text, timeline.NextOpen, at => timeline.NextClose(at) ?? end);
    }
}
