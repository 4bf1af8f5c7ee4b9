using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
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
    /// A start for a shop that has no figures of its own: VIP 60 min, important 20 min, the third complaint in 30 days 30 min, reopened 30 min,
    /// an angry customer 20 min, a language of at most two agents 30 min. The figures are this library's choice.
    /// </summary>
    public static RankingRules Suggested { get; } = new()
    {
        Boosts =
        [
            new() { Code = "tier_vip", By = Duration.FromMinutes(60), When = [new(TicketAttributes.Tier, ValueTier.Vip.Code)] },
            new() { Code = "tier_important", By = Duration.FromMinutes(20), When = [new(TicketAttributes.Tier, ValueTier.Important.Code)] },
            new() { Code = "repeat_complaint", By = Duration.FromMinutes(30), MinComplaints = 3 },
            new() { Code = "reopened", By = Duration.FromMinutes(30), MinReopened = 1 },
            new() { Code = "angry", By = Duration.FromMinutes(20), MaxSentiment = -50 },
            new() { Code = "scarce_language", By = Duration.FromMinutes(30), MaxSpeakers = 2 },
        ],
    };

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

/// <summary>Something that moves a ticket forward in the queue, expressed as time, where all that it asks holds. A fact that is not known holds nothing.</summary>
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

    /// <summary>The how-manieth complaint of the customer in 30 days it must be at least (<see cref="RankFacts.Complaints"/>). Null: that does not matter.</summary>
    public int? MinComplaints { get; init; }

    /// <summary>How many agents may speak the customer's language at most: it is scarce (<see cref="RankFacts.Speakers"/>). Null: that does not matter.</summary>
    public int? MaxSpeakers { get; init; }

    /// <summary>How well the customer may feel at most, -100 to 100 (<see cref="RankFacts.Sentiment"/>). Null: that does not matter.</summary>
    public int? MaxSentiment { get; init; }

    /// <inheritdoc/>
    public bool Equals(RankBoost? other) =>
        other is not null && Code == other.Code && By == other.By && MinReopened == other.MinReopened
        && MinComplaints == other.MinComplaints && MaxSpeakers == other.MaxSpeakers && MaxSentiment == other.MaxSentiment
        && When.AsSpan().SequenceEqual(other.When.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, By, MinReopened);
}
