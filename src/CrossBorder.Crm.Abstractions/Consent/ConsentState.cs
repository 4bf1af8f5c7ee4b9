using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>A person's consent stream, folded: the entries that can still decide something. All others are superseded.</summary>
/// <remarks>
/// Bounded by what is kept apart (purpose × channel × contact point, source, terms, categories of goods, contracts, tokens that wait), never by
/// the length of the history. It answers for every instant from <see cref="LastOccurredAt"/> on; an earlier one, or an earlier knowledge, needs the
/// entries. Equal if all parts are, in their order.
/// </remarks>
public sealed record ConsentState
{
    /// <summary>The version of the fold that made it.</summary>
    public required int Revision { get; init; }

    /// <summary>The entries that can still decide something, by time.</summary>
    public ImmutableArray<ConsentEntry> Standing { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The latest time of an entry, contacts sent aside.</summary>
    public required Instant LastOccurredAt { get; init; }

    /// <summary>The latest recording of an entry, contacts sent aside.</summary>
    public required Instant LastRecordedAt { get; init; }

    /// <inheritdoc/>
    public bool Equals(ConsentState? other) =>
        other is not null && Revision == other.Revision && LastOccurredAt == other.LastOccurredAt && LastRecordedAt == other.LastRecordedAt
        && Standing.AsSpan().SequenceEqual(other.Standing.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Revision, Standing.Length, LastOccurredAt, LastRecordedAt);
}
