using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;

namespace CrossBorder.Crm.Support;

/// <summary>A member of the staff who answers customers. Equal if all parts are, in their order.</summary>
public sealed record Agent
{
    /// <summary>The agent.</summary>
    public required AgentId Id { get; init; }

    /// <summary>The name by which colleagues and customers know her, 1 to 100 UTF-16 units.</summary>
    [PersonalData]
    public required string Name { get; init; }

    /// <summary>The languages that she answers in, each once; at least one.</summary>
    public required ImmutableArray<LanguageSkill> Languages { get; init; }

    /// <summary>The markets that she answers for; none means every market.</summary>
    public ImmutableArray<MarketId> Markets { get; init; } = [];

    /// <summary>How well she knows markets, each once. A market that she answers for and that is not named here counts as level 5.</summary>
    [JsonIgnore]
    public ImmutableArray<MarketSkill> MarketSkills
    {
        get => StoredMarketSkills ?? [];
        init => StoredMarketSkills = value.IsDefaultOrEmpty ? null : value;
    }

    /// <summary>The topics that she is versed in, each once. A ticket that needs a topic goes only to who is versed in it.</summary>
    [JsonIgnore]
    public ImmutableArray<TopicSkill> Topics
    {
        get => StoredTopics ?? [];
        init => StoredTopics = value.IsDefaultOrEmpty ? null : value;
    }

    /// <summary>The calendar of her shifts.</summary>
    public required CalendarId Shift { get; init; }

    /// <summary>
    /// How much she can have in hand at once, in units of weight; from 1 to 1,000. A ticket weighs one unit unless <see cref="DeskRules.Channels"/>
    /// says otherwise.
    /// </summary>
    public int Capacity { get; init; } = 10;

    /// <summary>Whether tickets may be given to her at all.</summary>
    public bool IsActive { get; init; } = true;

    // Left out of the stored form where empty: an agent stored before there were such skills reads, and writes, as she was.
    [JsonInclude, JsonPropertyName("marketSkills")]
    internal ImmutableArray<MarketSkill>? StoredMarketSkills { get; init; }

    [JsonInclude, JsonPropertyName("topics")]
    internal ImmutableArray<TopicSkill>? StoredTopics { get; init; }

    /// <inheritdoc/>
    public bool Equals(Agent? other) =>
        other is not null && Id == other.Id && Name == other.Name && Shift == other.Shift && Capacity == other.Capacity && IsActive == other.IsActive
        && Languages.AsSpan().SequenceEqual(other.Languages.AsSpan()) && Markets.AsSpan().SequenceEqual(other.Markets.AsSpan())
        && MarketSkills.AsSpan().SequenceEqual(other.MarketSkills.AsSpan()) && Topics.AsSpan().SequenceEqual(other.Topics.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name, Shift, Capacity);
}

/// <summary>How well somebody speaks a language.</summary>
/// <param name="Language">The language; with a script or region only where that matters.</param>
/// <param name="Level">1, gets by, to 5, as a mother tongue.</param>
public readonly record struct LanguageSkill(LanguageTag Language, int Level);

/// <summary>How well somebody knows a topic.</summary>
/// <param name="Topic">The topic, a code of the host such as <c>customs</c>: 1 to 64 UTF-16 units. Compares ordinally.</param>
/// <param name="Level">1, has heard of it, to 5, an expert.</param>
public readonly record struct TopicSkill(string Topic, int Level);

/// <summary>How well somebody knows a market: its customs, carriers and law.</summary>
/// <param name="Market">The market.</param>
/// <param name="Level">1, has heard of it, to 5, an expert.</param>
public readonly record struct MarketSkill(MarketId Market, int Level);

/// <summary>Which agents to list; all, unless a property says otherwise. Ordered by id.</summary>
public sealed record AgentQuery
{
    /// <summary>Only agents who are active, or who are not.</summary>
    public bool? IsActive { get; init; }
}
