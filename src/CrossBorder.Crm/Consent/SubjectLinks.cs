using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>Who was merged with whom at an instant, by the entries that both streams carry.</summary>
internal static class SubjectLinks
{
    /// <summary>Who absorbed the customer, or null.</summary>
    public static CustomerId? SurvivorOf(CustomerId customer, IEnumerable<ConsentEntry> entries, Instant at, Instant? knownAt)
    {
        foreach (var (from, into) in InEffect(entries, at, knownAt))
        {
            if (from == customer)
            {
                return into;
            }
        }

        return null;
    }

    /// <summary>Whom the customer absorbed.</summary>
    public static IEnumerable<CustomerId> AbsorbedBy(CustomerId customer, IEnumerable<ConsentEntry> entries, Instant at, Instant? knownAt) =>
        InEffect(entries, at, knownAt).Where(merge => merge.Into == customer).Select(merge => merge.From);

    // A merge undone at its own instant never was.
    private static IEnumerable<(CustomerId From, CustomerId Into)> InEffect(IEnumerable<ConsentEntry> entries, Instant at, Instant? knownAt)
    {
        var merged = new Dictionary<(CustomerId, CustomerId), Instant>();
        var unmerged = new Dictionary<(CustomerId, CustomerId), Instant>();
        foreach (var entry in entries)
        {
            if (entry.OccurredAt > at || entry.RecordedAt > knownAt)
            {
                continue;
            }

            if (entry is SubjectsMerged m)
            {
                merged[(m.From, m.Into)] = Instant.Max(entry.OccurredAt, merged.GetValueOrDefault((m.From, m.Into), Instant.MinValue));
            }
            else if (entry is SubjectsUnmerged u)
            {
                unmerged[(u.From, u.Into)] = Instant.Max(entry.OccurredAt, unmerged.GetValueOrDefault((u.From, u.Into), Instant.MinValue));
            }
        }

        return merged.Where(merge => merge.Value > unmerged.GetValueOrDefault(merge.Key, Instant.MinValue)).Select(merge => merge.Key);
    }
}
