using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>When a ticket is escalated, and to whom. All its conditions must hold. Equal if all parts are, in their order.</summary>
/// <remarks>
/// A rule with <see cref="MinPercentUsed"/> or <see cref="AfterDue"/> looks at clocks, and fires once a clock, unless it repeats. A rule without
/// either looks at the ticket, and fires once a ticket, unless it repeats.
/// </remarks>
public sealed record EscalationRule
{
    /// <summary>The code that escalations name it by, unique in the policy; a-z, 0-9, <c>_</c>, <c>-</c>, <c>.</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The level that it leads to, from 1 to 9.</summary>
    public required int Level { get; init; }

    /// <summary>To whom.</summary>
    public required EscalationTarget To { get; init; }

    /// <summary>What must hold of the ticket's attributes, such as its sentiment or the customer's tier.</summary>
    public ImmutableArray<AttributeCondition> When { get; init; } = [];

    /// <summary>The statuses in which it fires; empty for all but solved and closed.</summary>
    public ImmutableArray<TicketStatus> Statuses { get; init; } = [];

    /// <summary>How often the ticket must have been opened again at least.</summary>
    public int MinReopened { get; init; }

    /// <summary>The clocks that it looks at; empty for all. Only for a rule that looks at clocks.</summary>
    public ImmutableArray<SlaMetric> Metrics { get; init; } = [];

    /// <summary>The share of a clock's target that is used up, in percent, from 1 to 1,000.</summary>
    public int? MinPercentUsed { get; init; }

    /// <summary>The open time after a clock was due, in the target's own calendar; zero or more.</summary>
    public Duration? AfterDue { get; init; }

    /// <summary>
    /// How much later it fires again while its conditions hold, in the target's own calendar, or in calendar time for a rule that looks at no
    /// clock. Null for once.
    /// </summary>
    public Duration? RepeatEvery { get; init; }

    /// <summary>How often it fires at most where it repeats, the first time included; from 2 to 100.</summary>
    public int MaxTimes { get; init; } = 10;

    /// <inheritdoc/>
    public bool Equals(EscalationRule? other) =>
        other is not null && Code == other.Code && Level == other.Level && To == other.To && MinReopened == other.MinReopened
        && MinPercentUsed == other.MinPercentUsed && AfterDue == other.AfterDue && RepeatEvery == other.RepeatEvery && MaxTimes == other.MaxTimes
        && When.AsSpan().SequenceEqual(other.When.AsSpan()) && Statuses.AsSpan().SequenceEqual(other.Statuses.AsSpan())
        && Metrics.AsSpan().SequenceEqual(other.Metrics.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Level, To);
}

/// <summary>To whom a ticket is escalated: a role, a queue, an agent, or several of them.</summary>
public sealed record EscalationTarget
{
    /// <summary>The role of those who know the matter better.</summary>
    public const string Expert = "expert";

    /// <summary>The role of those who answer for the team.</summary>
    public const string Manager = "manager";

    /// <summary>The role, such as <see cref="Expert"/>; a code of the host.</summary>
    public string? Role { get; init; }

    /// <summary>The queue; a code of the host.</summary>
    public string? Queue { get; init; }

    /// <summary>The agent, to whom the ticket is given at once.</summary>
    public AgentId? Agent { get; init; }
}

/// <summary>An escalation that a clock of now has had.</summary>
public sealed record EscalationFired
{
    /// <summary>The code of the rule.</summary>
    public required string Rule { get; init; }

    /// <summary>What the clock measures; null for a rule that looks at no clock.</summary>
    public SlaMetric? Metric { get; init; }

    /// <summary>When the clock started; null for a rule that looks at no clock.</summary>
    public Instant? StartedAt { get; init; }

    /// <summary>How often it has fired.</summary>
    public required int Times { get; init; }

    /// <summary>When it fired last.</summary>
    public required Instant At { get; init; }
}
