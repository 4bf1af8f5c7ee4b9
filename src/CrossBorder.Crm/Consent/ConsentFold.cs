using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>Folds a consent stream to what can still decide something. The order in which entries arrive does not matter.</summary>
/// <remarks>
/// For every instant from the last entry on, <see cref="ConsentEvaluator"/> decides from the folded state as it does from all entries, contacts sent
/// aside: those are counted by the caps and read by reference.
/// </remarks>
public static class ConsentFold
{
    /// <summary>The version of this fold. A state of another one is made anew from the entries.</summary>
    public const int Revision = 2;

    /// <summary>Folds all entries of a stream.</summary>
    /// <param name="entries">The entries, in any order.</param>
    public static ConsentState Fold(IEnumerable<ConsentEntry> entries) => Apply(null, entries);

    /// <summary>Folds further entries into a state.</summary>
    /// <param name="state">The state so far; null for a stream that does not exist yet.</param>
    /// <param name="entries">
    /// The new entries, and the older ones that the state may have let go of: with a request, confirmation or completed erasure all requests and
    /// confirmations, with a start or end of a contract those of the same contract. An entry that is given twice counts once.
    /// </param>
    public static ConsentState Apply(ConsentState? state, IEnumerable<ConsentEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var pool = new HashSet<ConsentEntry>(state?.Standing ?? []);
        var occurred = state?.LastOccurredAt ?? Instant.MinValue;
        var recorded = state?.LastRecordedAt ?? Instant.MinValue;
        foreach (var entry in entries)
        {
            if (entry is not ContactSent)
            {
                pool.Add(entry);
                occurred = Instant.Max(occurred, entry.OccurredAt);
                recorded = Instant.Max(recorded, entry.RecordedAt);
            }
        }

        // A stream of nothing but contacts has nothing to be late for.
        return new()
        {
            Revision = Revision,
            Standing = Retain(pool),
            LastOccurredAt = occurred == Instant.MinValue ? Instant.FromUnixTimeTicks(0) : occurred,
            LastRecordedAt = recorded == Instant.MinValue ? Instant.FromUnixTimeTicks(0) : recorded,
        };
    }

    private static ImmutableArray<ConsentEntry> Retain(IEnumerable<ConsentEntry> pool)
    {
        var entries = ConsentHistory.WithoutVoid(pool);
        var kept = new Dictionary<RetentionKey, ConsentEntry>();
        RetainConsents(entries, kept);
        foreach (var entry in entries)
        {
            if (RetentionKey.Of(entry) is { } key && (!kept.TryGetValue(key, out var other) || IsLater(entry, other)))
            {
                kept[key] = entry;
            }
        }

        DropEndedContracts(kept);
        return [.. kept.OrderBy(item => item.Value.OccurredAt).ThenBy(item => item.Key).Select(item => item.Value)];
    }

    private static void RetainConsents(IReadOnlyCollection<ConsentEntry> entries, Dictionary<RetentionKey, ConsentEntry> kept)
    {
        var requests = entries.OfType<ConsentRequested>().ToList();
        foreach (var alike in GivenConsent.Among(entries, requests).GroupBy(RetentionKey.Of))
        {
            // The one that governs; and what an erasure may leave of the others that takes away the request of a later confirmation.
            var left = Instant.MinValue;
            foreach (var given in alike.OrderDescending(GivenConsent.ByGoverning).Where(given => given.Since > left))
            {
                kept[left == Instant.MinValue ? alike.Key : alike.Key.Before(left)] = given.Entry;
                left = given.Since;
                if (given.Request is { } request)
                {
                    kept[new("request", request.Scope, $"{request.Token}\n{request.OccurredAt.ToUnixTimeTicks()}")] = request;
                }
            }
        }

        // Of the requests that nobody confirmed, the one that waits longest tells whether one still waits, or all waited in vain.
        var confirmations = entries.OfType<ConsentConfirmed>().ToList();
        foreach (var request in requests.Where(request => DoubleOptIn.IsUnconfirmed(request, confirmations)))
        {
            var key = new RetentionKey("request_waiting", request.Scope);
            if (!kept.TryGetValue(key, out var other) || DoubleOptIn.WaitsLonger(request, (ConsentRequested)other))
            {
                kept[key] = request;
            }
        }
    }

    // A running contract is kept as its start; of all the ends there ever were, the last one dominates.
    private static void DropEndedContracts(Dictionary<RetentionKey, ConsentEntry> kept)
    {
        var ends = kept.Values.OfType<ContractEnded>().ToList();
        ContractEnded? last = null;
        foreach (var ended in ends)
        {
            var start = new RetentionKey("contract_started", Text: ended.Contract);
            if (kept.TryGetValue(start, out var started) && started.OccurredAt <= ended.OccurredAt)
            {
                kept.Remove(start);
            }

            var order = last is null ? 1 : ended.OccurredAt.CompareTo(last.OccurredAt);
            last = order > 0 || (order == 0 && string.CompareOrdinal(ended.Contract, last!.Contract) < 0) ? ended : last;
        }

        foreach (var ended in ends.Where(ended => ended != last))
        {
            kept.Remove(new("contract_ended", Text: ended.Contract));
        }
    }

    private static bool IsLater(ConsentEntry left, ConsentEntry right) =>
        left.OccurredAt != right.OccurredAt ? left.OccurredAt > right.OccurredAt : left.RecordedAt < right.RecordedAt;
}
