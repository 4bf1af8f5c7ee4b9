using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What service certain tickets get: targets by metric and priority, each in a calendar of its own, and how their queue is ordered.</summary>
/// <remarks>Of a tenant's policies, in their <see cref="Order"/>, the first whose conditions all hold applies. Equal if all parts are, in their order.</remarks>
public sealed record SlaPolicy
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int MaxNameLength = 64;

    /// <summary>The most rules of escalation that a policy has.</summary>
    public const int MaxEscalations = 32;

    /// <summary>The host's name of the policy, such as <c>us-vip</c>. Unique within the tenant.</summary>
    public required string Name { get; init; }

    /// <summary>The id by which the policy is stored; follows from <see cref="Name"/>.</summary>
    [JsonIgnore]
    public SlaPolicyId Id => SlaPolicyId.Named(Name);

    /// <summary>Where it stands among the tenant's policies: smaller first, ties by name.</summary>
    public int Order { get; init; }

    /// <summary>What must hold of a ticket; all of it. None fits every ticket.</summary>
    public ImmutableArray<AttributeCondition> When { get; init; } = [];

    /// <summary>The targets; at most one a metric and priority.</summary>
    public ImmutableArray<SlaGoal> Goals { get; init; } = [];

    /// <summary>When a target is due that is used up exactly at a closing time.</summary>
    /// <value>The default is the closing time.</value>
    public ExactFill ExactFill { get; init; }

    /// <summary>How tickets under this policy are ordered.</summary>
    public RankingRules Ranking { get; init; } = RankingRules.Default;

    /// <summary>When a ticket under this policy is escalated, and to whom; at most <see cref="MaxEscalations"/>.</summary>
    [OmitWhenEmpty]
    public ImmutableArray<EscalationRule> Escalations { get => field.IsDefault ? [] : field; init; }

    /// <inheritdoc/>
    public bool Equals(SlaPolicy? other) =>
        other is not null && Name == other.Name && Order == other.Order && ExactFill == other.ExactFill && Ranking == other.Ranking
        && When.AsSpan().SequenceEqual(other.When.AsSpan()) && Goals.AsSpan().SequenceEqual(other.Goals.AsSpan())
        && Escalations.AsSpan().SequenceEqual(other.Escalations.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Order, Goals.IsDefault ? 0 : Goals.Length);
}
