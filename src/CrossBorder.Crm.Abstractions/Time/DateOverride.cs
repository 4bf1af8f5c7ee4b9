using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>What starts on one local date instead of the weekly intervals: a make-up day, shorter hours, or nothing.</summary>
/// <remarks>Equal if the date and the intervals in their order are.</remarks>
public sealed record DateOverride
{
    /// <summary>The local date.</summary>
    public required LocalDate Date { get; init; }

    /// <summary>The intervals that start on the date; none closes it. A holiday or closure still takes away from them.</summary>
    public ImmutableArray<WallInterval> Intervals { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(DateOverride? other) =>
        other is not null && Date == other.Date && Intervals.AsSpan().SequenceEqual(other.Intervals.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Date, Intervals.IsDefault ? 0 : Intervals.Length);
}
