using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What makes the rules of a desk valid: a whole matrix, each channel once, costs that are not negative.</summary>
public static class DeskRulesValidation
{
    private const int MaxCost = 1_000_000;

    private static readonly Duration MaxHandlingTime = Duration.FromDays(31);

    /// <summary>Refuses rules that are not valid.</summary>
    /// <param name="rules">The rules.</param>
    /// <exception cref="ArgumentException">A part is not valid; the message names the first such place.</exception>
    public static void Require(DeskRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        RequireMatrix(rules.Matrix ?? throw Fault("matrix", "is missing"));
        RequireChannels(rules);
        var costs = rules.Costs ?? throw Fault("costs", "is missing");
        RequireCost("load", costs.Load);
        RequireCost("secondLanguage", costs.SecondLanguage);
        RequireCost("level", costs.Level);
        RequireCost("marketLevel", costs.MarketLevel);
        RequireCost("topicLevel", costs.TopicLevel);
        RequireCost("otherAgent", costs.OtherAgent);
        RequireCost("handover", costs.Handover);
        if (!Enum.IsDefined(rules.Handover))
        {
            throw Fault("handover", $"{rules.Handover} is not known");
        }
    }

    private static void RequireMatrix(PriorityMatrix matrix)
    {
        if (matrix.Cells.IsDefault)
        {
            throw Fault("matrix", "has no cells");
        }

        var seen = new HashSet<(TicketImpact, TicketUrgency)>();
        for (var i = 0; i < matrix.Cells.Length; i++)
        {
            var cell = matrix.Cells[i];
            if (!Enum.IsDefined(cell.Impact) || !Enum.IsDefined(cell.Urgency) || !Enum.IsDefined(cell.Priority))
            {
                throw Fault($"matrix[{i}]", $"{cell.Impact}, {cell.Urgency} or {cell.Priority} is not known");
            }

            if (!seen.Add((cell.Impact, cell.Urgency)))
            {
                throw Fault($"matrix[{i}]", $"impact {cell.Impact} and urgency {cell.Urgency} are given twice");
            }
        }

        foreach (var impact in Enum.GetValues<TicketImpact>())
        {
            foreach (var urgency in Enum.GetValues<TicketUrgency>())
            {
                if (!seen.Contains((impact, urgency)))
                {
                    throw Fault("matrix", $"has no cell for impact {impact} and urgency {urgency}");
                }
            }
        }
    }

    private static void RequireChannels(DeskRules rules)
    {
        if (rules.Channels.IsDefault)
        {
            throw Fault("channels", "is missing; an empty list says that there are none");
        }

        for (var i = 0; i < rules.Channels.Length; i++)
        {
            var load = rules.Channels[i] ?? throw Fault($"channels[{i}]", "is missing");
            if (load.Channel == default || rules.Channels.Take(i).Any(other => other.Channel == load.Channel))
            {
                throw Fault($"channels[{i}]", $"'{load.Channel}' is no channel or is given twice");
            }

            if (load.Weight is < 1 or > AgentValidation.MaxCapacity)
            {
                throw Fault($"channels[{i}]", $"the weight is {load.Weight}; it is from 1 to {AgentValidation.MaxCapacity}");
            }

            if (load.HandlingTime < Duration.Zero || load.HandlingTime > MaxHandlingTime)
            {
                throw Fault($"channels[{i}]", $"the handling time is {load.HandlingTime}; it is from none to {MaxHandlingTime.Days} days");
            }
        }
    }

    private static void RequireCost(string place, int cost)
    {
        if (cost is < 0 or > MaxCost)
        {
            throw Fault($"costs.{place}", $"the cost is {cost}; it is from 0 to {MaxCost}");
        }
    }

    private static ArgumentException Fault(string place, string fault, string parameter = "rules") => new($"Desk rules, {place}: {fault}.", parameter);
}
