using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>The place of a ticket in the queue, and why: the smaller the instant, the sooner it is served.</summary>
/// <remarks>Does not move while the ticket merely ages, so that any database can order by it and no ticket starves. Equal if all terms are.</remarks>
public sealed record PriorityRank
{
    /// <summary>The rank of a ticket that waits or is done.</summary>
    public static PriorityRank NotInQueue { get; } = new();

    /// <summary>The instant that it is served by; null where the ticket is not in the queue.</summary>
    public Instant? At { get; init; }

    /// <summary>How that instant came about: the due time first, then each boost, then the cap where it cut them.</summary>
    public ImmutableArray<RankTerm> Terms { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(PriorityRank? other) => other is not null && At == other.At && Terms.AsSpan().SequenceEqual(other.Terms.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(At, Terms.IsDefault ? 0 : Terms.Length);
}

/// <summary>One term of a rank.</summary>
public sealed record RankTerm
{
    /// <summary>What it is, for machines: <c>due.first_reply</c>, <c>default.high</c>, <c>boost.tier_vip</c>, <c>cap</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The instant that the rank starts from; null for the terms that move it.</summary>
    public Instant? From { get; init; }

    /// <summary>How far it moves the rank; negative is sooner. Null for the term that it starts from.</summary>
    public Duration? Shift { get; init; }

    /// <summary>What it is, for people, in English.</summary>
    public required string Text { get; init; }
}
