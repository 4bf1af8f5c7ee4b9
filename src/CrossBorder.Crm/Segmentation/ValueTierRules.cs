using System.Collections.Immutable;
using System.Globalization;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Segmentation;

/// <summary>Which value tier a customer is in: entry and a lower exit threshold, and a minimum stay. Pure.</summary>
public static class ValueTierRules
{
    /// <summary>Decides the tier.</summary>
    /// <param name="tiers">The rules, the highest tier first.</param>
    /// <param name="net">What she paid net, in the reporting currency.</param>
    /// <param name="current">The tier that she is in and since when; null for a customer who was never judged.</param>
    /// <param name="asOf">The instant to judge for.</param>
    /// <returns>The tier, and why.</returns>
    public static (ValueTier Tier, string Reason) Decide(
        ImmutableArray<ValueTierRule> tiers, decimal net, (ValueTier Tier, Instant Since)? current, Instant asOf)
    {
        foreach (var rule in tiers)
        {
            if (net >= rule.EnterAt)
            {
                return (rule.Tier, Because($"net {net:0.##} reached {rule.EnterAt:0.##}"));
            }

            if (current is not { } now || now.Tier != rule.Tier)
            {
                continue;
            }

            if (net >= rule.StayAt)
            {
                return (rule.Tier, Because($"net {net:0.##} is still above {rule.StayAt:0.##}"));
            }

            var until = now.Since + Duration.FromDays(rule.MinimumStayDays);
            if (asOf < until)
            {
                return (rule.Tier, Because($"she stays at least {rule.MinimumStayDays} days, until {until}"));
            }
        }

        return (ValueTier.Normal, tiers.IsEmpty ? "no tier is defined" : Because($"net {net:0.##} is below {tiers[^1].EnterAt:0.##}"));
    }

    /// <summary>Refuses rules that contradict each other, naming the place.</summary>
    internal static void Require(ImmutableArray<ValueTierRule> tiers)
    {
        for (var i = 0; i < tiers.Length; i++)
        {
            var rule = tiers[i];
            if (rule.StayAt > rule.EnterAt)
            {
                throw new ArgumentException($"Tier '{rule.Tier}' is entered at {rule.EnterAt} but left below {rule.StayAt}; leaving takes less.", nameof(tiers));
            }

            ArgumentOutOfRangeException.ThrowIfNegative(rule.MinimumStayDays, nameof(tiers));
            if (rule.Tier == default || rule.Tier == ValueTier.Normal || tiers.Take(i).Any(other => other.Tier == rule.Tier))
            {
                throw new ArgumentException($"Tier number {i + 1} ('{rule.Tier}') has no name of its own; 'normal' is whoever enters none.", nameof(tiers));
            }

            if (i > 0 && rule.EnterAt >= tiers[i - 1].EnterAt)
            {
                throw new ArgumentException($"Tier '{rule.Tier}' must be entered below '{tiers[i - 1].Tier}': the highest comes first.", nameof(tiers));
            }
        }
    }

    private static string Because(FormattableString reason) => reason.ToString(CultureInfo.InvariantCulture);
}
