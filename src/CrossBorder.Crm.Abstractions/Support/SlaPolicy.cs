using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What service certain tickets get: targets by metric and priority, each in a calendar of its own, and how their queue is ordered.</summary>
/// <remarks>Of a tenant's policies, in their <see cref="Order"/>, the first whose conditions all hold applies. Equal if all parts are, in their order.</remarks>
public sealed record SlaPolicy
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int MaxNameLength = 64;

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

    /// <inheritdoc/>
    public bool Equals(SlaPolicy? other) =>
        other is not null && Name == other.Name && Order == other.Order && ExactFill == other.ExactFill && Ranking == other.Ranking
        && When.AsSpan().SequenceEqual(other.When.AsSpan()) && Goals.AsSpan().SequenceEqual(other.Goals.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Order, Goals.IsDefault ? 0 : Goals.Length);
}

/// <summary>The target of one metric at one priority.</summary>
public sealed record SlaGoal
{
    /// <summary>What is measured.</summary>
    public required SlaMetric Metric { get; init; }

    /// <summary>The priority for which it holds.</summary>
    public required TicketPriority Priority { get; init; }

    /// <summary>The allowed open time; more than zero.</summary>
    public required Duration Within { get; init; }

    /// <summary>The calendar in which it is counted.</summary>
    public required CalendarId Calendar { get; init; }
}
