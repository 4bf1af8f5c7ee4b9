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
    private TState? state;
    private Digest chain;
    private ExternalRef? owner;
    private Dictionary<IdempotencyKey, int>? byKey;
    private Dictionary<Reference, Versions>? byReference;

    /// <summary>The head; made when it is asked for, as most of what is kept is kept for good.</summary>
    public StreamHead<TEntry, TState> Head
    {
        get
        {
            lock (this)
            {
                return HeadWith(answer: null, []);
            }
        }
    }

    /// <summary>The version of the last entry.</summary>
    public long Version => count;

    /// <summary>What the entries are filed under.</summary>
    public IEnumerable<Reference> References => rows.Take(count).SelectMany(row => row.Kept.References);

    /// <summary>Why an append cannot be written, or null. The key comes before the version (STO-6).</summary>
    public AppendResult? Check(IdempotencyKey key, long expectedVersion) =>
        AnswerTo(key) is { } first ? new(AppendStatus.AlreadyApplied, first.Head, first)
        : expectedVersion != count ? new(AppendStatus.Conflict, count)
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
            var isLast = i == entries.Length - 1;
            rows[first + i] = new(Kept.Of(entries[i], isLast ? append : null), isLast ? append.Key.GetHashCode() : 0);
        }

        count = first + entries.Length;
        state = append.State;
        chain = entries[^1].Chain;
        owner = append.Owner ?? owner;
        Index(first);
    }

    public StreamHead<TEntry, TState> Load(IdempotencyKey? key, ImmutableArray<Reference> references)
    {
        lock (this)
        {
            return HeadWith(key is { } k ? AnswerTo(k) : null, references.IsDefaultOrEmpty ? [] : Filed(references));
        }
    }

    private StreamHead<TEntry, TState> HeadWith(RecordedAnswer? answer, ImmutableArray<Versioned<TEntry>> entries) =>
        new() { Stream = Id, Version = count, State = state, Chain = chain, Owner = owner, Answer = answer, Entries = entries };

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

                items.Add(item(version, rows[version - 1].Kept.Entry, rows[version - 1].Kept.Request));
            }
        }

        return new() { Items = items };
    }

    private RecordedAnswer? AnswerTo(IdempotencyKey key)
    {
        if (byKey is not null)
        {
            return byKey.TryGetValue(key, out var at) ? rows[at].Kept.AnswerAt(at + 1) : null;
        }

        var hash = key.GetHashCode();
        for (var i = count - 1; i >= 0; i--)
        {
            if (rows[i].KeyHash == hash && rows[i].Kept.Key == key)
            {
                return rows[i].Kept.AnswerAt(i + 1);
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
                if (rows[i].Kept.Key is { Value: not null } key)
                {
                    byKey.Add(key, i);
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
            foreach (var reference in rows[i].Kept.References)
            {
                ref var versions = ref CollectionsMarshal.GetValueRefOrAddDefault(byReference!, reference, out var isThere);
                versions = isThere ? versions.With(i + 1) : new(i + 1, null);
            }
        }
    }

    private ImmutableArray<Versioned<TEntry>> Filed(ImmutableArray<Reference> references)
    {
        if (count <= Few)
        {
            return [.. Enumerable.Range(1, count).Where(version => rows[version - 1].Kept.References.Any(references.Contains)).Select(EntryAt)];
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

    private Versioned<TEntry> EntryAt(int version) => new(rows[version - 1].Kept.Content, version);

    /// <summary>An entry, and the hash of the request that wrote it; 0 for one that is not the last of its append.</summary>
    private readonly record struct Row(Kept Kept, int KeyHash);

    /// <summary>What is kept of an entry; the last one of an append knows the request and its answer. One object, as each costs the collector the same.</summary>
    private class Kept
    {
        // The answer itself, or a payload that has more than it.
        private readonly object? answer;
        private readonly Digest hash;

        protected Kept(StreamEntry<TEntry> written, StreamAppend<TId, TEntry, TState>? append)
        {
            (Content, References) = (written.Entry, written.References);
            if (append is not null)
            {
                (Key, hash) = (append.Key, append.Hash);
                answer = append.Answer is { HasValue: true, HasBytes: false } plain ? plain.Value : append.Answer;
            }
        }

        public TEntry Content { get; }

        public ImmutableArray<Reference> References { get; }

        public IdempotencyKey Key { get; }

        public StreamEntry<TEntry> Entry => new() { Entry = Content, References = References, Chain = Chain };

        public RecordedRequest? Request => answer is null ? null : new(Key, hash, Answer);

        protected virtual Digest Chain => default;

        private Payload Answer => answer as Payload ?? Payload.Of(answer!);

        public static Kept Of(StreamEntry<TEntry> written, StreamAppend<TId, TEntry, TState>? append) =>
            written.Chain.IsNone ? new Kept(written, append) : new Chained(written, append);

        public RecordedAnswer AnswerAt(long version) => new(version, hash, Answer);
    }

    /// <summary>An entry of a hash chain.</summary>
    private sealed class Chained(StreamEntry<TEntry> written, StreamAppend<TId, TEntry, TState>? append) : Kept(written, append)
    {
        protected override Digest Chain { get; } = written.Chain;
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
