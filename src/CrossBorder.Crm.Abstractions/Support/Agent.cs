using System.Collections.Immutable;
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

    /// <summary>The calendar of her shifts.</summary>
    public required CalendarId Shift { get; init; }

    /// <summary>How many tickets she can have in hand at once; from 1 to 1,000.</summary>
    public int Capacity { get; init; } = 10;

    /// <summary>Whether tickets may be given to her at all.</summary>
    public bool IsActive { get; init; } = true;

    /// <inheritdoc/>
    public bool Equals(Agent? other) =>
        other is not null && Id == other.Id && Name == other.Name && Shift == other.Shift && Capacity == other.Capacity && IsActive == other.IsActive
        && Languages.AsSpan().SequenceEqual(other.Languages.AsSpan()) && Markets.AsSpan().SequenceEqual(other.Markets.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name, Shift, Capacity);
}

/// <summary>How well somebody speaks a language.</summary>
/// <param name="Language">The language; with a script or region only where that matters.</param>
/// <param name="Level">1, gets by, to 5, as a mother tongue.</param>
public readonly record struct LanguageSkill(LanguageTag Language, int Level);

/// <summary>Which agents to list; all, unless a property says otherwise. Ordered by id.</summary>
public sealed record AgentQuery
{
    /// <summary>Only agents who are active, or who are not.</summary>
    public bool? IsActive { get; init; }
}
