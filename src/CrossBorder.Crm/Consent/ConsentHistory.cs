using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>The entries that count for a question: those that had happened, and were known, and were not voided by an erasure.</summary>
internal sealed class ConsentHistory(IEnumerable<ConsentEntry> entries, Instant at, Instant? knownAt)
{
    public IReadOnlyList<ConsentEntry> Entries { get; } =
        WithoutVoid(entries.Where(entry => entry.OccurredAt <= at && (knownAt is null || entry.RecordedAt <= knownAt)));

    /// <summary>What an erasure leaves: what happened at its instant or later, and who was merged with whom.</summary>
    public static IReadOnlyList<ConsentEntry> WithoutVoid(IEnumerable<ConsentEntry> entries)
    {
        var all = entries.ToList();
        var erased = Instant.MinValue;
        foreach (var entry in all)
        {
            erased = entry is ErasureCompleted ? Instant.Max(erased, entry.OccurredAt) : erased;
        }

        all.RemoveAll(entry => entry.OccurredAt < erased && entry is not (SubjectsMerged or SubjectsUnmerged));
        return all;
    }

    /// <summary>The time of the latest entry of a kind, or null.</summary>
    public Instant? Latest<TEntry>(Func<TEntry, bool>? where = null) where TEntry : ConsentEntry
    {
        Instant? latest = null;
        foreach (var entry in Entries)
        {
            if (entry is TEntry candidate && (latest is null || entry.OccurredAt > latest) && (where is null || where(candidate)))
            {
                latest = entry.OccurredAt;
            }
        }

        return latest;
    }
}
