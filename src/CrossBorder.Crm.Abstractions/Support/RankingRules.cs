using System.Collections.Immutable;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>How the place of a ticket in the queue follows from its due time and what else speaks for it.</summary>
/// <remarks>Equal if all parts are, in their order.</remarks>
public sealed record RankingRules
{
    /// <summary>No boosts, and the default targets.</summary>
    public static RankingRules Default { get; } = new();

    /// <summary>
    /// What a ticket without any due time is measured by, counted from its creation; at most one a priority. A priority that is not named has
    /// low 72 h, normal 24 h, high 8 h, urgent 1 h of calendar time.
    /// </summary>
    public ImmutableArray<PriorityTarget> Defaults { get; init; } = [];

    /// <summary>What moves a ticket forward; all that hold are added up.</summary>
    public ImmutableArray<RankBoost> Boosts { get; init; } = [];

    /// <summary>How far boosts move a ticket forward at most.</summary>
    /// <value>The default is 24 hours.</value>
    public Duration MaxBoost { get; init; } = Duration.FromHours(24);

    /// <inheritdoc/>
    public bool Equals(RankingRules? other) =>
        other is not null && MaxBoost == other.MaxBoost
        && Defaults.AsSpan().SequenceEqual(other.Defaults.AsSpan()) && Boosts.AsSpan().SequenceEqual(other.Boosts.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MaxBoost, Defaults.IsDefault ? 0 : Defaults.Length, Boosts.IsDefault ? 0 : Boosts.Length);
}

/// <summary>The default target of a priority.</summary>
/// <param name="Priority">The priority.</param>
/// <param name="Target">The target, counted from the ticket's creation.</param>
public readonly record struct PriorityTarget(TicketPriority Priority, SlaTarget Target);

/// <summary>Something that moves a ticket forward in the queue, expressed as time.</summary>
/// <remarks>Equal if all parts are, in their order.</remarks>
public sealed record RankBoost
{
    /// <summary>The code that explanations name it by, such as <c>tier_vip</c>; a-z, 0-9, <c>_</c>, <c>-</c>, <c>.</c>.</summary>
    public required string Code { get; init; }

    /// <summary>How far it moves the ticket; more than zero.</summary>
    public required Duration By { get; init; }

    /// <summary>What must hold of the ticket's attributes; all of it.</summary>
    public ImmutableArray<AttributeCondition> When { get; init; } = [];

    /// <summary>How often the ticket must have been reopened at least. The default is 0: never is enough.</summary>
    public int MinReopened { get; init; }

    /// <inheritdoc/>
    public bool Equals(RankBoost? other) =>
        other is not null && Code == other.Code && By == other.By && MinReopened == other.MinReopened
        && When.AsSpan().SequenceEqual(other.When.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, By, MinReopened);
}
