using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.InMemory;

/// <summary>One stream in memory: its entries by version, the answers that were given, and its head. It is its own lock, which every call but <see cref="Head"/> and <see cref="Load"/> needs.</summary>
/// <remarks>Most streams are short, and are searched; a longer one gets an index of its answers, and one of its references when it is first asked by them.</remarks>
internal sealed class MemoryStreamCell<TId, TEntry, TState>(Guid id) : MemoryItem(id)
    where TId : struct
    where TEntry : class
    where TState : class
{
    private const int Few = 16;

    private Row[] rows = [];
    private int count;
    private Dictionary<IdempotencyKey, int>? byKey;
    private Dictionary<Reference, Versions>? byReference;
    private volatile StreamHead<TEntry, TState> head = new() { Stream = id, Version = 0 };

    public StreamHead<TEntry, TState> Head => head;

    /// <summary>What the entries are filed under.</summary>
    public IEnumerable<Reference> References => rows.Take(count).SelectMany(row => row.Entry.References);

    /// <summary>Why an append cannot be written, or null. The key comes before the version (STO-6).</summary>
    public AppendResult? Check(IdempotencyKey key, long expectedVersion) =>
        AnswerTo(key) is { } first ? new(AppendStatus.AlreadyApplied, first.Head, first)
        : expectedVersion != head.Version ? new(AppendStatus.Conflict, head.Version)
        : null;

    /// <summary>Adds the entries and sets the head.</summary>
    public void Add(StreamAppend<TId, TEntry, TState> append)
    {
        var first = count;
        var entries = append.Entries;
        if (rows.Length < first + entries.Length)
        {
            Array.Resize(ref rows, Math.Max(Math.Max(4, rows.Length * 2), first + entries.Length));
        }

        for (var i = 0; i < entries.Length; i++)
        {
            rows[first + i] = new(entries, i);
        }

        count = first + entries.Length;
        ref var last = ref rows[count - 1];
        last = last with { Key = append.Key, KeyHash = append.Key.GetHashCode(), Answer = new(count, append.Hash, append.Answer) };
        Index(first);
        var before = head;
        head = new()
        {
            Stream = Id,
            Version = count,
            State = append.State,
            Chain = last.Entry.Chain,
            Owner = append.Owner ?? before.Owner,
        };
    }

    public StreamHead<TEntry, TState> Load(IdempotencyKey? key, ImmutableArray<Reference> references)
    {
        lock (this)
        {
            var answer = key is { } k ? AnswerTo(k) : null;
            return answer is null && references.IsDefaultOrEmpty ? head : head with { Answer = answer, Entries = Filed(references) };
        }
    }

    public Page<TItem> Read<TItem>(long? after, PageRequest page, Func<long, StreamEntry<TEntry>, RecordedRequest?, TItem> item)
    {
        var items = new List<TItem>();
        lock (this)
        {
            var step = page.Descending ? -1 : 1;
            var version = after is { } a ? Math.Min(a, count + 1) + step : page.Descending ? count : 1;
            for (; version >= 1 && version <= count; version += step)
            {
                if (items.Count == page.Size)
                {
                    return new() { Items = items, Next = PageCursor.OfVersion(version - step) };
                }

                items.Add(item(version, rows[version - 1].Entry, rows[version - 1].Request));
            }
        }

        return new() { Items = items };
    }

    private RecordedAnswer? AnswerTo(IdempotencyKey key)
    {
        if (byKey is not null)
        {
            return byKey.TryGetValue(key, out var at) ? rows[at].Answer : null;
        }

        var hash = key.GetHashCode();
        foreach (ref readonly var row in rows.AsSpan(0, count))
        {
            if (row.KeyHash == hash && row.Answer is not null && row.Key == key)
            {
                return row.Answer;
            }
        }

        return null;
    }

    private void Index(int first)
    {
        if (count > Few)
        {
            // The first time, all there is.
            var from = byKey is null ? 0 : first;
            byKey ??= [];
            for (var i = from; i < count; i++)
            {
                if (rows[i].Answer is not null)
                {
                    byKey.Add(rows[i].Key, i);
                }
            }
        }

        if (byReference is not null)
        {
            File(first);
        }
    }

    private void File(int first)
    {
        for (var i = first; i < count; i++)
        {
            foreach (var reference in rows[i].Entry.References)
            {
                ref var versions = ref CollectionsMarshal.GetValueRefOrAddDefault(byReference!, reference, out var isThere);
                versions = isThere ? versions.With(i + 1) : new(i + 1, null);
            }
        }
    }

    private ImmutableArray<Versioned<TEntry>> Filed(ImmutableArray<Reference> references)
    {
        if (references.IsDefaultOrEmpty)
        {
            return [];
        }

        if (count <= Few)
        {
            return [.. Enumerable.Range(1, count).Where(version => rows[version - 1].Entry.References.Any(references.Contains)).Select(EntryAt)];
        }

        if (byReference is null)
        {
            byReference = [];
            File(0);
        }

        return references.Length == 1
            ? byReference.TryGetValue(references[0], out var versions) ? [.. versions.All.Select(EntryAt)] : []
            : [.. references.SelectMany(r => byReference.TryGetValue(r, out var some) ? some.All : []).Distinct().Order().Select(EntryAt)];
    }

    private Versioned<TEntry> EntryAt(int version) => new(rows[version - 1].Entry.Entry, version);

    /// <summary>An entry where its append has it; the last one of an append knows the request.</summary>
    private readonly record struct Row(ImmutableArray<StreamEntry<TEntry>> Append, int At)
    {
        public int KeyHash { get; init; }

        public IdempotencyKey Key { get; init; }

        public RecordedAnswer? Answer { get; init; }

        public StreamEntry<TEntry> Entry => Append[At];

        public RecordedRequest? Request => Answer is var (_, hash, answer) ? new(Key, hash, answer) : null;
    }

    /// <summary>What is filed under one reference: mostly a single entry, for which no list is made.</summary>
    private readonly record struct Versions(int First, List<int>? Later)
    {
        public IEnumerable<int> All => Later is null ? [First] : Later.Prepend(First);

        public Versions With(int version)
        {
            if (Later is null)
            {
                return this with { Later = [version] };
            }

            Later.Add(version);
            return this;
        }
    }
}
