using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>Folds the suppression stream of a contact point: per reason the last addition and the last removal.</summary>
public static class SuppressionFold
{
    /// <summary>The version of this fold.</summary>
    public const int Revision = 1;

    /// <summary>Folds further entries into a state.</summary>
    /// <param name="contactPoint">The contact point.</param>
    /// <param name="state">The state so far; null for a stream that does not exist yet.</param>
    /// <param name="entries">The new entries, in any order.</param>
    public static SuppressionState Apply(ContactPointKey contactPoint, SuppressionState? state, IEnumerable<SuppressionEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var kept = new Dictionary<(SuppressionReason, bool), SuppressionEntry>();
        var occurred = state?.LastOccurredAt ?? Instant.MinValue;
        var recorded = state?.LastRecordedAt ?? Instant.MinValue;
        foreach (var entry in (state?.Standing ?? []).Concat(entries))
        {
            var key = (entry.Reason, entry is SuppressionAdded);
            if (!kept.TryGetValue(key, out var other) || (entry.OccurredAt, other.RecordedAt).CompareTo((other.OccurredAt, entry.RecordedAt)) > 0)
            {
                kept[key] = entry;
            }

            occurred = Instant.Max(occurred, entry.OccurredAt);
            recorded = Instant.Max(recorded, entry.RecordedAt);
        }

        return new()
        {
            Revision = Revision,
            ContactPoint = contactPoint,
            Standing =
            [
                .. kept.OrderBy(item => item.Value.OccurredAt)
                    .ThenBy(item => item.Key.Item1.Code, StringComparer.Ordinal)
                    .ThenBy(item => item.Key.Item2)
                    .Select(item => item.Value),
            ],
            LastOccurredAt = occurred,
            LastRecordedAt = recorded,
        };
    }

    /// <summary>The suppressions in force, by reason: added and not removed since. An addition at the instant of a removal counts.</summary>
    /// <param name="entries">The entries, in any order.</param>
    public static IReadOnlyDictionary<SuppressionReason, SuppressionAdded> InForce(IEnumerable<SuppressionEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var inForce = new Dictionary<SuppressionReason, SuppressionAdded>();
        foreach (var reason in entries.GroupBy(entry => entry.Reason))
        {
            var added = reason.OfType<SuppressionAdded>().MaxBy(entry => entry.OccurredAt);
            if (added is not null && !reason.Any(entry => entry is SuppressionRemoved && entry.OccurredAt > added.OccurredAt))
            {
                inForce[reason.Key] = added;
            }
        }

        return inForce;
    }
}
