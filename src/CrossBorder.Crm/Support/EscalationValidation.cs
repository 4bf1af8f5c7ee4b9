using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What makes the rules of escalation of a policy valid.</summary>
internal static class EscalationValidation
{
    public static void Require(SlaPolicy policy)
    {
        if (policy.Escalations.Length > SlaPolicy.MaxEscalations)
        {
            throw SlaPolicyValidation.Fault(
                policy, "escalations", $"there are {policy.Escalations.Length}; at most {SlaPolicy.MaxEscalations} are allowed");
        }

        var codes = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < policy.Escalations.Length; i++)
        {
            var place = $"escalations[{i}]";
            var rule = policy.Escalations[i] ?? throw SlaPolicyValidation.Fault(policy, place, "is missing");
            Require(policy, place, rule);
            if (!codes.Add(rule.Code))
            {
                throw SlaPolicyValidation.Fault(policy, place, $"the code '{rule.Code}' is given twice");
            }
        }
    }

    /// <summary>What makes a target of an escalation valid, in a rule and by hand.</summary>
    public static void Require(int level, EscalationTarget target, string parameter)
    {
        ArgumentNullException.ThrowIfNull(target, parameter);
        if (level is < 1 or > 9)
        {
            throw new ArgumentOutOfRangeException(parameter, level, "The level of an escalation is from 1 to 9.");
        }

        if (target is { Role: null, Queue: null, Agent: null } || target.Agent == default(AgentId))
        {
            throw new ArgumentException("An escalation names a role, a queue or an agent.", parameter);
        }

        foreach (var code in new[] { target.Role, target.Queue }.OfType<string>())
        {
            StoredText.RequireCode(code, maxLength: 64, parameter);
        }
    }

    private static void Require(SlaPolicy policy, string place, EscalationRule rule)
    {
        try
        {
            StoredText.RequireCode(rule.Code, maxLength: 64, nameof(policy));
            Require(rule.Level, rule.To, nameof(policy));
        }
        catch (ArgumentException fault)
        {
            throw SlaPolicyValidation.Fault(policy, place, fault.Message);
        }

        SlaPolicyValidation.RequireConditions(policy, $"{place}.when", rule.When);
        foreach (var status in rule.Statuses)
        {
            SlaPolicyValidation.RequireKnown(policy, $"{place}.statuses", status);
        }

        foreach (var metric in rule.Metrics)
        {
            SlaPolicyValidation.RequireKnown(policy, $"{place}.metrics", metric);
        }

        var looksAtClocks = EscalationRules.LooksAtClocks(rule);
        if (rule is { MinPercentUsed: not null, AfterDue: not null } || (!looksAtClocks && !rule.Metrics.IsEmpty))
        {
            throw SlaPolicyValidation.Fault(
                policy, place, "a rule that looks at clocks names either the share that is used or the time after due, and only such a rule names metrics");
        }

        if (rule.MinPercentUsed is < 1 or > 1000)
        {
            throw SlaPolicyValidation.Fault(policy, $"{place}.minPercentUsed", $"the share is {rule.MinPercentUsed} %; from 1 to 1000 are allowed");
        }

        if (rule.AfterDue < Duration.Zero || rule.AfterDue > SlaGoal.MaxWithin)
        {
            throw SlaPolicyValidation.Fault(policy, $"{place}.afterDue", $"the time after due is {rule.AfterDue}; from 0 to {SlaGoal.MaxWithin} is allowed");
        }

        if (rule.MinReopened < 0)
        {
            throw SlaPolicyValidation.Fault(policy, $"{place}.minReopened", $"the number of reopenings is {rule.MinReopened}; it cannot be negative");
        }

        if (rule.RepeatEvery is { } every)
        {
            SlaPolicyValidation.RequireTime(policy, $"{place}.repeatEvery", every);
            if (rule.MaxTimes is < 2 or > 100)
            {
                throw SlaPolicyValidation.Fault(policy, place, $"it fires at most {rule.MaxTimes} times; from 2 to 100 are allowed where it repeats");
            }
        }
    }
}
